-- Searching inside of texts at a million rows.

-- +goose Up
-- What a row is searched by, each text behind a line break, so that what begins
-- one can be told from what is inside of it. The SQLite driver is given a
-- function of the same name.
-- +goose StatementBegin
CREATE FUNCTION search_text(text, text, text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT fold(E'\n' || coalesce($1, '') || E'\n' || coalesce($2, '') || E'\n' || coalesce($3, '')) $$;
-- +goose StatementEnd

-- Without the extension (its files are not installed, or the server's owner
-- does not let others make it) a search walks the catalogue.
-- +goose StatementBegin
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX listings_search ON listings USING gin (search_text(sku, asin, title) gin_trgm_ops);
    CREATE INDEX omni_products_search ON omni_products USING gin (search_text(code, barcode, name) gin_trgm_ops);
    CREATE INDEX omni_options_search ON omni_options USING gin (search_text(code, barcode, name) gin_trgm_ops);
    CREATE INDEX omni_sizes_search ON omni_sizes USING gin (search_text(code, barcode, name) gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE WARNING 'searches will be slow: %', SQLERRM;
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP INDEX IF EXISTS listings_search, omni_products_search, omni_options_search, omni_sizes_search;
DROP FUNCTION search_text(text, text, text);

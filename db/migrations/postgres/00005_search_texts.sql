-- Searches: the text that a row is found by is kept with it, written such that
-- one text tells what begins a key from what is inside of one. And the two
-- filters of mappings that may let little through.

-- +goose Up
DROP INDEX IF EXISTS listings_search, omni_products_search, omni_options_search, omni_sizes_search;
DROP FUNCTION search_text(text, text, text);

-- A part of a text: U+0001 and U+0002, which set parts apart, are none of its
-- characters.
-- +goose StatementBegin
CREATE FUNCTION text_part(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT fold(translate(coalesce($1, ''), E'\x01\x02', E'\uFFFD\uFFFD')) $$;
-- +goose StatementEnd

-- Two U+0001 stand before what is found by its beginning, and the first U+0002
-- before all that is found by any part. The SQLite driver is given functions of
-- the same names.
-- +goose StatementBegin
CREATE FUNCTION listing_text(sku text, asin text, title text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT E'\x01\x01' || text_part(asin) || E'\x02\x01\x01' || text_part(sku) || E'\x02' || text_part(title) $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION omni_text(code text, barcode text, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT E'\x01\x01' || text_part(code) || E'\x01\x01' || text_part(barcode) || E'\x02' || text_part(name) $$;
-- +goose StatementEnd

ALTER TABLE listings ADD COLUMN search_text text COLLATE "C" GENERATED ALWAYS AS (listing_text(sku, asin, title)) STORED;
ALTER TABLE omni_products ADD COLUMN search_text text COLLATE "C" GENERATED ALWAYS AS (omni_text(code, barcode, name)) STORED;
ALTER TABLE omni_options ADD COLUMN search_text text COLLATE "C" GENERATED ALWAYS AS (omni_text(code, barcode, name)) STORED;
ALTER TABLE omni_sizes ADD COLUMN search_text text COLLATE "C" GENERATED ALWAYS AS (omni_text(code, barcode, name)) STORED;

-- The account stands before the text: what is found in a thousand others need
-- not be looked at. New rows wait in a list, which is merged into the index when
-- it is full, and after each load.
-- +goose StatementBegin
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS btree_gin;
    CREATE INDEX listings_search ON listings USING gin (account_id, integration_id, search_text gin_trgm_ops) WITH (gin_pending_list_limit = 16384);
    CREATE INDEX omni_products_search ON omni_products USING gin (account_id, search_text gin_trgm_ops) WITH (gin_pending_list_limit = 16384);
    CREATE INDEX omni_options_search ON omni_options USING gin (account_id, search_text gin_trgm_ops) WITH (gin_pending_list_limit = 16384);
    CREATE INDEX omni_sizes_search ON omni_sizes USING gin (account_id, search_text gin_trgm_ops) WITH (gin_pending_list_limit = 16384);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE WARNING 'searches will be slow: %', SQLERRM;
END
$$;
-- +goose StatementEnd

-- The texts as SQLite has them, in tables of their own.
CREATE VIEW listing_texts AS SELECT account_id, integration_id, sku, search_text AS text FROM listings;
CREATE VIEW omni_texts AS
SELECT account_id, id AS product_id, CAST(0 AS bigint) AS option_id, CAST(0 AS bigint) AS size_id, search_text AS text FROM omni_products
UNION ALL SELECT account_id, product_id, id, CAST(0 AS bigint), search_text FROM omni_options
UNION ALL SELECT account_id, product_id, option_id, id, search_text FROM omni_sizes;

CREATE INDEX mappings_level ON mappings (account_id, integration_id, level, id);
CREATE INDEX mappings_source ON mappings (account_id, integration_id, source, id) WHERE source <> 1;

-- +goose Down
DROP INDEX mappings_source;
DROP INDEX mappings_level;
DROP VIEW omni_texts;
DROP VIEW listing_texts;
ALTER TABLE omni_sizes DROP COLUMN search_text;
ALTER TABLE omni_options DROP COLUMN search_text;
ALTER TABLE omni_products DROP COLUMN search_text;
ALTER TABLE listings DROP COLUMN search_text;
DROP FUNCTION omni_text(text, text, text);
DROP FUNCTION listing_text(text, text, text);
DROP FUNCTION text_part(text);
-- +goose StatementBegin
CREATE FUNCTION search_text(text, text, text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT fold(E'\n' || coalesce($1, '') || E'\n' || coalesce($2, '') || E'\n' || coalesce($3, '')) $$;
-- +goose StatementEnd

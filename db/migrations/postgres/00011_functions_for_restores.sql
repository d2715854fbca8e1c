-- A restore and a logical subscription compute searched texts without a
-- search_path, where a body that is a text finds none of this schema's
-- functions. A body that is SQL is bound to them here, whatever the schema.

-- +goose Up
CREATE OR REPLACE FUNCTION text_part(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN fold(translate(coalesce($1, ''), E'\x01\x02', E'\uFFFD\uFFFD'));

CREATE OR REPLACE FUNCTION listing_text(sku text, asin text, title text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN E'\x01\x01' || text_part(asin) || E'\x02\x01\x01' || text_part(sku) || E'\x02' || text_part(title);

CREATE OR REPLACE FUNCTION omni_text(code text, barcode text, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN E'\x01\x01' || text_part(code) || E'\x01\x01' || text_part(barcode) || E'\x02' || text_part(name);

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION omni_text(code text, barcode text, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT E'\x01\x01' || text_part(code) || E'\x01\x01' || text_part(barcode) || E'\x02' || text_part(name) $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION listing_text(sku text, asin text, title text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT E'\x01\x01' || text_part(asin) || E'\x02\x01\x01' || text_part(sku) || E'\x02' || text_part(title) $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION text_part(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT fold(translate(coalesce($1, ''), E'\x01\x02', E'\uFFFD\uFFFD')) $$;
-- +goose StatementEnd

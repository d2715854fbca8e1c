-- What Omni says of a product beside its Code and name.

-- +goose Up
ALTER TABLE omni_products ADD COLUMN brand text;
ALTER TABLE omni_products ADD COLUMN category text;

-- +goose Down
ALTER TABLE omni_products DROP COLUMN category;
ALTER TABLE omni_products DROP COLUMN brand;

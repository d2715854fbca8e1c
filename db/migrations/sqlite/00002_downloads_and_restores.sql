-- Omni products that were made from listings, what is remembered of the items
-- that loads removed, and operations that are seen while they run.

-- +goose Up
-- A downloaded product exists only here until a load brings one of its Code;
-- its reference is its Code until then.
ALTER TABLE omni_products ADD COLUMN downloaded boolean NOT NULL DEFAULT 0;
DROP INDEX omni_products_reference;
CREATE UNIQUE INDEX omni_products_reference ON omni_products (account_id, reference) WHERE NOT downloaded;
CREATE UNIQUE INDEX omni_products_downloaded ON omni_products (account_id, code) WHERE downloaded;

-- What loads removed, by which a restore knows it when it comes back: with the
-- reference and the Code that it had when it went, and the account's last id of
-- the Omni catalogue then. new_id is the item that took a downloaded one's
-- place.
CREATE TABLE removed_products (
    account_id integer NOT NULL,
    id         integer NOT NULL,
    reference  text NOT NULL,
    new_id     integer,
    PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
CREATE TABLE removed_options (
    account_id integer NOT NULL,
    product_id integer NOT NULL,
    id         integer NOT NULL,
    reference  text,
    code       text,
    last_id    integer NOT NULL,
    new_id     integer,
    PRIMARY KEY (account_id, product_id, id)
) WITHOUT ROWID;
CREATE TABLE removed_sizes (
    account_id integer NOT NULL,
    product_id integer NOT NULL,
    option_id  integer NOT NULL,
    id         integer NOT NULL,
    reference  text,
    code       text,
    last_id    integer NOT NULL,
    PRIMARY KEY (account_id, product_id, option_id, id)
) WITHOUT ROWID;

-- Whether all mappings that the operation deleted are back.
ALTER TABLE operations ADD COLUMN all_back boolean NOT NULL DEFAULT 0;
CREATE INDEX operations_back ON operations (account_id, id) WHERE all_back;
CREATE INDEX operations_running ON operations (account_id, id) WHERE state = 1;

-- +goose Down
DROP INDEX operations_running;
DROP INDEX operations_back;
ALTER TABLE operations DROP COLUMN all_back;
DROP TABLE removed_sizes;
DROP TABLE removed_options;
DROP TABLE removed_products;
DROP INDEX omni_products_downloaded;
DROP INDEX omni_products_reference;
ALTER TABLE omni_products DROP COLUMN downloaded;
CREATE UNIQUE INDEX omni_products_reference ON omni_products (account_id, reference);

-- Accounts, the two catalogues, mappings, and what is remembered of them.
-- Every key begins with the account. Times are whole microseconds since 1970,
-- UTC, so that both dialects compare them alike. Keys are compared by code
-- point (COLLATE "C").

-- +goose Up
-- A text in lower case, for searching; a sigma is the same wherever it stands
-- in a word. The SQLite driver is given a function of the same name.
-- +goose StatementBegin
CREATE FUNCTION fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT replace(lower($1 COLLATE "und-x-icu") COLLATE "C", 'ς', 'σ') $$;
-- +goose StatementEnd

-- A decimal number from what a load gives: the empty text clears. The SQLite
-- driver is given a function of the same name.
-- +goose StatementBegin
CREATE FUNCTION to_decimal(text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CAST(nullif($1, '') AS numeric) $$;
-- +goose StatementEnd

CREATE TABLE accounts (
    id         bigint NOT NULL PRIMARY KEY,
    name       text NOT NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX accounts_name ON accounts (name);

-- The last id handed out of each kind that an account numbers itself.
CREATE TABLE counters (
    account_id bigint NOT NULL,
    name       text NOT NULL,
    last       bigint NOT NULL,
    PRIMARY KEY (account_id, name)
);

CREATE TABLE integrations (
    account_id       bigint NOT NULL,
    id               bigint NOT NULL,
    name             text COLLATE "C" NOT NULL,
    seller_id        text COLLATE "C" NOT NULL,
    marketplace_id   text COLLATE "C" NOT NULL,
    products_enabled boolean NOT NULL,
    created_at       bigint NOT NULL,
    last_import_at   bigint,
    -- The last time handed out under this row's lock; it only ever grows.
    clock            bigint NOT NULL DEFAULT 0,
    -- The generation of standings that holds.
    generation       bigint NOT NULL DEFAULT 0,
    last_mapping_id  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX integrations_name ON integrations (account_id, name);
CREATE UNIQUE INDEX integrations_seller ON integrations (account_id, seller_id, marketplace_id);

CREATE TABLE listings (
    account_id          bigint NOT NULL,
    integration_id      bigint NOT NULL,
    sku                 text COLLATE "C" NOT NULL CHECK (sku <> '' AND length(sku) <= 255),
    parent_sku          text COLLATE "C" CHECK (parent_sku <> '' AND parent_sku <> sku AND length(parent_sku) <= 255),
    family_sku          text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(parent_sku, sku)) STORED,
    asin                text,
    title               text NOT NULL,
    price               numeric,
    quantity            bigint,
    listing_status      text,
    fulfillment_channel text,
    created_at          bigint NOT NULL,
    first_seen_at       bigint NOT NULL,
    -- What "since the last import" is asked of.
    fresh_at            bigint NOT NULL GENERATED ALWAYS AS (greatest(created_at, first_seen_at)) STORED,
    PRIMARY KEY (account_id, integration_id, sku)
);
CREATE INDEX listings_parent ON listings (account_id, integration_id, parent_sku) WHERE parent_sku IS NOT NULL;
CREATE INDEX listings_fresh ON listings (account_id, integration_id, fresh_at);

CREATE TABLE omni_products (
    account_id bigint NOT NULL,
    id         bigint NOT NULL,
    reference  text COLLATE "C" NOT NULL CHECK (reference <> '' AND length(reference) <= 255),
    code       text COLLATE "C" CHECK (code <> '' AND length(code) <= 255),
    barcode    text COLLATE "C" CHECK (barcode <> '' AND length(barcode) <= 255),
    name       text NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX omni_products_reference ON omni_products (account_id, reference);
CREATE INDEX omni_products_code ON omni_products (account_id, code) WHERE code IS NOT NULL;
CREATE INDEX omni_products_barcode ON omni_products (account_id, barcode) WHERE barcode IS NOT NULL;
CREATE INDEX omni_products_page ON omni_products (account_id, coalesce(code, ''), id);

CREATE TABLE omni_options (
    account_id bigint NOT NULL,
    product_id bigint NOT NULL,
    id         bigint NOT NULL,
    -- The place among its product's options; the default option's is 0.
    position   bigint NOT NULL CHECK (position >= 0),
    reference  text COLLATE "C" CHECK (reference <> '' AND length(reference) <= 255),
    code       text COLLATE "C" CHECK (code <> '' AND length(code) <= 255),
    barcode    text COLLATE "C" CHECK (barcode <> '' AND length(barcode) <= 255),
    name       text NOT NULL,
    price      numeric,
    cost       numeric,
    stock      numeric,
    PRIMARY KEY (account_id, product_id, id)
);
CREATE INDEX omni_options_code ON omni_options (account_id, code) WHERE code IS NOT NULL;
CREATE INDEX omni_options_barcode ON omni_options (account_id, barcode) WHERE barcode IS NOT NULL;

CREATE TABLE omni_sizes (
    account_id bigint NOT NULL,
    product_id bigint NOT NULL,
    option_id  bigint NOT NULL,
    id         bigint NOT NULL,
    position   bigint NOT NULL CHECK (position >= 0),
    reference  text COLLATE "C" CHECK (reference <> '' AND length(reference) <= 255),
    code       text COLLATE "C" CHECK (code <> '' AND length(code) <= 255),
    barcode    text COLLATE "C" CHECK (barcode <> '' AND length(barcode) <= 255),
    name       text NOT NULL,
    price      numeric,
    cost       numeric,
    stock      numeric,
    PRIMARY KEY (account_id, product_id, option_id, id)
);
CREATE INDEX omni_sizes_code ON omni_sizes (account_id, code) WHERE code IS NOT NULL;
CREATE INDEX omni_sizes_barcode ON omni_sizes (account_id, barcode) WHERE barcode IS NOT NULL;

-- A mapping carries no foreign keys into the catalogues; whatever removes a
-- listing, an option or a size removes its mappings in the same transaction.
CREATE TABLE mappings (
    account_id     bigint NOT NULL,
    integration_id bigint NOT NULL,
    id             bigint NOT NULL,
    sku            text COLLATE "C" NOT NULL,
    product_id     bigint NOT NULL,
    option_id      bigint NOT NULL,
    -- 0: the target is the product option itself.
    size_id        bigint NOT NULL,
    level          smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
    -- 0: none, a custom mapping.
    matched_on     smallint NOT NULL CHECK (matched_on BETWEEN 0 AND 2),
    source         smallint NOT NULL CHECK (source BETWEEN 1 AND 3),
    created_at     bigint NOT NULL,
    PRIMARY KEY (account_id, integration_id, id)
);
CREATE UNIQUE INDEX mappings_listing ON mappings (account_id, integration_id, sku);
CREATE UNIQUE INDEX mappings_target ON mappings (account_id, integration_id, product_id, option_id, size_id);

-- Mappings that an operation deleted and that are not back.
CREATE TABLE deleted_mappings (
    account_id     bigint NOT NULL,
    integration_id bigint NOT NULL,
    operation_id   uuid NOT NULL,
    id             bigint NOT NULL,
    sku            text COLLATE "C" NOT NULL,
    product_id     bigint NOT NULL,
    option_id      bigint NOT NULL,
    size_id        bigint NOT NULL,
    level          smallint NOT NULL,
    matched_on     smallint NOT NULL,
    source         smallint NOT NULL,
    created_at     bigint NOT NULL,
    PRIMARY KEY (account_id, operation_id, integration_id, id)
);

CREATE TABLE operations (
    account_id     bigint NOT NULL,
    -- Begins with its time, so that ids are in order of age.
    id             uuid NOT NULL,
    kind           smallint NOT NULL,
    integration_id bigint,
    state          smallint NOT NULL,
    actor          text NOT NULL,
    started_at     bigint NOT NULL,
    finished_at    bigint,
    done           bigint NOT NULL,
    total          bigint,
    created        bigint NOT NULL,
    deleted        bigint NOT NULL,
    error          text,
    -- JSON.
    summary        text,
    rejected_rows  text,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX operations_integration ON operations (account_id, integration_id, id);

-- How each listing stands. Generation 0 has a row for every listing, with what
-- the catalogues alone say: what its SKU matches, and base, its standing if
-- nothing were mapped. status is its standing as it is while the integration's
-- generation is 0. A later generation has rows only for the listings that are
-- not mapped. See docs/status.md.
CREATE TABLE standings (
    account_id     bigint NOT NULL,
    integration_id bigint NOT NULL,
    generation     bigint NOT NULL,
    sku            text COLLATE "C" NOT NULL,
    family_sku     text COLLATE "C" NOT NULL,
    status         smallint NOT NULL,
    base           smallint NOT NULL,
    is_parent      boolean NOT NULL,
    -- 0: the SKU equals no key.
    rank           smallint NOT NULL,
    -- The target; null where there is none or more than one.
    product_id     bigint,
    option_id      bigint,
    size_id        bigint,
    PRIMARY KEY (account_id, integration_id, generation, sku)
);
CREATE INDEX standings_page ON standings (account_id, integration_id, generation, status, sku);
CREATE INDEX standings_family ON standings (account_id, integration_id, family_sku) WHERE generation = 0;
CREATE INDEX standings_product ON standings (account_id, integration_id, product_id) WHERE generation = 0 AND product_id IS NOT NULL;
CREATE INDEX standings_changed ON standings (account_id, integration_id) WHERE generation = 0 AND status <> base;

-- Listings by standing: as they are, and as they would be if nothing were mapped.
CREATE TABLE standing_counts (
    account_id     bigint NOT NULL,
    integration_id bigint NOT NULL,
    status         smallint NOT NULL,
    listings       bigint NOT NULL,
    base_listings  bigint NOT NULL,
    PRIMARY KEY (account_id, integration_id, status)
);

-- +goose Down
DROP TABLE standing_counts;
DROP TABLE standings;
DROP TABLE operations;
DROP TABLE deleted_mappings;
DROP TABLE mappings;
DROP TABLE omni_sizes;
DROP TABLE omni_options;
DROP TABLE omni_products;
DROP TABLE listings;
DROP TABLE integrations;
DROP TABLE counters;
DROP TABLE accounts;
DROP FUNCTION to_decimal(text);
DROP FUNCTION fold(text);

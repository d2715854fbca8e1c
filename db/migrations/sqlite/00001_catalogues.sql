-- Accounts, the two catalogues, mappings, and what is remembered of them.
-- Every key begins with the account. Times are whole microseconds since 1970,
-- UTC, so that both dialects compare them alike. Text is compared by
-- code point, as SQLite does.

-- +goose Up
CREATE TABLE accounts (
    id         integer NOT NULL PRIMARY KEY,
    name       text NOT NULL,
    created_at integer NOT NULL
);
CREATE UNIQUE INDEX accounts_name ON accounts (name);

-- The last id handed out of each kind that an account numbers itself.
CREATE TABLE counters (
    account_id integer NOT NULL,
    name       text NOT NULL,
    last       integer NOT NULL,
    PRIMARY KEY (account_id, name)
) WITHOUT ROWID;

CREATE TABLE integrations (
    account_id       integer NOT NULL,
    id               integer NOT NULL,
    name             text NOT NULL,
    seller_id        text NOT NULL,
    marketplace_id   text NOT NULL,
    products_enabled boolean NOT NULL,
    created_at       integer NOT NULL,
    last_import_at   integer,
    -- The last time handed out under this row's lock; it only ever grows.
    clock            integer NOT NULL DEFAULT 0,
    -- The generation of standings that holds.
    generation       integer NOT NULL DEFAULT 0,
    last_mapping_id  integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX integrations_name ON integrations (account_id, name);
CREATE UNIQUE INDEX integrations_seller ON integrations (account_id, seller_id, marketplace_id);

CREATE TABLE listings (
    account_id          integer NOT NULL,
    integration_id      integer NOT NULL,
    sku                 text NOT NULL CHECK (sku <> '' AND length(sku) <= 255),
    parent_sku          text CHECK (parent_sku <> '' AND parent_sku <> sku AND length(parent_sku) <= 255),
    family_sku          text NOT NULL GENERATED ALWAYS AS (coalesce(parent_sku, sku)) STORED,
    asin                text,
    title               text NOT NULL,
    price               text,
    quantity            integer,
    listing_status      text,
    fulfillment_channel text,
    created_at          integer NOT NULL,
    first_seen_at       integer NOT NULL,
    -- What "since the last import" is asked of.
    fresh_at            integer NOT NULL GENERATED ALWAYS AS (max(created_at, first_seen_at)) STORED,
    PRIMARY KEY (account_id, integration_id, sku)
) WITHOUT ROWID;
CREATE INDEX listings_parent ON listings (account_id, integration_id, parent_sku) WHERE parent_sku IS NOT NULL;
CREATE INDEX listings_fresh ON listings (account_id, integration_id, fresh_at);

CREATE TABLE omni_products (
    account_id integer NOT NULL,
    id         integer NOT NULL,
    reference  text NOT NULL CHECK (reference <> '' AND length(reference) <= 255),
    code       text CHECK (code <> '' AND length(code) <= 255),
    barcode    text CHECK (barcode <> '' AND length(barcode) <= 255),
    name       text NOT NULL,
    PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX omni_products_reference ON omni_products (account_id, reference);
CREATE INDEX omni_products_code ON omni_products (account_id, code) WHERE code IS NOT NULL;
CREATE INDEX omni_products_barcode ON omni_products (account_id, barcode) WHERE barcode IS NOT NULL;
CREATE INDEX omni_products_page ON omni_products (account_id, coalesce(code, ''), id);

CREATE TABLE omni_options (
    account_id integer NOT NULL,
    product_id integer NOT NULL,
    id         integer NOT NULL,
    -- The place among its product's options; the default option's is 0.
    position   integer NOT NULL CHECK (position >= 0),
    reference  text CHECK (reference <> '' AND length(reference) <= 255),
    code       text CHECK (code <> '' AND length(code) <= 255),
    barcode    text CHECK (barcode <> '' AND length(barcode) <= 255),
    name       text NOT NULL,
    price      text,
    cost       text,
    stock      text,
    PRIMARY KEY (account_id, product_id, id)
) WITHOUT ROWID;
CREATE INDEX omni_options_code ON omni_options (account_id, code) WHERE code IS NOT NULL;
CREATE INDEX omni_options_barcode ON omni_options (account_id, barcode) WHERE barcode IS NOT NULL;

CREATE TABLE omni_sizes (
    account_id integer NOT NULL,
    product_id integer NOT NULL,
    option_id  integer NOT NULL,
    id         integer NOT NULL,
    position   integer NOT NULL CHECK (position >= 0),
    reference  text CHECK (reference <> '' AND length(reference) <= 255),
    code       text CHECK (code <> '' AND length(code) <= 255),
    barcode    text CHECK (barcode <> '' AND length(barcode) <= 255),
    name       text NOT NULL,
    price      text,
    cost       text,
    stock      text,
    PRIMARY KEY (account_id, product_id, option_id, id)
) WITHOUT ROWID;
CREATE INDEX omni_sizes_code ON omni_sizes (account_id, code) WHERE code IS NOT NULL;
CREATE INDEX omni_sizes_barcode ON omni_sizes (account_id, barcode) WHERE barcode IS NOT NULL;

-- A mapping carries no foreign keys into the catalogues; whatever removes a
-- listing, an option or a size removes its mappings in the same transaction.
CREATE TABLE mappings (
    account_id     integer NOT NULL,
    integration_id integer NOT NULL,
    id             integer NOT NULL,
    sku            text NOT NULL,
    product_id     integer NOT NULL,
    option_id      integer NOT NULL,
    -- 0: the target is the product option itself.
    size_id        integer NOT NULL,
    level          integer NOT NULL CHECK (level BETWEEN 1 AND 3),
    -- 0: none, a custom mapping.
    matched_on     integer NOT NULL CHECK (matched_on BETWEEN 0 AND 2),
    source         integer NOT NULL CHECK (source BETWEEN 1 AND 3),
    created_at     integer NOT NULL,
    PRIMARY KEY (account_id, integration_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX mappings_listing ON mappings (account_id, integration_id, sku);
CREATE UNIQUE INDEX mappings_target ON mappings (account_id, integration_id, product_id, option_id, size_id);

-- Mappings that an operation deleted and that are not back.
CREATE TABLE deleted_mappings (
    account_id     integer NOT NULL,
    integration_id integer NOT NULL,
    operation_id   text NOT NULL,
    id             integer NOT NULL,
    sku            text NOT NULL,
    product_id     integer NOT NULL,
    option_id      integer NOT NULL,
    size_id        integer NOT NULL,
    level          integer NOT NULL,
    matched_on     integer NOT NULL,
    source         integer NOT NULL,
    created_at     integer NOT NULL,
    PRIMARY KEY (account_id, operation_id, integration_id, id)
) WITHOUT ROWID;

CREATE TABLE operations (
    account_id     integer NOT NULL,
    -- Begins with its time, so that ids are in order of age.
    id             text NOT NULL,
    kind           integer NOT NULL,
    integration_id integer,
    state          integer NOT NULL,
    actor          text NOT NULL,
    started_at     integer NOT NULL,
    finished_at    integer,
    done           integer NOT NULL,
    total          integer,
    created        integer NOT NULL,
    deleted        integer NOT NULL,
    error          text,
    -- JSON.
    summary        text,
    rejected_rows  text,
    PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
CREATE INDEX operations_integration ON operations (account_id, integration_id, id);

-- How each listing stands. Generation 0 has a row for every listing, with what
-- the catalogues alone say: what its SKU matches, and base, its standing if
-- nothing were mapped. status is its standing as it is while the integration's
-- generation is 0. A later generation has rows only for the listings that are
-- not mapped. See docs/status.md.
CREATE TABLE standings (
    account_id     integer NOT NULL,
    integration_id integer NOT NULL,
    generation     integer NOT NULL,
    sku            text NOT NULL,
    family_sku     text NOT NULL,
    status         integer NOT NULL,
    base           integer NOT NULL,
    is_parent      boolean NOT NULL,
    -- 0: the SKU equals no key.
    rank           integer NOT NULL,
    -- The target; null where there is none or more than one.
    product_id     integer,
    option_id      integer,
    size_id        integer,
    PRIMARY KEY (account_id, integration_id, generation, sku)
) WITHOUT ROWID;
CREATE INDEX standings_page ON standings (account_id, integration_id, generation, status, sku);
CREATE INDEX standings_family ON standings (account_id, integration_id, family_sku) WHERE generation = 0;
CREATE INDEX standings_product ON standings (account_id, integration_id, product_id) WHERE generation = 0 AND product_id IS NOT NULL;
CREATE INDEX standings_changed ON standings (account_id, integration_id) WHERE generation = 0 AND status <> base;

-- Listings by standing: as they are, and as they would be if nothing were mapped.
CREATE TABLE standing_counts (
    account_id     integer NOT NULL,
    integration_id integer NOT NULL,
    status         integer NOT NULL,
    listings       integer NOT NULL,
    base_listings  integer NOT NULL,
    PRIMARY KEY (account_id, integration_id, status)
) WITHOUT ROWID;

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

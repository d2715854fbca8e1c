-- Suggestions: the targets that unmapped listings are likely to be.

-- +goose Up
CREATE TABLE suggestions (
    account_id     bigint NOT NULL,
    integration_id bigint NOT NULL,
    -- Those of the state's snapshot count; others are being written, or deleted.
    snapshot       bigint NOT NULL,
    sku            text COLLATE "C" NOT NULL,
    -- 1 is the first.
    rank           smallint NOT NULL,
    product_id     bigint NOT NULL,
    option_id      bigint NOT NULL,
    -- 0 for the option itself.
    size_id        bigint NOT NULL,
    score          smallint NOT NULL,
    -- Its place in the list of first suggestions: 100 - score in three digits, and
    -- the SKU.
    place          text COLLATE "C" NOT NULL,
    -- What the SKU has around the Code; empty for nothing.
    prefix         text COLLATE "C" NOT NULL,
    suffix         text COLLATE "C" NOT NULL,
    -- A bit for each kind of evidence that speaks for it.
    kinds          bigint NOT NULL,
    -- JSON.
    evidence       text NOT NULL,
    PRIMARY KEY (account_id, integration_id, snapshot, sku, rank)
);
CREATE INDEX suggestions_page ON suggestions (account_id, integration_id, snapshot, place) WHERE rank = 1;

CREATE TABLE suggestion_states (
    account_id      bigint NOT NULL,
    integration_id  bigint NOT NULL,
    snapshot        bigint NOT NULL,
    -- When what they are computed from was read, and how many changes of the
    -- account there had been.
    computed_at     bigint NOT NULL,
    changes         bigint NOT NULL,
    -- How long it took.
    microseconds    bigint NOT NULL,
    listings        bigint NOT NULL,
    with_suggestion bigint NOT NULL,
    -- JSON: the prefixes and suffixes.
    affixes         text NOT NULL,
    PRIMARY KEY (account_id, integration_id)
);

-- Pairs that are not to be suggested again.
CREATE TABLE rejected_suggestions (
    account_id     bigint NOT NULL,
    integration_id bigint NOT NULL,
    sku            text COLLATE "C" NOT NULL,
    product_id     bigint NOT NULL,
    option_id      bigint NOT NULL,
    size_id        bigint NOT NULL,
    rejected_at    bigint NOT NULL,
    actor          text NOT NULL,
    PRIMARY KEY (account_id, integration_id, sku, product_id, option_id, size_id)
);

-- One more with each operation that changes something.
INSERT INTO counters (account_id, name, last) SELECT id, 'change', 1 FROM accounts;

-- +goose Down
DELETE FROM operations WHERE kind = 13;
DELETE FROM runs WHERE kind = 'suggest';
DELETE FROM counters WHERE name = 'change';
DROP TABLE rejected_suggestions;
DROP TABLE suggestion_states;
DROP TABLE suggestions;

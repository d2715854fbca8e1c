-- Suggestions: the targets that unmapped listings are likely to be.

-- +goose Up
CREATE TABLE suggestions (
    account_id     integer NOT NULL,
    integration_id integer NOT NULL,
    -- Those of the state's snapshot count; others are being written, or deleted.
    snapshot       integer NOT NULL,
    sku            text NOT NULL,
    -- 1 is the first.
    rank           integer NOT NULL,
    product_id     integer NOT NULL,
    option_id      integer NOT NULL,
    -- 0 for the option itself.
    size_id        integer NOT NULL,
    score          integer NOT NULL,
    -- Its place in the list of first suggestions: 100 - score in three digits, and
    -- the SKU.
    place          text NOT NULL,
    -- What the SKU has around the Code; empty for nothing.
    prefix         text NOT NULL,
    suffix         text NOT NULL,
    -- A bit for each kind of evidence that speaks for it.
    kinds          integer NOT NULL,
    -- JSON.
    evidence       text NOT NULL,
    PRIMARY KEY (account_id, integration_id, snapshot, sku, rank)
) WITHOUT ROWID;
CREATE INDEX suggestions_page ON suggestions (account_id, integration_id, snapshot, place) WHERE rank = 1;

CREATE TABLE suggestion_states (
    account_id      integer NOT NULL,
    integration_id  integer NOT NULL,
    snapshot        integer NOT NULL,
    -- When what they are computed from was read, and how many changes of the
    -- account there had been.
    computed_at     integer NOT NULL,
    changes         integer NOT NULL,
    -- How long it took.
    microseconds    integer NOT NULL,
    listings        integer NOT NULL,
    with_suggestion integer NOT NULL,
    -- JSON: the prefixes and suffixes.
    affixes         text NOT NULL,
    PRIMARY KEY (account_id, integration_id)
) WITHOUT ROWID;

-- Pairs that are not to be suggested again.
CREATE TABLE rejected_suggestions (
    account_id     integer NOT NULL,
    integration_id integer NOT NULL,
    sku            text NOT NULL,
    product_id     integer NOT NULL,
    option_id      integer NOT NULL,
    size_id        integer NOT NULL,
    rejected_at    integer NOT NULL,
    actor          text NOT NULL,
    PRIMARY KEY (account_id, integration_id, sku, product_id, option_id, size_id)
) WITHOUT ROWID;

-- One more with each operation that changes something.
INSERT INTO counters (account_id, name, last) SELECT id, 'change', 1 FROM accounts;

-- +goose Down
DELETE FROM operations WHERE kind = 13;
DELETE FROM runs WHERE kind = 'suggest';
DELETE FROM counters WHERE name = 'change';
DROP TABLE rejected_suggestions;
DROP TABLE suggestion_states;
DROP TABLE suggestions;

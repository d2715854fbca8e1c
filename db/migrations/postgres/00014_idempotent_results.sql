-- What a mutation with @idempotent did, stored in the transaction of its work,
-- until the response to it is stored in idempotent_responses.

-- +goose Up
CREATE TABLE idempotent_results (
    account_id  bigint NOT NULL,
    -- The API key's id, empty on a server without keys.
    api_key_id  text COLLATE "C" NOT NULL,
    field       text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    -- SHA-256 of the input and the selection.
    fingerprint bytea NOT NULL,
    -- What the field's value is made from, as JSON.
    result      bytea NOT NULL,
    created_at  bigint NOT NULL,
    PRIMARY KEY (account_id, api_key_id, field, key)
);

-- +goose Down
DROP TABLE idempotent_results;

-- What a mutation with @idempotent did, stored in the transaction of its work,
-- until the response to it is stored in idempotent_responses.

-- +goose Up
CREATE TABLE idempotent_results (
    account_id  integer NOT NULL,
    -- The API key's id, empty on a server without keys.
    api_key_id  text NOT NULL,
    field       text NOT NULL,
    key         text NOT NULL,
    -- SHA-256 of the input and the selection.
    fingerprint blob NOT NULL,
    -- What the field's value is made from, as JSON.
    result      blob NOT NULL,
    created_at  integer NOT NULL,
    PRIMARY KEY (account_id, api_key_id, field, key)
);

-- +goose Down
DROP TABLE idempotent_results;

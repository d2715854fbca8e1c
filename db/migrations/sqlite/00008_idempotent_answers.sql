-- What mutations with @idempotent answered, for their repeats.

-- +goose Up
CREATE TABLE idempotent_answers (
    account_id  integer NOT NULL,
    -- The API key's id, empty on a server without keys.
    api_key_id  text NOT NULL,
    field       text NOT NULL,
    key         text NOT NULL,
    -- SHA-256 of the input and the selection.
    fingerprint blob NOT NULL,
    -- The field's value as JSON.
    answer      blob NOT NULL,
    created_at  integer NOT NULL,
    PRIMARY KEY (account_id, api_key_id, field, key)
);
CREATE INDEX idempotent_answers_created_at ON idempotent_answers (created_at);

-- +goose Down
DROP TABLE idempotent_answers;

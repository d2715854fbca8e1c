-- What mutations with @idempotent answered, for their repeats.

-- +goose Up
CREATE TABLE idempotent_answers (
    account_id  bigint NOT NULL,
    -- The API key's id, empty on a server without keys.
    api_key_id  text COLLATE "C" NOT NULL,
    field       text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    -- SHA-256 of the input and the selection.
    fingerprint bytea NOT NULL,
    -- The field's value as JSON.
    answer      bytea NOT NULL,
    created_at  bigint NOT NULL,
    PRIMARY KEY (account_id, api_key_id, field, key)
);
CREATE INDEX idempotent_answers_created_at ON idempotent_answers (created_at);

-- +goose Down
DROP TABLE idempotent_answers;

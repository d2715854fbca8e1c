-- API keys. A request comes with a key before its account is known, so that
-- they are found by their own id, like accounts.

-- +goose Up
CREATE TABLE api_keys (
    id           text NOT NULL PRIMARY KEY,
    account_id   integer NOT NULL,
    name         text NOT NULL CHECK (name <> '' AND length(name) <= 255),
    role         integer NOT NULL,
    -- SHA-256 of the whole key.
    hash         blob NOT NULL,
    created_at   integer NOT NULL,
    expires_at   integer,
    revoked_at   integer,
    last_used_at integer
) WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_name ON api_keys (account_id, name) WHERE revoked_at IS NULL;

-- +goose Down
DROP TABLE api_keys;

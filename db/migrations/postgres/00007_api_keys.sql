-- API keys. A request comes with a key before its account is known, so that
-- they are found by their own id, like accounts.

-- +goose Up
CREATE TABLE api_keys (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    account_id   bigint NOT NULL,
    name         text COLLATE "C" NOT NULL CHECK (name <> '' AND length(name) <= 255),
    role         smallint NOT NULL,
    -- SHA-256 of the whole key.
    hash         bytea NOT NULL,
    created_at   bigint NOT NULL,
    expires_at   bigint,
    revoked_at   bigint,
    last_used_at bigint
);
CREATE UNIQUE INDEX api_keys_name ON api_keys (account_id, name) WHERE revoked_at IS NULL;

-- +goose Down
DROP TABLE api_keys;

-- What the file of an operation is called, and what a running one is doing.

-- +goose Up
ALTER TABLE operations ADD COLUMN file_name text;
-- 0: not known, as of an operation of an older release.
ALTER TABLE operations ADD COLUMN phase integer NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE operations DROP COLUMN phase;
ALTER TABLE operations DROP COLUMN file_name;

-- The generation of standings that held before all mappings were deleted, and
-- the operation that deleted them: it holds again if that is undone. 0 where
-- there is none. See docs/status.md.

-- +goose Up
ALTER TABLE integrations ADD COLUMN former_generation bigint NOT NULL DEFAULT 0;
ALTER TABLE integrations ADD COLUMN former_operation uuid;

-- +goose Down
DELETE FROM standings WHERE EXISTS (SELECT 1 FROM integrations i
WHERE i.account_id = standings.account_id AND i.id = standings.integration_id AND i.former_generation > 0 AND standings.generation = i.former_generation);
ALTER TABLE integrations DROP COLUMN former_operation;
ALTER TABLE integrations DROP COLUMN former_generation;

-- The field's words in place of this project's own: statuses, snapshots,
-- responses. See docs/status.md.

-- +goose Up
DROP INDEX standings_page;
DROP INDEX standings_family;
DROP INDEX standings_product;
DROP INDEX standings_changed;
ALTER TABLE standings RENAME TO listing_statuses;
ALTER TABLE listing_statuses RENAME COLUMN generation TO snapshot;
ALTER TABLE listing_statuses RENAME COLUMN base TO unmapped_status;
CREATE INDEX listing_statuses_page ON listing_statuses (account_id, integration_id, snapshot, status, sku);
CREATE INDEX listing_statuses_family ON listing_statuses (account_id, integration_id, family_sku) WHERE snapshot = 0;
CREATE INDEX listing_statuses_product ON listing_statuses (account_id, integration_id, product_id) WHERE snapshot = 0 AND product_id IS NOT NULL;
CREATE INDEX listing_statuses_changed ON listing_statuses (account_id, integration_id) WHERE snapshot = 0 AND status <> unmapped_status;

-- unmapped_listings would have the status if nothing were mapped.
ALTER TABLE standing_counts RENAME TO listing_status_counts;
ALTER TABLE listing_status_counts RENAME COLUMN base_listings TO unmapped_listings;

ALTER TABLE integrations RENAME COLUMN generation TO snapshot;
ALTER TABLE integrations RENAME COLUMN former_generation TO previous_snapshot;
ALTER TABLE integrations RENAME COLUMN former_operation TO previous_snapshot_operation;

DROP INDEX operations_back;
ALTER TABLE operations RENAME COLUMN all_back TO all_restored;
CREATE INDEX operations_all_restored ON operations (account_id, id) WHERE all_restored;

DROP INDEX idempotent_answers_created_at;
ALTER TABLE idempotent_answers RENAME TO idempotent_responses;
ALTER TABLE idempotent_responses RENAME COLUMN answer TO response;
CREATE INDEX idempotent_responses_created_at ON idempotent_responses (created_at);

-- What the planner is to take the tables for goes by their names.
DELETE FROM sqlite_stat1 WHERE tbl IN ('standings', 'listing_statuses') OR idx IN ('operations_back', 'operations_all_restored');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('listing_statuses', 'listing_statuses', '1100000 1100000 1100000 1000000 1'),
    ('listing_statuses', 'listing_statuses_page', '1100000 1100000 1100000 1000000 200000 1'),
    ('listing_statuses', 'listing_statuses_family', '1000000 1000000 1000000 5'),
    ('listing_statuses', 'listing_statuses_product', '900000 900000 900000 5'),
    ('listing_statuses', 'listing_statuses_changed', '1000 1000 1000'),
    ('operations', 'operations_all_restored', '10 10 1');
ANALYZE sqlite_schema;

-- +goose Down
DELETE FROM sqlite_stat1 WHERE tbl = 'listing_statuses' OR idx = 'operations_all_restored';
DROP INDEX idempotent_responses_created_at;
ALTER TABLE idempotent_responses RENAME COLUMN response TO answer;
ALTER TABLE idempotent_responses RENAME TO idempotent_answers;
CREATE INDEX idempotent_answers_created_at ON idempotent_answers (created_at);

DROP INDEX operations_all_restored;
ALTER TABLE operations RENAME COLUMN all_restored TO all_back;
CREATE INDEX operations_back ON operations (account_id, id) WHERE all_back;

ALTER TABLE integrations RENAME COLUMN previous_snapshot_operation TO former_operation;
ALTER TABLE integrations RENAME COLUMN previous_snapshot TO former_generation;
ALTER TABLE integrations RENAME COLUMN snapshot TO generation;

ALTER TABLE listing_status_counts RENAME COLUMN unmapped_listings TO base_listings;
ALTER TABLE listing_status_counts RENAME TO standing_counts;

DROP INDEX listing_statuses_page;
DROP INDEX listing_statuses_family;
DROP INDEX listing_statuses_product;
DROP INDEX listing_statuses_changed;
ALTER TABLE listing_statuses RENAME COLUMN unmapped_status TO base;
ALTER TABLE listing_statuses RENAME COLUMN snapshot TO generation;
ALTER TABLE listing_statuses RENAME TO standings;
CREATE INDEX standings_page ON standings (account_id, integration_id, generation, status, sku);
CREATE INDEX standings_family ON standings (account_id, integration_id, family_sku) WHERE generation = 0;
CREATE INDEX standings_product ON standings (account_id, integration_id, product_id) WHERE generation = 0 AND product_id IS NOT NULL;
CREATE INDEX standings_changed ON standings (account_id, integration_id) WHERE generation = 0 AND status <> base;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('standings', 'standings', '1100000 1100000 1100000 1000000 1'),
    ('standings', 'standings_page', '1100000 1100000 1100000 1000000 200000 1'),
    ('standings', 'standings_family', '1000000 1000000 1000000 5'),
    ('standings', 'standings_product', '900000 900000 900000 5'),
    ('standings', 'standings_changed', '1000 1000 1000'),
    ('operations', 'operations_back', '10 10 1');
ANALYZE sqlite_schema;

-- The field's words in place of this project's own: statuses, snapshots,
-- responses. See docs/status.md.

-- +goose Up
ALTER TABLE standings RENAME TO listing_statuses;
ALTER TABLE listing_statuses RENAME COLUMN generation TO snapshot;
ALTER TABLE listing_statuses RENAME COLUMN base TO unmapped_status;
ALTER INDEX standings_pkey RENAME TO listing_statuses_pkey;
ALTER INDEX standings_page RENAME TO listing_statuses_page;
ALTER INDEX standings_family RENAME TO listing_statuses_family;
ALTER INDEX standings_product RENAME TO listing_statuses_product;
ALTER INDEX standings_changed RENAME TO listing_statuses_changed;

-- unmapped_listings would have the status if nothing were mapped.
ALTER TABLE standing_counts RENAME TO listing_status_counts;
ALTER TABLE listing_status_counts RENAME COLUMN base_listings TO unmapped_listings;
ALTER INDEX standing_counts_pkey RENAME TO listing_status_counts_pkey;

ALTER TABLE integrations RENAME COLUMN generation TO snapshot;
ALTER TABLE integrations RENAME COLUMN former_generation TO previous_snapshot;
ALTER TABLE integrations RENAME COLUMN former_operation TO previous_snapshot_operation;

ALTER TABLE operations RENAME COLUMN all_back TO all_restored;
ALTER INDEX operations_back RENAME TO operations_all_restored;

ALTER TABLE idempotent_answers RENAME TO idempotent_responses;
ALTER TABLE idempotent_responses RENAME COLUMN answer TO response;
ALTER INDEX idempotent_answers_pkey RENAME TO idempotent_responses_pkey;
ALTER INDEX idempotent_answers_created_at RENAME TO idempotent_responses_created_at;

-- +goose Down
ALTER INDEX idempotent_responses_created_at RENAME TO idempotent_answers_created_at;
ALTER INDEX idempotent_responses_pkey RENAME TO idempotent_answers_pkey;
ALTER TABLE idempotent_responses RENAME COLUMN response TO answer;
ALTER TABLE idempotent_responses RENAME TO idempotent_answers;

ALTER INDEX operations_all_restored RENAME TO operations_back;
ALTER TABLE operations RENAME COLUMN all_restored TO all_back;

ALTER TABLE integrations RENAME COLUMN previous_snapshot_operation TO former_operation;
ALTER TABLE integrations RENAME COLUMN previous_snapshot TO former_generation;
ALTER TABLE integrations RENAME COLUMN snapshot TO generation;

ALTER INDEX listing_status_counts_pkey RENAME TO standing_counts_pkey;
ALTER TABLE listing_status_counts RENAME COLUMN unmapped_listings TO base_listings;
ALTER TABLE listing_status_counts RENAME TO standing_counts;

ALTER INDEX listing_statuses_changed RENAME TO standings_changed;
ALTER INDEX listing_statuses_product RENAME TO standings_product;
ALTER INDEX listing_statuses_family RENAME TO standings_family;
ALTER INDEX listing_statuses_page RENAME TO standings_page;
ALTER INDEX listing_statuses_pkey RENAME TO standings_pkey;
ALTER TABLE listing_statuses RENAME COLUMN unmapped_status TO base;
ALTER TABLE listing_statuses RENAME COLUMN snapshot TO generation;
ALTER TABLE listing_statuses RENAME TO standings;

-- Pages of the listings of a channel, however few it has.

-- +goose Up
CREATE INDEX listings_channel ON listings (account_id, integration_id, fulfillment_channel, sku) WHERE fulfillment_channel IS NOT NULL;

-- What the planner is to take the new index for.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('listings', 'listings_channel', '1000000 1000000 1000000 500000 1');
ANALYZE sqlite_schema;

-- +goose Down
DROP INDEX listings_channel;

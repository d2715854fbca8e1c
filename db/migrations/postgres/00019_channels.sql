-- Pages of the listings of a channel, however few it has.

-- +goose Up
CREATE INDEX listings_channel ON listings (account_id, integration_id, fulfillment_channel, sku) WHERE fulfillment_channel IS NOT NULL;

-- +goose Down
DROP INDEX listings_channel;

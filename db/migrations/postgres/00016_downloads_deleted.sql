-- Downloaded products that were deleted again, the barcodes of listings, and
-- what the listings in stock are worth.

-- +goose Up
-- What an operation deleted of products that a download had made, by which a
-- restore makes them again. A download gives them nothing else.
CREATE TABLE deleted_products (
    account_id   bigint NOT NULL,
    operation_id uuid NOT NULL,
    id           bigint NOT NULL,
    code         text COLLATE "C" NOT NULL,
    name         text NOT NULL,
    PRIMARY KEY (account_id, operation_id, id)
);
CREATE TABLE deleted_options (
    account_id   bigint NOT NULL,
    operation_id uuid NOT NULL,
    product_id   bigint NOT NULL,
    id           bigint NOT NULL,
    position     bigint NOT NULL,
    code         text COLLATE "C" NOT NULL,
    name         text NOT NULL,
    PRIMARY KEY (account_id, operation_id, product_id, id)
);

ALTER TABLE listings ADD COLUMN barcode text;

-- How many of listings, and of unmapped_listings, show a quantity above 0, and
-- what that is worth at their prices; 0 for mapped ones.
ALTER TABLE listing_status_counts ADD COLUMN stocked bigint NOT NULL DEFAULT 0;
ALTER TABLE listing_status_counts ADD COLUMN unmapped_stocked bigint NOT NULL DEFAULT 0;
ALTER TABLE listing_status_counts ADD COLUMN stock_value numeric NOT NULL DEFAULT 0;
ALTER TABLE listing_status_counts ADD COLUMN unmapped_stock_value numeric NOT NULL DEFAULT 0;
UPDATE listing_status_counts SET stocked = c.stocked, stock_value = c.stock_value FROM (
  SELECT g.account_id, g.integration_id, g.status, count(*) AS stocked, coalesce(sum(l.quantity * l.price), 0) AS stock_value
  FROM integrations i
  JOIN listing_statuses g ON g.account_id = i.account_id AND g.integration_id = i.id AND g.snapshot = i.snapshot AND g.status <> 1
  JOIN listings l ON l.account_id = g.account_id AND l.integration_id = g.integration_id AND l.sku = g.sku AND l.quantity > 0
  GROUP BY g.account_id, g.integration_id, g.status
) c WHERE c.account_id = listing_status_counts.account_id AND c.integration_id = listing_status_counts.integration_id AND c.status = listing_status_counts.status;
UPDATE listing_status_counts SET unmapped_stocked = c.stocked, unmapped_stock_value = c.stock_value FROM (
  SELECT g.account_id, g.integration_id, g.unmapped_status, count(*) AS stocked, coalesce(sum(l.quantity * l.price), 0) AS stock_value
  FROM listing_statuses g
  JOIN listings l ON l.account_id = g.account_id AND l.integration_id = g.integration_id AND l.sku = g.sku AND l.quantity > 0
  WHERE g.snapshot = 0
  GROUP BY g.account_id, g.integration_id, g.unmapped_status
) c WHERE c.account_id = listing_status_counts.account_id AND c.integration_id = listing_status_counts.integration_id AND c.unmapped_status = listing_status_counts.status;

-- +goose Down
ALTER TABLE listing_status_counts DROP COLUMN unmapped_stock_value;
ALTER TABLE listing_status_counts DROP COLUMN stock_value;
ALTER TABLE listing_status_counts DROP COLUMN unmapped_stocked;
ALTER TABLE listing_status_counts DROP COLUMN stocked;
ALTER TABLE listings DROP COLUMN barcode;

-- The former release cannot read such operations, nor restore what they deleted.
DELETE FROM deleted_mappings WHERE (account_id, operation_id) IN (SELECT account_id, operation_id FROM deleted_products);
DELETE FROM operations WHERE (account_id, id) IN (SELECT account_id, operation_id FROM deleted_products);
DROP TABLE deleted_options;
DROP TABLE deleted_products;

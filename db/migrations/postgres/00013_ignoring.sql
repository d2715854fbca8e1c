-- Listings that are not to be mapped. And parents, which cannot be sold, told
-- apart where listings are counted and listed.

-- +goose Up
-- A listing that a load removes stays ignored: it may come back.
CREATE TABLE ignored_listings (
    account_id     bigint NOT NULL,
    integration_id bigint NOT NULL,
    sku            text COLLATE "C" NOT NULL,
    ignored_at     bigint NOT NULL,
    actor          text NOT NULL,
    note           text,
    PRIMARY KEY (account_id, integration_id, sku)
);

-- Pages without parents, and pages of parents. With is_parent in it, the index
-- alone tells which rows of a status are parents.
DROP INDEX listing_statuses_page;
CREATE INDEX listing_statuses_page ON listing_statuses (account_id, integration_id, snapshot, status, sku, is_parent);
CREATE INDEX listing_statuses_parents ON listing_statuses (account_id, integration_id, snapshot, sku) WHERE is_parent;
CREATE INDEX listings_asin ON listings (account_id, integration_id, asin) WHERE asin IS NOT NULL;
CREATE INDEX operations_kind ON operations (account_id, kind, id);

-- How many of listings, and of unmapped_listings, are parents.
ALTER TABLE listing_status_counts ADD COLUMN parents bigint NOT NULL DEFAULT 0;
ALTER TABLE listing_status_counts ADD COLUMN unmapped_parents bigint NOT NULL DEFAULT 0;
UPDATE listing_status_counts SET
  parents = (SELECT count(*) FROM listing_statuses g JOIN integrations i ON i.account_id = g.account_id AND i.id = g.integration_id
    WHERE g.account_id = listing_status_counts.account_id AND g.integration_id = listing_status_counts.integration_id
    AND g.snapshot = i.snapshot AND g.is_parent AND g.status = listing_status_counts.status),
  unmapped_parents = (SELECT count(*) FROM listing_statuses g
    WHERE g.account_id = listing_status_counts.account_id AND g.integration_id = listing_status_counts.integration_id
    AND g.snapshot = 0 AND g.is_parent AND g.unmapped_status = listing_status_counts.status);
-- Later snapshots have no rows of what is mapped.
UPDATE listing_status_counts SET parents = (SELECT sum(c.unmapped_parents) - sum(CASE WHEN c.status = 1 THEN 0 ELSE c.parents END)
  FROM listing_status_counts c WHERE c.account_id = listing_status_counts.account_id AND c.integration_id = listing_status_counts.integration_id)
WHERE status = 1;

-- +goose Down
DELETE FROM operations WHERE kind = 10;

-- What was ignored claims nothing here either, so that no two listings are
-- mappable to one target.
UPDATE listing_statuses SET unmapped_status = CASE WHEN rank = 0 THEN 3 WHEN product_id IS NULL THEN 4 ELSE 6 END WHERE unmapped_status = 8;
UPDATE listing_statuses SET status = CASE WHEN EXISTS (
  SELECT 1 FROM integrations i JOIN listing_statuses f ON f.account_id = i.account_id AND f.integration_id = i.id AND f.snapshot = 0
  JOIN mappings m ON m.account_id = f.account_id AND m.integration_id = f.integration_id AND m.sku = f.sku
  WHERE i.account_id = listing_statuses.account_id AND i.id = listing_statuses.integration_id AND i.snapshot = listing_statuses.snapshot
  AND f.family_sku = listing_statuses.family_sku) THEN 2 ELSE unmapped_status END
WHERE status = 8;
INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings)
SELECT c.account_id, c.integration_id, v.status, 0, 0 FROM listing_status_counts c
CROSS JOIN (SELECT 2 AS status UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 6) v WHERE c.status = 8
ON CONFLICT DO NOTHING;
UPDATE listing_status_counts SET
  listings = (SELECT count(*) FROM listing_statuses g JOIN integrations i ON i.account_id = g.account_id AND i.id = g.integration_id
    WHERE g.account_id = listing_status_counts.account_id AND g.integration_id = listing_status_counts.integration_id
    AND g.snapshot = i.snapshot AND g.status = listing_status_counts.status),
  unmapped_listings = (SELECT count(*) FROM listing_statuses g
    WHERE g.account_id = listing_status_counts.account_id AND g.integration_id = listing_status_counts.integration_id
    AND g.snapshot = 0 AND g.unmapped_status = listing_status_counts.status)
WHERE status IN (2, 3, 4, 6) AND EXISTS (SELECT 1 FROM listing_status_counts c
  WHERE c.account_id = listing_status_counts.account_id AND c.integration_id = listing_status_counts.integration_id AND c.status = 8);
DELETE FROM listing_status_counts WHERE status = 8;

ALTER TABLE listing_status_counts DROP COLUMN unmapped_parents;
ALTER TABLE listing_status_counts DROP COLUMN parents;
DROP INDEX operations_kind;
DROP INDEX listings_asin;
DROP INDEX listing_statuses_parents;
DROP INDEX listing_statuses_page;
CREATE INDEX listing_statuses_page ON listing_statuses (account_id, integration_id, snapshot, status, sku);
DROP TABLE ignored_listings;

-- Pairs of integrations: what the seller sends beside what Amazon sends.

-- +goose Up
-- 1: all listings; 2: those that the seller sends; 3: those that Amazon sends.
ALTER TABLE integrations ADD COLUMN fulfilment integer NOT NULL DEFAULT 1 CHECK (fulfilment BETWEEN 1 AND 3);
DROP INDEX integrations_seller;
CREATE UNIQUE INDEX integrations_seller ON integrations (account_id, seller_id, marketplace_id, fulfilment);

-- The other integration that an operation changes, where it changes a pair.
ALTER TABLE operations ADD COLUMN counterpart_id integer;

-- The text of a listing goes where the listing goes.
-- +goose StatementBegin
CREATE TRIGGER listings_text_move AFTER UPDATE OF integration_id ON listings BEGIN
    UPDATE listing_texts SET integration_id = new.integration_id
    WHERE account_id = old.account_id AND integration_id = old.integration_id AND sku = old.sku;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER listings_text_move;
DELETE FROM operations WHERE kind = 12;
ALTER TABLE operations DROP COLUMN counterpart_id;

-- A seller and marketplace has one integration again, so that the second of a
-- pair needs another name of its marketplace.
UPDATE integrations SET marketplace_id = marketplace_id || ' AMAZON' WHERE fulfilment = 3 AND EXISTS (SELECT 1 FROM integrations o
WHERE o.account_id = integrations.account_id AND o.seller_id = integrations.seller_id AND o.marketplace_id = integrations.marketplace_id AND o.fulfilment = 2);
DROP INDEX integrations_seller;
ALTER TABLE integrations DROP COLUMN fulfilment;
CREATE UNIQUE INDEX integrations_seller ON integrations (account_id, seller_id, marketplace_id);

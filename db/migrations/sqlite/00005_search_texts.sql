-- Searches: the texts that listings and Omni items are found by, and an index
-- of every three characters in a row of them, both kept by triggers. And the two
-- filters of mappings that may let little through.

-- +goose Up
-- In a text, two U+0001 stand before what is found by its beginning, and the
-- first U+0002 before all that is found by any part. The functions are the
-- driver's.
CREATE TABLE listing_texts (
    id             integer NOT NULL PRIMARY KEY,
    account_id     integer NOT NULL,
    integration_id integer NOT NULL,
    sku            text NOT NULL,
    text           text NOT NULL
);
-- An option has 0 for a size, and a product for an option, too.
CREATE TABLE omni_texts (
    id         integer NOT NULL PRIMARY KEY,
    account_id integer NOT NULL,
    product_id integer NOT NULL,
    option_id  integer NOT NULL,
    size_id    integer NOT NULL,
    text       text NOT NULL
);
INSERT INTO listing_texts (account_id, integration_id, sku, text)
SELECT account_id, integration_id, sku, listing_text(sku, asin, title) FROM listings ORDER BY account_id, integration_id, sku;
INSERT INTO omni_texts (account_id, product_id, option_id, size_id, text)
SELECT account_id, id, 0, 0, omni_text(code, barcode, name) FROM omni_products
UNION ALL SELECT account_id, product_id, id, 0, omni_text(code, barcode, name) FROM omni_options
UNION ALL SELECT account_id, product_id, option_id, id, omni_text(code, barcode, name) FROM omni_sizes;
CREATE UNIQUE INDEX listing_texts_key ON listing_texts (account_id, integration_id, sku);
CREATE UNIQUE INDEX omni_texts_key ON omni_texts (account_id, product_id, option_id, size_id);

-- Texts are in lower case already. The indexes say which rows have the
-- characters, not where, and what they find is compared with the text.
CREATE VIRTUAL TABLE listing_search USING fts5(text, content='listing_texts', content_rowid='id', detail=none, columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE omni_search USING fts5(text, content='omni_texts', content_rowid='id', detail=none, columnsize=0, tokenize='trigram case_sensitive 1');
INSERT INTO listing_search (listing_search) VALUES ('rebuild');
INSERT INTO omni_search (omni_search) VALUES ('rebuild');

-- +goose StatementBegin
CREATE TRIGGER listings_text_insert AFTER INSERT ON listings BEGIN
    INSERT INTO listing_texts (account_id, integration_id, sku, text)
    VALUES (new.account_id, new.integration_id, new.sku, listing_text(new.sku, new.asin, new.title));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listings_text_update AFTER UPDATE OF asin, title ON listings BEGIN
    UPDATE listing_texts SET text = listing_text(new.sku, new.asin, new.title)
    WHERE account_id = new.account_id AND integration_id = new.integration_id AND sku = new.sku
    AND text <> listing_text(new.sku, new.asin, new.title);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listings_text_delete AFTER DELETE ON listings BEGIN
    DELETE FROM listing_texts WHERE account_id = old.account_id AND integration_id = old.integration_id AND sku = old.sku;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_products_text_insert AFTER INSERT ON omni_products BEGIN
    INSERT INTO omni_texts (account_id, product_id, option_id, size_id, text)
    VALUES (new.account_id, new.id, 0, 0, omni_text(new.code, new.barcode, new.name));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_products_text_update AFTER UPDATE OF code, barcode, name ON omni_products BEGIN
    UPDATE omni_texts SET text = omni_text(new.code, new.barcode, new.name)
    WHERE account_id = new.account_id AND product_id = new.id AND option_id = 0 AND size_id = 0
    AND text <> omni_text(new.code, new.barcode, new.name);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_products_text_delete AFTER DELETE ON omni_products BEGIN
    DELETE FROM omni_texts WHERE account_id = old.account_id AND product_id = old.id AND option_id = 0 AND size_id = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_options_text_insert AFTER INSERT ON omni_options BEGIN
    INSERT INTO omni_texts (account_id, product_id, option_id, size_id, text)
    VALUES (new.account_id, new.product_id, new.id, 0, omni_text(new.code, new.barcode, new.name));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_options_text_update AFTER UPDATE OF code, barcode, name ON omni_options BEGIN
    UPDATE omni_texts SET text = omni_text(new.code, new.barcode, new.name)
    WHERE account_id = new.account_id AND product_id = new.product_id AND option_id = new.id AND size_id = 0
    AND text <> omni_text(new.code, new.barcode, new.name);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_options_text_delete AFTER DELETE ON omni_options BEGIN
    DELETE FROM omni_texts WHERE account_id = old.account_id AND product_id = old.product_id AND option_id = old.id AND size_id = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_sizes_text_insert AFTER INSERT ON omni_sizes BEGIN
    INSERT INTO omni_texts (account_id, product_id, option_id, size_id, text)
    VALUES (new.account_id, new.product_id, new.option_id, new.id, omni_text(new.code, new.barcode, new.name));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_sizes_text_update AFTER UPDATE OF code, barcode, name ON omni_sizes BEGIN
    UPDATE omni_texts SET text = omni_text(new.code, new.barcode, new.name)
    WHERE account_id = new.account_id AND product_id = new.product_id AND option_id = new.option_id AND size_id = new.id
    AND text <> omni_text(new.code, new.barcode, new.name);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_sizes_text_delete AFTER DELETE ON omni_sizes BEGIN
    DELETE FROM omni_texts WHERE account_id = old.account_id AND product_id = old.product_id AND option_id = old.option_id AND size_id = old.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listing_texts_insert AFTER INSERT ON listing_texts BEGIN
    INSERT INTO listing_search (rowid, text) VALUES (new.id, new.text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listing_texts_update AFTER UPDATE OF text ON listing_texts BEGIN
    INSERT INTO listing_search (listing_search, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO listing_search (rowid, text) VALUES (new.id, new.text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listing_texts_delete AFTER DELETE ON listing_texts BEGIN
    INSERT INTO listing_search (listing_search, rowid, text) VALUES ('delete', old.id, old.text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_texts_insert AFTER INSERT ON omni_texts BEGIN
    INSERT INTO omni_search (rowid, text) VALUES (new.id, new.text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_texts_update AFTER UPDATE OF text ON omni_texts BEGIN
    INSERT INTO omni_search (omni_search, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO omni_search (rowid, text) VALUES (new.id, new.text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER omni_texts_delete AFTER DELETE ON omni_texts BEGIN
    INSERT INTO omni_search (omni_search, rowid, text) VALUES ('delete', old.id, old.text);
END;
-- +goose StatementEnd

CREATE INDEX mappings_level ON mappings (account_id, integration_id, level, id);
CREATE INDEX mappings_source ON mappings (account_id, integration_id, source, id) WHERE source <> 1;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('listing_texts', 'listing_texts_key', '1000000 1000000 1000000 1'),
    ('omni_texts', 'omni_texts_key', '2000000 2000000 10 3 1'),
    ('mappings', 'mappings_level', '900000 900000 900000 300000 1'),
    ('mappings', 'mappings_source', '10000 10000 10000 5000 1');
ANALYZE sqlite_schema;

-- +goose Down
DELETE FROM sqlite_stat1 WHERE tbl IN ('listing_texts', 'omni_texts') OR idx IN ('mappings_level', 'mappings_source');
DROP INDEX mappings_source;
DROP INDEX mappings_level;
DROP TRIGGER listings_text_insert;
DROP TRIGGER listings_text_update;
DROP TRIGGER listings_text_delete;
DROP TRIGGER omni_products_text_insert;
DROP TRIGGER omni_products_text_update;
DROP TRIGGER omni_products_text_delete;
DROP TRIGGER omni_options_text_insert;
DROP TRIGGER omni_options_text_update;
DROP TRIGGER omni_options_text_delete;
DROP TRIGGER omni_sizes_text_insert;
DROP TRIGGER omni_sizes_text_update;
DROP TRIGGER omni_sizes_text_delete;
DROP TABLE omni_search;
DROP TABLE listing_search;
DROP TABLE omni_texts;
DROP TABLE listing_texts;

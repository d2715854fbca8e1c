-- What SQLite's planner is to take the tables for: large, with few rows a key.
-- It does not count by itself, and without this it takes the rows of a whole
-- integration for fewer than it would take to look one up by a longer index.

-- +goose Up
ANALYZE;
DELETE FROM sqlite_stat1;
-- The first number is a table's rows; each further one, how many of them share
-- the values of as many columns of the index.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('listings', 'listings', '1000000 1000000 1000000 1'),
    ('listings', 'listings_parent', '900000 900000 900000 5'),
    ('listings', 'listings_fresh', '1000000 1000000 1000000 2'),
    ('standings', 'standings', '1100000 1100000 1100000 1000000 1'),
    ('standings', 'standings_page', '1100000 1100000 1100000 1000000 200000 1'),
    ('standings', 'standings_family', '1000000 1000000 1000000 5'),
    ('standings', 'standings_product', '900000 900000 900000 5'),
    ('standings', 'standings_changed', '1000 1000 1000'),
    ('mappings', 'mappings', '900000 900000 900000 1'),
    ('mappings', 'mappings_listing', '900000 900000 900000 1'),
    ('mappings', 'mappings_target', '900000 900000 900000 5 1 1'),
    ('deleted_mappings', 'deleted_mappings', '900000 900000 100000 100000 1'),
    ('omni_products', 'omni_products', '200000 200000 1'),
    ('omni_products', 'omni_products_reference', '200000 200000 1'),
    ('omni_products', 'omni_products_code', '200000 200000 1'),
    ('omni_products', 'omni_products_barcode', '200000 200000 1'),
    ('omni_products', 'omni_products_downloaded', '100 100 1'),
    ('omni_products', 'omni_products_page', '200000 200000 1 1'),
    ('omni_options', 'omni_options', '1000000 1000000 5 1'),
    ('omni_options', 'omni_options_code', '1000000 1000000 1'),
    ('omni_options', 'omni_options_barcode', '1000000 1000000 1'),
    ('omni_sizes', 'omni_sizes', '1000000 1000000 10 3 1'),
    ('omni_sizes', 'omni_sizes_code', '1000000 1000000 1'),
    ('omni_sizes', 'omni_sizes_barcode', '1000000 1000000 1'),
    ('operations', 'operations', '100000 100000 1'),
    ('operations', 'operations_integration', '100000 100000 10000 1'),
    ('operations', 'operations_back', '10 10 1'),
    ('operations', 'operations_running', '10 10 1');
ANALYZE sqlite_schema;

-- +goose Down
DELETE FROM sqlite_stat1;

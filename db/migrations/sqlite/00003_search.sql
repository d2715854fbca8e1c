-- Searching inside of texts. SQLite walks the catalogue; the function that it
-- searches by is the driver's.

-- +goose Up
SELECT 1;

-- +goose Down
SELECT 1;

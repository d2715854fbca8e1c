-- SQLite's functions are the program's.

-- +goose Up
SELECT 1;

-- +goose Down
SELECT 1;

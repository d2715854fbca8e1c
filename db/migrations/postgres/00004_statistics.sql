-- PostgreSQL counts by itself.

-- +goose Up
SELECT 1;

-- +goose Down
SELECT 1;

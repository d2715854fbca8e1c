// Package db opens PostgreSQL or SQLite and brings its schema up to date; it has
// transactions and locks, temporary tables and bulk writes. All that differs by
// dialect is here, so that the rest of the program writes one SQL. See ADR 1.
package db

// Package db knows the database: opening PostgreSQL or SQLite, bringing its
// schema up to date, transactions and locks, temporary tables and bulk writes.
// Whatever differs by dialect lives here, so that the rest of the program
// writes one SQL.
package db

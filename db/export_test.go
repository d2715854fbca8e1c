package db

import (
	"database/sql"
	"strings"

	"github.com/libtnb/sqlite"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// OpenMigrations opens a database and reads its migrations, without applying
// any.
func OpenMigrations(url string) (*sql.DB, *goose.Provider, error) {
	driver, source, dialect := "pgx", url, database.DialectPostgres
	if path, isSQLite := strings.CutPrefix(url, "sqlite:"); isSQLite {
		driver, source, dialect = sqlite.DriverName, sqliteDSN(path), database.DialectSQLite3
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		return nil, nil, err
	}
	provider, err := newProvider(dialect, pool, "migrations/"+map[database.Dialect]string{
		database.DialectPostgres: "postgres", database.DialectSQLite3: "sqlite"}[dialect], nil)
	return pool, provider, err
}

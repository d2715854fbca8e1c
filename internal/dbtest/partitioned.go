package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"
)

// Partitions is how many parts Partitioned spreads a table over.
const Partitions = 4

// Partitioned gives the URL of a PostgreSQL database that has the schema, as the
// migrations make it, but with every table of which rows belong to an account
// partitioned by account. See docs/scaling.md.
func Partitioned(tb testing.TB) string {
	tb.Helper()
	return partitionedSchema.copy(tb)
}

func migratePartitioned(url string) error {
	migrations, err := partitionedMigrations()
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer pool.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, pool, migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(context.Background()); err != nil {
		return err
	}
	var whole sql.NullString
	if err := pool.QueryRow(wholeTables).Scan(&whole); err != nil {
		return fmt.Errorf("look for tables that are not partitioned: %w", err)
	}
	if whole.Valid {
		return fmt.Errorf("these tables are not partitioned: %s", whole.String)
	}
	return nil
}

// foundByKey is the table by which an account is found, so that it stays whole.
const foundByKey = "api_keys"

// wholeTables are the tables with an account's rows that are not partitioned.
const wholeTables = `SELECT string_agg(c.relname, ', ') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition AND a.attname = 'account_id' AND c.relname <> '` + foundByKey + `'`

// partitionedMigrations are the migrations for PostgreSQL with their tables
// partitioned.
func partitionedMigrations() (fs.FS, error) {
	folder, err := migrationFolder()
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.sql"))
	if err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		files[filepath.Base(path)] = &fstest.MapFile{Data: []byte(partitioned(string(text)))}
	}
	return files, nil
}

// migrationFolder is found from the folder of the package under test, in which
// its tests run.
func migrationFolder() (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; here != filepath.Dir(here); here = filepath.Dir(here) {
		if _, err := os.Stat(filepath.Join(here, "go.mod")); err == nil {
			return filepath.Join(here, "db", "migrations", "postgres"), nil
		}
	}
	return "", fmt.Errorf("%s is in no module", here)
}

// createTable finds the statements that make tables: name and columns.
var createTable = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)

// partitioned has a migration make its tables partitioned by account, where
// their rows belong to one.
func partitioned(migration string) string {
	return createTable.ReplaceAllStringFunc(migration, func(statement string) string {
		parts := createTable.FindStringSubmatch(statement)
		if parts[1] == foundByKey || !strings.Contains(parts[2], "account_id") {
			return statement
		}
		var made strings.Builder
		made.WriteString(strings.TrimSuffix(statement, ";") + " PARTITION BY HASH (account_id);")
		for part := range Partitions {
			fmt.Fprintf(&made, "\nCREATE TABLE %[1]s_%[2]d PARTITION OF %[1]s FOR VALUES WITH (MODULUS %[3]d, REMAINDER %[2]d);", parts[1], part, Partitions)
		}
		return made.String()
	})
}

package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/libtnb/sqlite"
	"github.com/pressly/goose/v3"
)

// OpenMigrations opens a database and reads its migrations, without applying
// any.
func OpenMigrations(url string) (*sql.DB, *goose.Provider, error) {
	pool, of, err := openSchema(url)
	if err != nil {
		return nil, nil, err
	}
	provider, err := newProvider(of.dialect, pool, of.migrations, nil)
	return pool, provider, err
}

func openSchema(url string) (*sql.DB, schema, error) {
	driver, source, of := "pgx", url, postgresSchema
	if path, isSQLite := strings.CutPrefix(url, "sqlite:"); isSQLite {
		driver, source, of = sqlite.DriverName, sqliteDSN(path, journalMode), sqliteSchema
	}
	pool, err := sql.Open(driver, source)
	return pool, of, err
}

// SchemaObjects gives what a database has of the schema, and the file that has
// what it must have, with its content.
func SchemaObjects(ctx context.Context, url string) (found, file, required string, err error) {
	pool, of, err := openSchema(url)
	if err != nil {
		return "", "", "", err
	}
	defer pool.Close()
	read, err := readSchema(ctx, pool, of)
	if err != nil {
		return "", "", "", err
	}
	var lines []string
	for object := range read.objects {
		if strings.Contains(object, "goose_") {
			continue
		}
		if of.dialect == postgresSchema.dialect && strings.HasPrefix(object, "index ") && strings.HasSuffix(object, "_search") {
			object = "?" + object
		}
		lines = append(lines, object)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n", fmt.Sprintf("schema/%s.txt", strings.TrimPrefix(of.migrations, "migrations/")), of.required, nil
}

// SetPatience sets how long a stream waits for its turn.
func (s *Store) SetPatience(patience time.Duration) { s.lanes.stream.patience = patience }

// HeavyAtOnce is how many heavy reads run at once, and HeavyBeside how many
// beside other accounts.
func HeavyAtOnce() int { return heavyAtOnce() }
func HeavyBeside() int { return heavyBeside() }

package db

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// What each dialect's database has once it is migrated, as its schema's objects
// query tells it; what can be missing has a question mark before it.
//
//go:embed schema/postgres.txt
var postgresObjects string

//go:embed schema/sqlite.txt
var sqliteObjects string

// A schema is what a dialect's database must have.
type schema struct {
	dialect database.Dialect
	// migrations is their folder.
	migrations string
	// required are lines of what must be there, and objects is the query for
	// what there is, in the same words.
	required, objects string
}

var (
	postgresSchema = schema{dialect: database.DialectPostgres, migrations: "migrations/postgres", required: postgresObjects, objects: `
SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'i' THEN 'index ' WHEN 'I' THEN 'index ' ELSE 'table ' END || c.relname
FROM pg_class c LEFT JOIN pg_index x ON x.indexrelid = c.oid
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind IN ('r', 'p', 'v', 'i', 'I') AND coalesce(x.indisvalid, true)
UNION SELECT 'column ' || c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
UNION SELECT 'function ' || p.proname FROM pg_proc p WHERE p.pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')`}
	sqliteSchema = schema{dialect: database.DialectSQLite3, migrations: "migrations/sqlite", required: sqliteObjects, objects: `
SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'
UNION SELECT 'column ' || m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!'`}
)

// versionTable is goose's table of the migrations that were applied.
const versionTable = "table goose_db_version"

// foundSchema is what a database has: its objects, and the versions of the
// migrations that were applied.
type foundSchema struct {
	objects  map[string]bool
	versions []int64
}

// readSchema reads what a database has, at one moment.
func readSchema(ctx context.Context, pool *sql.DB, of schema) (found foundSchema, err error) {
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{Isolation: isolationOf[of.dialect], ReadOnly: true})
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	objects, err := readColumn[string](ctx, tx, of.objects)
	if err != nil {
		return found, fmt.Errorf("read the schema: %w", err)
	}
	found.objects = make(map[string]bool, len(objects))
	for _, object := range objects {
		found.objects[object] = true
	}
	if !found.objects[versionTable] {
		return found, nil
	}
	found.versions, err = readColumn[int64](ctx, tx, "SELECT DISTINCT version_id FROM goose_db_version WHERE is_applied AND version_id > 0 ORDER BY version_id")
	if err != nil {
		return found, fmt.Errorf("read the versions of the schema: %w", err)
	}
	return found, nil
}

// isolationOf has a transaction see one moment. SQLite's always do.
var isolationOf = map[database.Dialect]sql.IsolationLevel{database.DialectPostgres: sql.LevelRepeatableRead, database.DialectSQLite3: sql.LevelDefault}

func readColumn[T any](ctx context.Context, tx *sql.Tx, query string) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return ScanRows(rows, func(row *sql.Rows) (value T, err error) {
		err = row.Scan(&value)
		return value, err
	})
}

// version is that of the newest migration that was applied; 0 for none.
func (f foundSchema) version() int64 {
	if len(f.versions) == 0 {
		return 0
	}
	return f.versions[len(f.versions)-1]
}

// known are the versions of all migrations, in order.
func (s schema) known() []int64 {
	paths, _ := fs.Glob(migrations, s.migrations+"/*.sql")
	var known []int64
	for _, path := range paths {
		if version, err := goose.NumericComponent(path); err == nil {
			known = append(known, version)
		}
	}
	slices.Sort(known)
	return known
}

func (s schema) newest() int64 { return slices.Max(s.known()) }

// missing lists what a migrated database must have and this one has not, or what
// it can have: tables first, and without their columns.
func (s schema) missing(found foundSchema, optional bool) []string {
	var missing []string
	for object := range strings.Lines(s.required) {
		object, canLack := strings.CutPrefix(strings.TrimSpace(object), "?")
		if canLack != optional || object == "" || found.objects[object] {
			continue
		}
		if column, isColumn := strings.CutPrefix(object, "column "); isColumn {
			if table, _, _ := strings.Cut(column, "."); !found.objects["table "+table] {
				continue
			}
		}
		missing = append(missing, object)
	}
	isTable := func(object string) bool { return strings.HasPrefix(object, "table ") }
	return slices.Concat(slices.DeleteFunc(slices.Clone(missing), func(object string) bool { return !isTable(object) }), slices.DeleteFunc(missing, isTable))
}

// present lists the program's tables that a database has.
func (s schema) present(found foundSchema) []string {
	var present []string
	for object := range strings.Lines(s.required) {
		if table, isTable := strings.CutPrefix(strings.TrimSpace(object), "table "); isTable && found.objects["table "+table] {
			present = append(present, table)
		}
	}
	return present
}

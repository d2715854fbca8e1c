package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// postgresLoader loads by binary COPY, from files.
type postgresLoader struct {
	conn   *pgx.Conn
	folder string
}

func newPostgresLoader(ctx context.Context, databaseURL, folder string) (*postgresLoader, error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return nil, err
	}
	return &postgresLoader{conn: conn, folder: folder}, nil
}

func (l *postgresLoader) close() error { return l.conn.Close(context.Background()) }

func (l *postgresLoader) path(table baselineTable) string {
	return filepath.Join(l.folder, "copy-"+table.name)
}

// columns are the columns of a table that are not generated.
func (l *postgresLoader) columns(ctx context.Context, table string) (string, error) {
	rows, err := l.conn.Query(ctx, `SELECT column_name::text FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`, table)
	if err != nil {
		return "", err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return strings.Join(names, ", "), err
}

func (l *postgresLoader) gather(ctx context.Context, productURL string, tables []baselineTable) error {
	conn, err := pgx.Connect(ctx, productURL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, table := range tables {
		if err := l.gatherTable(ctx, conn, table); err != nil {
			return fmt.Errorf("gather %s: %w", table.name, err)
		}
	}
	return nil
}

func (l *postgresLoader) gatherTable(ctx context.Context, conn *pgx.Conn, table baselineTable) error {
	columns, err := l.columns(ctx, table.name)
	if err != nil {
		return err
	}
	order := table.order
	if table.staged {
		order = "hashtext(" + table.order[strings.LastIndex(table.order, " ")+1:] + "::text)"
	}
	file, err := os.Create(l.path(table))
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = conn.PgConn().CopyTo(ctx, file, fmt.Sprintf("COPY (SELECT %s FROM %s WHERE %s ORDER BY %s) TO STDOUT (FORMAT binary)",
		columns, table.name, table.condition, order))
	return errors.Join(err, file.Close())
}

func (l *postgresLoader) load(ctx context.Context, tables []baselineTable) error {
	tx, err := l.conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	for _, table := range tables {
		if err := l.loadTable(ctx, tx, table); err != nil {
			return fmt.Errorf("load %s: %w", table.name, err)
		}
	}
	return tx.Commit(ctx)
}

func (l *postgresLoader) loadTable(ctx context.Context, tx pgx.Tx, table baselineTable) error {
	columns, err := l.columns(ctx, table.name)
	if err != nil {
		return err
	}
	if !table.staged {
		return l.copyInto(ctx, table, table.name, columns)
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf("CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA", columns, table.name)); err != nil {
		return err
	}
	if err := l.copyInto(ctx, table, "staged", columns); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf("INSERT INTO %s (%s) SELECT %[2]s FROM staged ORDER BY %s", table.name, columns, table.order)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DROP TABLE staged")
	return err
}

func (l *postgresLoader) copyInto(ctx context.Context, table baselineTable, into, columns string) error {
	file, err := os.Open(l.path(table))
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = l.conn.PgConn().CopyFrom(ctx, file, fmt.Sprintf("COPY %s (%s) FROM STDIN (FORMAT binary)", into, columns))
	return err
}

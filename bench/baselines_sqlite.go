package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
)

// sqliteLoader loads rows from memory by prepared INSERTs of many rows each.
type sqliteLoader struct {
	dialect *dialect
	db      *sql.DB
	rows    map[string]*gathered
}

// gathered are a table's rows.
type gathered struct {
	columns []string
	rows    [][]any
}

func (l *sqliteLoader) close() error {
	l.rows = nil
	return nil
}

func (l *sqliteLoader) gather(ctx context.Context, productURL string, tables []baselineTable) error {
	product, err := l.dialect.connect(productURL)
	if err != nil {
		return err
	}
	defer product.Close()
	l.rows = map[string]*gathered{}
	for _, table := range tables {
		if l.rows[table.name], err = gatherRows(ctx, product, table); err != nil {
			return fmt.Errorf("gather %s: %w", table.name, err)
		}
	}
	return nil
}

func gatherRows(ctx context.Context, product *sql.DB, table baselineTable) (*gathered, error) {
	g := &gathered{}
	columns, err := product.QueryContext(ctx, "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", table.name)
	if err != nil {
		return nil, err
	}
	defer columns.Close()
	for columns.Next() {
		var name string
		if err := columns.Scan(&name); err != nil {
			return nil, err
		}
		g.columns = append(g.columns, name)
	}
	if err := columns.Err(); err != nil {
		return nil, err
	}
	rows, err := product.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY %s", strings.Join(g.columns, ", "), table.name, table.condition, table.order))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		row, into := make([]any, len(g.columns)), make([]any, len(g.columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		g.rows = append(g.rows, row)
	}
	if table.staged {
		rng := rand.New(rand.NewPCG(1, 1))
		rng.Shuffle(len(g.rows), func(i, j int) { g.rows[i], g.rows[j] = g.rows[j], g.rows[i] })
	}
	return g, rows.Err()
}

func (l *sqliteLoader) load(ctx context.Context, tables []baselineTable) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, table := range tables {
		if err := loadRows(ctx, tx, table, l.rows[table.name]); err != nil {
			return fmt.Errorf("load %s: %w", table.name, err)
		}
	}
	return tx.Commit()
}

func loadRows(ctx context.Context, tx *sql.Tx, table baselineTable, g *gathered) error {
	if !table.staged {
		return insertBatches(ctx, tx, table.name, g)
	}
	columns := strings.Join(g.columns, ", ")
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("CREATE TEMPORARY TABLE staged AS SELECT %s FROM %s WHERE 1 = 0", columns, table.name)); err != nil {
		return err
	}
	if err := insertBatches(ctx, tx, "staged", g); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) SELECT %[2]s FROM staged ORDER BY %s", table.name, columns, table.order)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "DROP TABLE staged")
	return err
}

// batchRows is how many rows one INSERT holds; more are not faster.
const batchRows = 50

func insertBatches(ctx context.Context, tx *sql.Tx, into string, g *gathered) error {
	row := "(?" + strings.Repeat(", ?", len(g.columns)-1) + ")"
	begin := "INSERT INTO " + into + " (" + strings.Join(g.columns, ", ") + ") VALUES " + row
	full, err := tx.PrepareContext(ctx, begin+strings.Repeat(", "+row, batchRows-1))
	if err != nil {
		return err
	}
	defer full.Close()
	one, err := tx.PrepareContext(ctx, begin)
	if err != nil {
		return err
	}
	defer one.Close()
	rows, args := g.rows, make([]any, 0, batchRows*len(g.columns))
	for ; len(rows) >= batchRows; rows = rows[batchRows:] {
		args = args[:0]
		for _, row := range rows[:batchRows] {
			args = append(args, row...)
		}
		if _, err := full.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	for _, row := range rows {
		if _, err := one.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

package db

import (
	"context"
	"fmt"
	"strings"
)

// stageBatch is how many rows are gathered before they are written: enough to
// make the writing cheap, and a few megabytes at most.
const stageBatch = 5000

// Stage is a temporary table being filled in bulk, outside of any transaction.
type Stage struct {
	session *Session
	table   string
	columns []string
	rows    [][]any
	// kept says that the table stays with the connection while it is small.
	kept bool
}

// Stage makes an empty temporary table in the session. columns are as in
// CREATE TABLE, one a string, its name first; the type KEYTEXT is a text
// compared by code point.
func (s *Session) Stage(ctx context.Context, table string, columns ...string) (*Stage, error) {
	names, ddl := s.columns(columns)
	if err := s.gorm.WithContext(ctx).Exec("CREATE TEMPORARY TABLE " + table + " (" + ddl + ")").Error; err != nil {
		return nil, fmt.Errorf("make temporary table %s: %w", table, err)
	}
	s.staged = append(s.staged, table)
	return &Stage{session: s, table: table, columns: names}, nil
}

// Restage is Stage for a table that often holds few rows: as long as it does, it
// stays with the connection, where the next one finds it.
func (s *Session) Restage(ctx context.Context, table string, columns ...string) (*Stage, error) {
	names, ddl := s.columns(columns)
	if err := s.gorm.WithContext(ctx).Exec(emptyTable(table, ddl)).Error; err != nil {
		return nil, fmt.Errorf("make temporary table %s: %w", table, err)
	}
	return &Stage{session: s, table: table, columns: names, kept: true}, nil
}

// columns gives the names of a staged table's columns, and how they are made.
func (s *Session) columns(columns []string) (names []string, ddl string) {
	names = make([]string, len(columns))
	for i, column := range columns {
		names[i], _, _ = strings.Cut(column, " ")
	}
	return names, s.store.dialect.types(strings.Join(columns, ", "))
}

// Add adds a row, its values in the order of the columns.
func (t *Stage) Add(ctx context.Context, values ...any) error {
	t.rows = append(t.rows, values)
	if len(t.rows) < stageBatch {
		return nil
	}
	if t.kept {
		t.kept = false
		t.session.staged = append(t.session.staged, t.table)
	}
	return t.Flush(ctx)
}

// Flush writes the rows that were added and not yet written.
func (t *Stage) Flush(ctx context.Context) error {
	if len(t.rows) == 0 {
		return nil
	}
	err := t.session.store.dialect.bulk(ctx, t.session.conn, t.table, t.columns, t.rows)
	if err != nil {
		return fmt.Errorf("write to temporary table %s: %w", t.table, err)
	}
	clear(t.rows)
	t.rows = t.rows[:0]
	return nil
}

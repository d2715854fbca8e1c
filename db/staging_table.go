package db

import (
	"context"
	"fmt"
	"strings"
)

// stagingBatch is how many rows are written at once: enough to make writing
// cheap, and a few megabytes at most.
const stagingBatch = 5000

// StagingTable is a temporary table that is filled in bulk, outside of any
// transaction.
type StagingTable struct {
	session *Session
	table   string
	columns []string
	rows    [][]any
	// reused says that the table stays with the connection while it is small.
	reused bool
}

// CreateStagingTable creates an empty temporary table in the session. Each
// column is as in CREATE TABLE, its name first; KEYTEXT is the type of a text
// that is compared by code point.
func (s *Session) CreateStagingTable(ctx context.Context, table string, columns ...string) (*StagingTable, error) {
	names, ddl := s.columns(columns)
	s.DropAtEnd(table)
	if err := s.gorm.WithContext(ctx).Exec("CREATE TEMPORARY TABLE " + table + " " + ddl).Error; err != nil {
		return nil, fmt.Errorf("create temporary table %s: %w", table, err)
	}
	return &StagingTable{session: s, table: table, columns: names}, nil
}

// DropAtEnd drops a temporary table, if it exists, when the session ends.
func (s *Session) DropAtEnd(table string) {
	s.staged = append(s.staged, table)
}

// ReuseStagingTable is CreateStagingTable for a table that often has few rows:
// while it does, it stays with the connection for the next session.
func (s *Session) ReuseStagingTable(ctx context.Context, table string, columns ...string) (*StagingTable, error) {
	names, ddl := s.columns(columns)
	if err := s.gorm.WithContext(ctx).Exec(emptyTable(table, ddl)).Error; err != nil {
		return nil, fmt.Errorf("create temporary table %s: %w", table, err)
	}
	return &StagingTable{session: s, table: table, columns: names, reused: true}, nil
}

// columns returns the names of a staging table's columns, and their definition.
func (s *Session) columns(columns []string) (names []string, ddl string) {
	names = make([]string, len(columns))
	for i, column := range columns {
		names[i], _, _ = strings.Cut(column, " ")
	}
	return names, s.store.dialect.table(strings.Join(columns, ", "))
}

// Add adds a row, with its values in the order of the columns. Rows are written
// while further ones are added, so an error may come later.
func (t *StagingTable) Add(ctx context.Context, values ...any) error {
	t.rows = append(t.rows, values)
	if len(t.rows) < stagingBatch {
		return nil
	}
	if t.reused {
		t.reused = false
		t.session.staged = append(t.session.staged, t.table)
	}
	if err := t.session.await(); err != nil {
		return err
	}
	if err := t.session.useMemory(ctx); err != nil {
		return err
	}
	rows, done := t.rows, make(chan error, 1)
	t.rows, t.session.writing = make([][]any, 0, stagingBatch), done
	go func() { done <- t.write(ctx, rows) }()
	return nil
}

// Flush writes the remaining rows. Until then the session must not be used
// otherwise.
func (t *StagingTable) Flush(ctx context.Context) error {
	if err := t.session.await(); err != nil {
		return err
	}
	rows := t.rows
	t.rows = nil
	return t.write(ctx, rows)
}

func (t *StagingTable) write(ctx context.Context, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	err := t.session.store.dialect.bulk(ctx, t.session.conn, t.table, t.columns, rows)
	if err != nil {
		return fmt.Errorf("write to temporary table %s: %w", t.table, err)
	}
	return nil
}

// await waits until the rows that are being written are written.
func (s *Session) await() error {
	if s.writing == nil {
		return nil
	}
	err := <-s.writing
	s.writing = nil
	return err
}

// useMemory lets the session use more memory for sorting until it ends.
func (s *Session) useMemory(ctx context.Context) error {
	if s.moreMemory {
		return nil
	}
	s.moreMemory = true
	for _, statement := range s.store.dialect.moreMemory {
		if err := s.gorm.WithContext(ctx).Exec(statement).Error; err != nil {
			return fmt.Errorf("give the connection more memory: %w", err)
		}
	}
	return nil
}

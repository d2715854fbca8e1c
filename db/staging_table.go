package db

import (
	"context"
	"fmt"
	"strings"
)

// stageBatch is how many rows are gathered before they are written: enough to
// make the writing cheap, and a few megabytes at most.
const stageBatch = 5000

// StagingTable is a temporary table being filled in bulk, outside of any transaction.
type StagingTable struct {
	session *Session
	table   string
	columns []string
	rows    [][]any
	// kept says that the table stays with the connection while it is small.
	kept bool
}

// CreateStagingTable makes an empty temporary table in the session. columns are as in
// CREATE TABLE, one a string, its name first; the type KEYTEXT is a text
// compared by code point.
func (s *Session) CreateStagingTable(ctx context.Context, table string, columns ...string) (*StagingTable, error) {
	names, ddl := s.columns(columns)
	s.DropAtEnd(table)
	if err := s.gorm.WithContext(ctx).Exec("CREATE TEMPORARY TABLE " + table + " " + ddl).Error; err != nil {
		return nil, fmt.Errorf("make temporary table %s: %w", table, err)
	}
	return &StagingTable{session: s, table: table, columns: names}, nil
}

// DropAtEnd has a temporary table dropped when the session ends, however it
// does, if it is there then.
func (s *Session) DropAtEnd(table string) {
	s.staged = append(s.staged, table)
}

// ReuseStagingTable is Stage for a table that often holds few rows: as long as it does, it
// stays with the connection, where the next one finds it.
func (s *Session) ReuseStagingTable(ctx context.Context, table string, columns ...string) (*StagingTable, error) {
	names, ddl := s.columns(columns)
	if err := s.gorm.WithContext(ctx).Exec(emptyTable(table, ddl)).Error; err != nil {
		return nil, fmt.Errorf("make temporary table %s: %w", table, err)
	}
	return &StagingTable{session: s, table: table, columns: names, kept: true}, nil
}

// columns gives the names of a staged table's columns, and how they are made.
func (s *Session) columns(columns []string) (names []string, ddl string) {
	names = make([]string, len(columns))
	for i, column := range columns {
		names[i], _, _ = strings.Cut(column, " ")
	}
	return names, s.store.dialect.table(strings.Join(columns, ", "))
}

// Add adds a row, its values in the order of the columns. Rows are written
// while further ones are added, so that an error may show up later.
func (t *StagingTable) Add(ctx context.Context, values ...any) error {
	t.rows = append(t.rows, values)
	if len(t.rows) < stageBatch {
		return nil
	}
	if t.kept {
		t.kept = false
		t.session.staged = append(t.session.staged, t.table)
	}
	if err := t.session.await(); err != nil {
		return err
	}
	if err := t.session.useMemory(ctx); err != nil {
		return err
	}
	rows, done := t.rows, make(chan error, 1)
	t.rows, t.session.writing = make([][]any, 0, stageBatch), done
	go func() { done <- t.write(ctx, rows) }()
	return nil
}

// Flush writes the rows that were added and not yet written. Before it, nothing
// else may be done with the session.
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

// await waits for the staged rows that are being written.
func (s *Session) await() error {
	if s.writing == nil {
		return nil
	}
	err := <-s.writing
	s.writing = nil
	return err
}

// useMemory lets the session sort many rows in as much memory as one operation
// may have, until it ends.
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

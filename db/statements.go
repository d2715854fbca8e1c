package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// Statements runs the statements of a transaction that share named arguments,
// such as the account. A statement need not name all of them.
type Statements struct {
	Tx   *Tx
	args []sql.NamedArg
}

// A Step is a statement and what it does, for errors.
type Step struct{ What, Query string }

// NewStatements returns Statements in tx that share args.
func NewStatements(tx *Tx, args ...sql.NamedArg) *Statements {
	return &Statements{Tx: tx, args: slices.Clone(args)}
}

// With returns Statements that also share more.
func (s *Statements) With(more ...sql.NamedArg) *Statements {
	return &Statements{Tx: s.Tx, args: s.Args(more...)}
}

// Args are the shared arguments, and more.
func (s *Statements) Args(more ...sql.NamedArg) []sql.NamedArg {
	return slices.Concat(s.args, more)
}

// Set sets the value of a shared argument.
func (s *Statements) Set(name string, value any) {
	s.args = slices.DeleteFunc(s.args, func(arg sql.NamedArg) bool { return arg.Name == name })
	s.args = append(s.args, sql.Named(name, value))
}

// Run executes a statement, with arguments of its own, and returns the number
// of rows that it wrote.
func (s *Statements) Run(what, query string, args ...sql.NamedArg) (int64, error) {
	n, err := s.Tx.Run(query, s.Args(args...)...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	return n, nil
}

// RunAll executes statements one after the other.
func (s *Statements) RunAll(steps ...Step) error {
	for _, step := range steps {
		if _, err := s.Run(step.What, step.Query); err != nil {
			return err
		}
	}
	return nil
}

// SelectRows runs a query outside of any transaction, with arguments as GORM
// takes them, and reads its rows.
func SelectRows[T any](ctx context.Context, s *Store, query string, args []any, scan func(Row) (T, error)) ([]T, error) {
	var all []T
	err := s.Each(ctx, query, args, func(row Row) error {
		one, err := scan(row)
		all = append(all, one)
		return err
	})
	return all, err
}

// SelectOne runs a query for one row of one column, as SelectRows does.
func SelectOne[T any](ctx context.Context, s *Store, query string, args []any) (value T, err error) {
	found := false
	err = s.Each(ctx, query, args, func(row Row) error {
		found = true
		return row.Scan(&value)
	})
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return value, err
}

// ScanRows reads all rows and closes them.
func ScanRows[T any](rows *sql.Rows, scan func(*sql.Rows) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

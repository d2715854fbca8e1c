package service

import (
	"context"

	"omnimap/db"
)

// selectRows runs a query outside of any transaction and reads its rows.
func selectRows[T any](ctx context.Context, s *Service, query string, args []any, scan func(db.Row) (T, error)) ([]T, error) {
	var all []T
	err := s.store.Each(ctx, query, args, func(row db.Row) error {
		one, err := scan(row)
		all = append(all, one)
		return err
	})
	return all, err
}

// scratch is a temporary table of a transaction: its name, and its columns as
// db.Tx.Scratch takes them.
type scratch struct{ name, columns string }

// makeScratch makes empty temporary tables.
func makeScratch(tx *db.Tx, tables ...scratch) error {
	all := make([]db.ScratchTable, len(tables))
	for i, table := range tables {
		all[i] = db.ScratchTable{Name: table.name, Columns: table.columns}
	}
	return tx.Scratch(all...)
}

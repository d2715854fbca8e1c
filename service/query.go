package service

import (
	"context"
	"database/sql"
)

// selectRows runs a query outside of any transaction and reads its rows.
func selectRows[T any](ctx context.Context, s *Service, query string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	rows, err := s.store.Reader(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, err
	}
	return scanRows(rows, scan)
}

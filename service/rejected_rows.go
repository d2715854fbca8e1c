package service

import (
	"cmp"
	"slices"

	"omnimap/model"
)

// rejectedRows counts rejected rows and holds the first of them, up to
// model.MaxRejectedRows.
type rejectedRows struct {
	count int64
	rows  []model.RejectedRow
}

// add adds a rejected row. Rows must come in the order of their numbers.
func (r *rejectedRows) add(row model.RejectedRow) {
	r.count++
	if len(r.rows) < model.MaxRejectedRows {
		r.rows = append(r.rows, row)
	}
}

// merge adds n more rows, of which rows are the first, in any order.
func (r *rejectedRows) merge(n int64, rows []model.RejectedRow) {
	r.count += n
	r.rows = append(r.rows, rows...)
	slices.SortStableFunc(r.rows, func(a, b model.RejectedRow) int { return cmp.Compare(a.Row, b.Row) })
	if len(r.rows) > model.MaxRejectedRows {
		r.rows = r.rows[:model.MaxRejectedRows]
	}
}

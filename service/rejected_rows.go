package service

import (
	"cmp"
	"slices"

	"omnimap/model"
)

// rejectedRows gathers refused rows: it counts all and holds as many of the
// first as an answer may, however many there are.
type rejectedRows struct {
	count int64
	rows  []model.RejectedRow
}

// add takes a row that was refused. Rows come in the order of their numbers.
func (r *rejectedRows) add(row model.RejectedRow) {
	r.count++
	if len(r.rows) < model.MaxRejectedRows {
		r.rows = append(r.rows, row)
	}
}

// merge takes n rows more, of which rows are the first.
func (r *rejectedRows) merge(n int64, rows []model.RejectedRow) {
	r.count += n
	r.rows = append(r.rows, rows...)
	slices.SortStableFunc(r.rows, func(a, b model.RejectedRow) int { return cmp.Compare(a.Row, b.Row) })
	if len(r.rows) > model.MaxRejectedRows {
		r.rows = r.rows[:model.MaxRejectedRows]
	}
}

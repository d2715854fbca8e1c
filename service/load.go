package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/operation"
)

// LoadResult is what a load did. Operation is nil where it was refused.
type LoadResult struct {
	Operation *model.Operation
	Summary   model.LoadSummary
	// Rejected are the first rows that were refused; Summary counts all.
	Rejected []model.RejectedRow
}

// FileLoad says how a file is to be understood.
type FileLoad struct {
	// Name is what the client calls the file, if it does.
	Name string
	// RemoveMissing says that the file is the whole catalogue: what it lacks
	// is removed.
	RemoveMissing bool
	// AllowShrink confirms that this may be more than a tenth.
	AllowShrink bool
}

// shrinkShare is the share of a catalogue, one in so many, above which it is
// removed only on confirmation.
const shrinkShare = 10

// loading is one load while it is staged, outside of any lock.
type loading struct {
	run *operation.Run
	rejectedRows
	read int64
	// file says that what is loaded is a file, not a list of a request, and
	// unreadable that it has a row of which it cannot be read what it is about.
	file, unreadable bool
	doubts           keyDoubts
}

// keepsAll says that nothing may be removed, since an unreadable row of the
// file may be about it.
func (l *loading) keepsAll() bool { return l.file && l.unreadable }

// countRow takes one more row for read.
func (l *loading) countRow() {
	l.read++
	l.run.Progress.SetDone(l.read)
}

// reject takes a row that was refused while it was read.
func (l *loading) reject(row int, sku *string, err error) {
	l.add(model.RejectedRow{Row: row, SKU: sku, Code: model.CodeInvalid, Message: err.Error()})
}

// readRows reads rows to the end of a file, hands the good ones to stage, and
// keeps the bad ones, of which refused is told. A file that is no such file is
// refused.
func readRows[T any](ctx context.Context, l *loading, read func() (T, error), stage func(T) error, refused func(*catalog.RowError) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := read()
		var bad *catalog.RowError
		switch {
		case errors.Is(err, io.EOF):
			l.run.Progress.SetTotal(l.read)
			return nil
		case errors.As(err, &bad):
			l.countRow()
			l.add(bad.RejectedRow)
			if err := refused(bad); err != nil {
				return err
			}
			continue
		case err != nil:
			return refuseFile(err)
		}
		l.countRow()
		if err := stage(row); err != nil {
			return err
		}
	}
}

// refuseFile turns what is wrong with a file as a whole into a refusal.
func refuseFile(err error) error {
	var bad *catalog.FileError
	if errors.As(err, &bad) {
		return model.Refuse(model.CodeInvalidFile, bad.Message, "input", "file")
	}
	return fmt.Errorf("read the file: %w", err)
}

// rejectDuplicates takes out of a staged table all rows but the last of each key, and
// reports them.
func (l *loading) rejectDuplicates(table, key string, report func(row int, key string) model.RejectedRow) error {
	l.run.Session.DropAtEnd("superseded")
	if err := l.run.Session.Exec(`CREATE TEMPORARY TABLE superseded AS
SELECT s.row_number, s.` + key + ` AS key FROM (
  SELECT ` + key + ` AS last_key, max(row_number) AS last_row FROM ` + table + ` GROUP BY ` + key + ` HAVING count(*) > 1
) d JOIN ` + table + ` s ON s.` + key + ` = d.last_key AND s.row_number < d.last_row`); err != nil {
		return fmt.Errorf("find doubles: %w", err)
	}
	defer l.run.Session.Exec("DROP TABLE superseded")
	rows, err := l.run.Session.Query(fmt.Sprintf("SELECT row_number, key FROM superseded ORDER BY row_number LIMIT %d", model.MaxRejectedRows))
	if err != nil {
		return fmt.Errorf("read doubles: %w", err)
	}
	rejected, err := db.ScanRows(rows, func(rows *sql.Rows) (model.RejectedRow, error) {
		var row int
		var key string
		err := rows.Scan(&row, &key)
		return report(row, key), err
	})
	if err != nil {
		return fmt.Errorf("read doubles: %w", err)
	}
	if len(rejected) == 0 {
		return nil
	}
	var n int64
	if err := l.run.Session.Row("SELECT count(*) FROM superseded").Scan(&n); err != nil {
		return fmt.Errorf("count doubles: %w", err)
	}
	l.merge(n, rejected)
	if err := l.run.Session.Exec("DELETE FROM " + table + " WHERE row_number IN (SELECT row_number FROM superseded)"); err != nil {
		return fmt.Errorf("remove doubles: %w", err)
	}
	return nil
}

// checkShrinks refuses to remove more than a tenth of what is known, unless
// that was confirmed.
func checkShrinks(load FileLoad, what string, missing, known int64) error {
	if load.AllowShrink || missing*shrinkShare <= known {
		return nil
	}
	return model.Refuse(model.CodeCatalogueShrinks, fmt.Sprintf(
		"The file lacks %d of the %d %s that are known, more than a tenth. If it really is the whole catalogue, confirm that (allowShrink) and load it again.",
		missing, known, what), "input", "removeMissing")
}

// shrinkLeast is how many mappings a file may delete, however many there are.
const shrinkLeast = 9

// checkMappingsShrink refuses a file that deletes more than a tenth of the
// mappings, unless that was confirmed. what are they of, and why says why they
// go.
func (l *loading) checkMappingsShrink(load FileLoad, deleted int64, count func() (int64, error), what string, why func() (string, error)) error {
	if !l.file || load.AllowShrink || deleted <= shrinkLeast {
		return nil
	}
	left, err := count()
	if err != nil || deleted*shrinkShare <= left+deleted {
		return err
	}
	reason, err := why()
	if err != nil {
		return err
	}
	return model.Refuse(model.CodeCatalogueShrinks, fmt.Sprintf(
		"The load would delete %d of the %d mappings of %s, more than a tenth: %s. If that is meant, confirm it (allowShrink) and load the file again.",
		deleted, left+deleted, what, reason), "input", "allowShrink")
}

// complete records a load and gives its result.
func (l *loading) complete(tx *db.Tx, summary model.LoadSummary) (*LoadResult, error) {
	summary.Read, summary.Rejected = l.read, l.count
	l.run.Op.Total, l.run.Op.Deleted = &summary.Read, summary.MappingsDeleted
	l.run.Op.Summary.Load, l.run.Op.RejectedRows = &summary, l.rows
	if err := tx.MergeTexts(); err != nil {
		return nil, err
	}
	if err := l.run.Succeed(tx); err != nil {
		return nil, err
	}
	return &LoadResult{Operation: l.run.Op, Summary: summary, Rejected: l.rows}, nil
}

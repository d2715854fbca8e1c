package model

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Time is a point in time, to the microsecond, in UTC. The database holds it
// as whole microseconds since 1970.
type Time struct{ time.Time }

// NewTime returns t to the microsecond, in UTC.
func NewTime(t time.Time) Time {
	return Time{t.UTC().Truncate(time.Microsecond)}
}

// Scan reads the database's microseconds.
func (t *Time) Scan(v any) error {
	micros, ok := v.(int64)
	if !ok {
		return fmt.Errorf("scan time: got %T, want microseconds", v)
	}
	t.Time = time.UnixMicro(micros).UTC()
	return nil
}

// Value returns the database's microseconds.
func (t Time) Value() (driver.Value, error) {
	return t.UnixMicro(), nil
}

package job

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrCancelled is returned by Run.Step when the run is cancelled, once the step
	// is committed, and is the cause with which it fails then.
	ErrCancelled = errors.New("the run is cancelled")
	// ErrStopping is returned by Run.Step when the server stops, once the step is
	// committed, and is the cause of a context that ends because a step took
	// longer than a stop waits.
	ErrStopping = errors.New("the server stops")
	// ErrLost says that the run has ended or another worker has taken it over. It
	// is returned by Run.Step, which then commits nothing, and is the cause of a
	// context that ends for that.
	ErrLost = errors.New("the run is another worker's, or has ended")
)

func isLost(err error) bool { return errors.Is(err, ErrLost) }

// Snooze makes a handler's run wait: the handler returns it. The run is taken
// again once that time has passed, and the wait counts as no fault. A run that
// only snoozes for a day, without a change of its state, fails as stuck.
func Snooze(d time.Duration) error { return &snooze{d} }

type snooze struct{ d time.Duration }

func (s *snooze) Error() string { return fmt.Sprintf("to go on in %v", s.d) }

// Final makes a handler's run fail at once with err as its cause. So does a
// model.UserError.
func Final(err error) error { return &final{err} }

type final struct{ err error }

func (f *final) Error() string { return f.err.Error() }
func (f *final) Unwrap() error { return f.err }

// A StuckError is the cause of a run that failed because nothing had moved for
// too long.
type StuckError struct {
	// For is how long nothing had moved.
	For time.Duration
	// Err is the last fault; nil if the run only waited.
	Err error
}

func (e *StuckError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("nothing moved for %v", e.For)
	}
	return fmt.Sprintf("nothing moved for %v: %v", e.For, e.Err)
}

// Unwrap gives the last fault.
func (e *StuckError) Unwrap() error { return e.Err }

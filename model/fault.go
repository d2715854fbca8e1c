package model

import (
	"database/sql"
	"errors"
	"syscall"
)

// ErrUnavailable and ErrDiskFull are the two kinds of faults.
var (
	// ErrUnavailable says that the database is away, read-only, locked, or its
	// file gone.
	ErrUnavailable = errors.New("the database is not available")
	// ErrDiskFull says that a disk has no room, the database's or that of the
	// temporary files.
	ErrDiskFull = errors.New("the disk is full")
)

// A Fault keeps the server from its work for now. Neither the request nor the
// program is to blame, so it is told to the caller, who is to try again.
type Fault struct {
	// Kind is ErrUnavailable or ErrDiskFull.
	Kind error
	// Message says to the caller what is wrong and what to do.
	Message string
	// Err is the cause, for the log.
	Err error
}

// Error is the cause.
func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap gives the kind and the cause.
func (f *Fault) Unwrap() []error { return []error{f.Kind, f.Err} }

// FaultOf finds the fault in an error; nil if there is none. A file that cannot
// be written for lack of room is one.
func FaultOf(err error) *Fault {
	var fault *Fault
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.Is(err, ErrUnavailable):
		return &Fault{ErrUnavailable, "The database is not available. Try again later.", err}
	case errors.Is(err, sql.ErrConnDone):
		// database/sql says so of a connection that it found lost.
		return &Fault{ErrUnavailable, "The database does not answer. Try again later.", err}
	case errors.Is(err, ErrDiskFull):
		return &Fault{ErrDiskFull, "The disk is full. Try again when the person who runs the server has made room.", err}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &Fault{ErrDiskFull, "The server's folder for temporary files is full. Try again when the person who runs the server has made room.", err}
	}
	return nil
}

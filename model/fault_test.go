package model

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

// TestFaultOf finds the faults in errors, and none in others.
func TestFaultOf(t *testing.T) {
	own := &Fault{Kind: ErrDiskFull, Message: "Full.", Err: errors.New("no room")}
	tests := []struct {
		err  error
		kind error
	}{
		{fmt.Errorf("load: %w", own), ErrDiskFull},
		{errors.Join(errors.New("first"), fmt.Errorf("load: %w", own)), ErrDiskFull},
		{fmt.Errorf("%w: the file is gone", ErrUnavailable), ErrUnavailable},
		{fmt.Errorf("%w: no room", ErrDiskFull), ErrDiskFull},
		{fmt.Errorf("index: %w", sql.ErrConnDone), ErrUnavailable},
		{&fs.PathError{Op: "write", Path: "/tmp/upload", Err: syscall.ENOSPC}, ErrDiskFull},
		{&fs.PathError{Op: "write", Path: "/tmp/upload", Err: syscall.EDQUOT}, ErrDiskFull},
		{&fs.PathError{Op: "open", Path: "/tmp/upload", Err: syscall.ENOENT}, nil},
		{errors.New("another error"), nil},
		{nil, nil},
	}
	for _, test := range tests {
		fault := FaultOf(test.err)
		switch {
		case test.kind == nil:
			if fault != nil {
				t.Errorf("%v is the fault %+v", test.err, fault)
			}
		case fault == nil, !errors.Is(fault, test.kind), fault.Message == "", fault.Error() == "":
			t.Errorf("%v is the fault %+v, want %v", test.err, fault, test.kind)
		}
	}
}

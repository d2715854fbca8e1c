//go:build !linux

package db

import "syscall"

// limitUnacked does nothing where the system has no such limit.
func limitUnacked(string, string, syscall.RawConn) error { return nil }

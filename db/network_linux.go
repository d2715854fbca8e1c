package db

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// limitUnacked bounds how long what was sent may stay unacknowledged. Without
// it TCP sends again for a quarter of an hour.
func limitUnacked(kind, _ string, socket syscall.RawConn) error {
	if kind != "tcp4" && kind != "tcp6" {
		return nil
	}
	var failed error
	err := socket.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unackedLimit.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}

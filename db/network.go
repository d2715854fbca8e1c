package db

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// What TCP notices by itself: a server that acknowledges neither data nor
// probes for about seven seconds. That is a machine or a network that is gone;
// a server that hangs is noticed by health.
const (
	probeIdle    = 3 * time.Second
	probeEvery   = 2 * time.Second
	probeCount   = 2
	unackedLimit = 7 * time.Second
)

// network opens the connections to PostgreSQL, knows when anything last came
// over any of them, and can cut them all.
type network struct {
	mu    sync.Mutex
	conns map[*networkConn]bool
	// heard is the time of the last bytes, in nanoseconds since 1970.
	heard atomic.Int64
}

func newNetwork() *network {
	return &network{conns: make(map[*networkConn]bool)}
}

// dial opens a connection.
func (n *network) dial(ctx context.Context, kind, address string) (net.Conn, error) {
	dialer := net.Dialer{Control: limitUnacked, KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: probeIdle, Interval: probeEvery, Count: probeCount}}
	opened, err := dialer.DialContext(ctx, kind, address)
	if err != nil {
		return nil, err
	}
	c := &networkConn{Conn: opened, network: n}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.conns[c] = true
	return c, nil
}

// lastHeard is when anything last came from the server.
func (n *network) lastHeard() time.Time { return time.Unix(0, n.heard.Load()) }

// hear notes that the server was heard now.
func (n *network) hear() { n.heard.Store(time.Now().UnixNano()) }

// cut closes all connections and returns how many there were. What waits for
// an answer on one gets an error.
func (n *network) cut() int {
	n.mu.Lock()
	conns := n.conns
	n.conns = make(map[*networkConn]bool)
	n.mu.Unlock()
	for c := range conns {
		_ = c.Conn.Close()
	}
	return len(conns)
}

// networkConn is a connection that tells its network what it hears.
type networkConn struct {
	net.Conn
	network *network
}

// Read reads what comes.
func (c *networkConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.network.hear()
	}
	return n, lost(err)
}

// Write sends.
func (c *networkConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	return n, lost(err)
}

// Close closes the connection.
func (c *networkConn) Close() error {
	c.network.mu.Lock()
	delete(c.network.conns, c)
	c.network.mu.Unlock()
	return c.Conn.Close()
}

// A connectionError is how a connection was lost.
type connectionError struct{ err error }

func (e *connectionError) Error() string {
	return "lost the connection to the database: " + e.err.Error()
}
func (e *connectionError) Unwrap() error { return e.err }

// lost makes the end of a connection an error that can be told from others. A
// deadline that pgx set itself ends no connection.
func lost(err error) error {
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return &connectionError{err}
}

package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// readyTimeout bounds the answer of Ready, which is to come in two seconds.
	readyTimeout = 1500 * time.Millisecond
	// checkEvery is how often the database is asked for a sign of life, and
	// checkTimeout how long that may take before it is asked anew.
	checkEvery   = time.Second
	checkTimeout = 2 * time.Second
	// silence is how long a database may send nothing at all until it is given
	// up. While it lives it answers a check every second, whatever else it does.
	silence      = 7 * time.Second
	silenceCheck = 250 * time.Millisecond
	// growAgain is how long a pool stays smaller after the database refused it
	// another connection.
	growAgain = 10 * time.Second
)

// health knows whether the database can be used: what faults it had since a
// write last succeeded, and whether it is silent. It asks on a connection of its
// own, so that it waits for no other work.
type health struct {
	pool    *sql.DB
	dialect dialect
	log     *slog.Logger
	// network is nil for SQLite.
	network *network
	// generation counts the times at which all connections became stale.
	generation atomic.Int64
	// silent says that the database was given up as silent, and sends nothing
	// still.
	silent atomic.Bool

	mu sync.Mutex
	// fault is the last one that the database had; nil since a write succeeded.
	fault   *condition
	faultAt time.Time

	temporary temporaryFolder
}

// recordFault records that the database had a fault.
func (h *health) recordFault(found *condition, cause error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fault != found {
		h.log.Warn("the database cannot be used as it should", "fault", found.message, "error", cause)
		h.makeStale(found)
	} else if found == &isAway {
		h.makeStale(found) // It may have been back in between.
	}
	h.fault, h.faultAt = found, time.Now()
}

// recordWrite records that a write succeeded.
func (h *health) recordWrite() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fault == nil {
		return
	}
	h.log.Info("the database takes writes again", "fault", h.fault.message)
	h.makeStale(h.fault)
	h.fault = nil
}

// makeStale has connections opened anew that may be of no use after a fault.
func (h *health) makeStale(found *condition) {
	if found.stale {
		h.generation.Add(1)
	}
}

// lastFault returns the fault since the last write, and whether it is long
// enough ago to try a write; nil if there is none.
func (h *health) lastFault() (found *condition, tryWrite bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.fault, h.fault != nil && time.Since(h.faultAt) >= h.fault.hold
}

// errReadOnly says what a check found.
var errReadOnly = errors.New("the database is read-only")

// check asks the database for a sign of life, and whether it takes writes.
func (h *health) check(ctx context.Context) error {
	var readOnly bool
	if err := h.pool.QueryRowContext(ctx, h.dialect.readOnly).Scan(&readOnly); err != nil {
		return fmt.Errorf("ask the database: %w", err)
	}
	if !readOnly {
		return nil
	}
	h.recordFault(&isReadOnly, errReadOnly)
	// A setting of the database's holds for sessions that begin after it.
	h.pool.SetMaxIdleConns(0)
	h.pool.SetMaxIdleConns(1)
	return isReadOnly.fault(errReadOnly)
}

// Ready reports whether requests can be served: the database answers, takes
// writes, and has had no fault since the last one. It returns within two seconds.
func (s *Store) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	if err := s.checkHealth(ctx); err != nil {
		return err
	}
	if found, _ := s.health.lastFault(); found != nil {
		return found.fault(errors.New("no write has succeeded since"))
	}
	return s.health.temporary.check(ctx)
}

// Watch looks after the database's health until ctx ends: it tries a write
// after a fault, and gives a silent database up.
func (s *Store) Watch(ctx context.Context) {
	var watching sync.WaitGroup
	defer watching.Wait()
	if s.health.network != nil {
		s.health.network.hear()
		watching.Go(func() { s.health.watchSilence(ctx) })
		watching.Go(func() { every(ctx, growAgain, s.grow) })
	}
	every(ctx, checkEvery, func() {
		checking, cancel := context.WithTimeout(ctx, checkTimeout)
		defer cancel()
		if err := s.checkHealth(checking); err != nil && ctx.Err() == nil {
			s.log.DebugContext(ctx, "check the database", "error", err)
		}
	})
}

// grow lets the pools have as many connections as they may.
func (s *Store) grow() {
	for _, pool := range s.growing {
		pool.grow()
	}
}

// every calls do at intervals until ctx ends.
func every(ctx context.Context, interval time.Duration, do func()) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			do()
		}
	}
}

// checkHealth asks for a sign of life and, after a fault, tries a write.
func (s *Store) checkHealth(ctx context.Context) error {
	if err := s.health.check(ctx); err != nil {
		return err
	}
	if _, tryWrite := s.health.lastFault(); !tryWrite {
		return nil
	}
	if err := s.dialect.tryWrite(ctx, s); err != nil {
		return fmt.Errorf("try a write: %w", err)
	}
	s.health.recordWrite()
	return nil
}

// watchSilence gives the database up when it was silent for too long: its
// connections are closed, so that whatever waits for an answer gets an error,
// and none is opened until it answers a check. A long statement is no silence,
// since checks are answered beside it.
func (h *health) watchSilence(ctx context.Context) {
	last := time.Now()
	every(ctx, silenceCheck, func() {
		if now := time.Now(); now.Sub(last) > time.Second {
			h.network.hear() // This process was stopped, or has no time: nothing is known.
		}
		last = time.Now()
		silent := time.Since(h.network.lastHeard()) > silence
		switch {
		case silent && h.silent.CompareAndSwap(false, true):
			h.recordFault(&isAway, fmt.Errorf("nothing came from the database for %v; %d connections are closed", silence, h.network.cut()))
		case !silent && h.silent.CompareAndSwap(true, false):
			h.log.InfoContext(ctx, "the database answers again")
		}
	})
}

// errIfSilent is the error of what cannot be done while the database is silent.
func (h *health) errIfSilent() error {
	if !h.silent.Load() {
		return nil
	}
	return &connectionError{errors.New("it is silent")}
}

package db

import (
	"context"
	"log/slog"
	"testing"
	"time"
)

// lateContext is a context that ends a moment after its deadline, as its timer
// may.
type lateContext struct {
	context.Context
	deadline time.Time
}

func (c lateContext) Deadline() (time.Time, bool) { return c.deadline, true }

// TestEndOfDeadline has a connection not opened in the time that its caller has:
// the database is not taken to be away, and the caller's context has ended.
func TestEndOfDeadline(t *testing.T) {
	t.Parallel()
	h := &health{dialect: postgresDialect(), log: slog.New(slog.DiscardHandler)}
	c := &connector{dialect: h.dialect, health: h}
	inner, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	ctx := lateContext{inner, time.Now().Add(-time.Millisecond)}
	away := lost(context.DeadlineExceeded)
	if got := c.explain(ctx, away); got != away || ctx.Err() == nil {
		t.Errorf("got %v, and the context's error is %v", got, ctx.Err())
	}
	if h.fault != nil {
		t.Errorf("the database is taken to have the fault %q", h.fault.message)
	}
	if c.explain(t.Context(), away); h.fault != &isAway {
		t.Error("a connection that is lost is no fault")
	}
}

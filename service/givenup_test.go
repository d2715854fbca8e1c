package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"omnimap/internal/dbtest"
	"omnimap/internal/scale"
	"omnimap/model"
)

// TestGivenUp gives each step of the cycle up after a moment, and then after a
// little longer, until it is done: before that it has changed nothing. It may
// take over 15 s: each time the whole database is verified.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		failed := 0
		for i, step := range cycle(s, actor, integration) {
			before := count(t, s, actor, integration)
			for patience := time.Millisecond; ; patience *= time.Duration(scale.Of(4, 2)) {
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				err := step(ctx)
				gone := ctx.Err() != nil
				cancel()
				if err == nil {
					break
				}
				if !gone {
					t.Fatalf("step %d, not given up: %v", i, err)
				}
				verified(t, s)
				if found := count(t, s, actor, integration); found != before {
					t.Fatalf("step %d, given up after %v: %+v, before %+v", i, patience, found, before)
				}
				if op := newest(t, s, actor); op != nil && op.State == model.StateFailed && op.FinishedAt.After(op.StartedAt.Time) {
					failed++
					if !strings.Contains(*op.Error, "given up") {
						t.Errorf("step %d says: %s", i, *op.Error)
					}
				} else if op != nil && op.State == model.StateRunning {
					t.Errorf("step %d runs for ever", i)
				}
			}
		}
		if failed == 0 {
			t.Error("no operation was given up while it ran")
		}
	})
}

package job

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/internal/scale"
)

// forever is the point of a child that carries runs out until it is killed.
const forever = "never"

// steps is how many steps a run of replicas has.
var steps = int64(scale.Of(40, 400))

// stepsToKill is how many steps all replicas do until one of them is killed.
var stepsToKill = scale.Of(10, 40)

// replica carries out runs, in steps that now and then wait or meet a fault.
func replica(store *db.Store) {
	w := NewWorker(store, slog.New(slog.DiscardHandler), failEffect, replicaOptions())
	w.Handle("count", func(ctx context.Context, run *Run) error {
		time.Sleep(rand.N(20 * time.Millisecond)) //nolint:forbidigo // This is the call to the outside.
		switch rand.N(12) {
		case 0:
			return Snooze(rand.N(20 * time.Millisecond))
		case 1:
			return errors.New("a fault")
		case 2:
			if err := next(ctx, run, steps); err != nil || run.ended {
				return err
			}
			return errors.New("a fault after a step")
		}
		return next(ctx, run, steps)
	})
	w.Run(context.Background())
}

func replicaOptions() Options {
	return Options{Lease: 500 * time.Millisecond, Renew: 100 * time.Millisecond, Poll: 10 * time.Millisecond,
		Pause: func(int64) time.Duration { return time.Millisecond }}
}

// TestReplicasKilled kills replicas at random moments while they carry out runs, and
// starts others: every run ends, and each of its steps was done once.
func TestReplicasKilled(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		replicas := make([]*exec.Cmd, 2)
		starting := func(i int) {
			replicas[i] = exec.Command(os.Args[0])
			replicas[i].Env = append(os.Environ(), childURL+"="+url, childPoint+"="+forever)
			replicas[i].Stderr = os.Stderr
			if err := replicas[i].Start(); err != nil {
				t.Fatal(err)
			}
		}
		kill := func(i int) {
			_ = replicas[i].Process.Kill()
			_ = replicas[i].Wait()
		}
		for i := range replicas {
			starting(i)
			t.Cleanup(func() { kill(i) })
		}
		var ids []string
		for account := range int64(scale.Of(6, 12)) {
			ids = append(ids, b.start(Spec{Account: account, Kind: "count"}))
		}
		kills, before := 0, 0
		b.untilWithin(10*time.Minute, "all runs have ended", func() bool {
			// On a busy machine a replica must come to do something before it is killed.
			time.Sleep(20 * time.Millisecond) //nolint:forbidigo // Looking takes time from the replicas.
			if done := b.allEffects(); done >= before+stepsToKill {
				before = done
				time.Sleep(rand.N(100 * time.Millisecond)) //nolint:forbidigo // It is killed at any moment.
				i := rand.N(len(replicas))
				kill(i)
				starting(i)
				kills++
			}
			return !slices.ContainsFunc(ids, func(id string) bool { return b.stored(id).EndedAt == nil })
		})
		taken := int64(0)
		for _, id := range ids {
			if found := b.effects(id); !slices.Equal(found, numbers(steps)) {
				t.Errorf("the steps of a run were %v", found)
			}
			taken += b.stored(id).Token
		}
		t.Logf("%d runs were taken %d times, with %d kills", len(ids), taken, kills)
	})
}

//go:build unix

package job

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"omnimap/internal/dbtest"
)

// TestPaused stops a process with SIGSTOP at each point of a run until another
// one has carried it out, and lets it go on: it writes nothing any more. One that
// is paused in a transaction is thrown out of it by PostgreSQL, so that what it
// has locked is free; SQLite's writer is its own as long as it likes.
func TestPaused(t *testing.T) {
	t.Parallel()
	for _, point := range points[:len(points)-1] {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			inTransaction := strings.HasPrefix(point, "in ") && point != "in the call"
			each := dbtest.Each
			if inTransaction {
				each = func(t *testing.T, test func(*testing.T, string)) { test(t, dbtest.Postgres(t)) }
			}
			each(t, func(t *testing.T, url string) {
				b := newBench(t, url)
				outside := filepath.Join(t.TempDir(), "outside")
				id := b.start(Spec{Account: 1, Kind: "ask"})
				paused := startChild(t, url, point, outside)
				if err := paused.Process.Signal(syscall.SIGSTOP); err != nil {
					t.Fatal(err)
				}
				stop := b.running(b.worker(childOptions(point), map[string]Handler{"ask": ask(outside, func(string) {})}))
				b.untilWithin(time.Minute, "the run ends", func() bool { return b.stored(id).EndedAt != nil })
				stop()
				before, n := b.stored(id), calls(t, outside)
				if err := paused.Process.Signal(syscall.SIGCONT); err != nil {
					t.Fatal(err)
				}
				fmt.Fprintln(paused.input)
				_ = paused.Wait()
				status := paused.ProcessState.ExitCode()
				if status != childLost && (status != childFailed || !inTransaction) {
					t.Errorf("the paused process ended with status %d", status)
				}
				if !sameRow(before, b.stored(id)) || !slices.Equal(b.effects(id), numbers(3)) {
					t.Errorf("it wrote: %+v became %+v; the effects are %v", before, b.stored(id), b.effects(id))
				}
				if more := calls(t, outside) - n; more > 1 || more == 1 && point != "in the call" && point != "before the intent" && point != "after the intent" {
					t.Errorf("it made %d calls", more)
				}
			})
		})
	}
}

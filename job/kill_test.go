package job

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/internal/scale"
)

// What a child process of these tests is told: its database, the point at which
// it stops, and the file that is the outside world.
const (
	childURL     = "OMNIMAP_TEST_CHILD_URL"
	childPoint   = "OMNIMAP_TEST_CHILD_POINT"
	childOutside = "OMNIMAP_TEST_CHILD_OUTSIDE"
)

// points are where a run can be killed: before and after each of its writes and
// its call, and within the transactions.
var points = []string{"before the intent", "in the intent", "after the intent", "in the call", "after the call", "in the answer", "after the answer", "in the end", "after the end"}

// asked is the state of a run that asks the outside for something once.
type asked struct{ Asked, Answered bool }

// ask is a handler that keeps the intent, calls, keeps the answer, and ends. at
// is called at each point.
func ask(outside string, at func(point string)) Handler {
	return func(ctx context.Context, run *Run) error {
		var s asked
		if err := run.State(&s); err != nil {
			return err
		}
		step := func(point string, n int64, do func(context.Context, any, func(*db.Tx) error) error) error {
			return do(ctx, s, func(tx *db.Tx) error {
				defer at("in " + point)
				return effect(tx, run.OperationID, n)
			})
		}
		if !s.Asked {
			at("before the intent")
			s.Asked = true
			if err := step("the intent", 1, run.Step); err != nil {
				return err
			}
			at("after the intent")
		}
		if !s.Answered {
			if err := call(outside, func() { at("in the call") }); err != nil {
				return err
			}
			at("after the call")
			s.Answered = true
			if err := step("the answer", 2, run.Step); err != nil {
				return err
			}
			at("after the answer")
		}
		err := step("the end", 3, func(ctx context.Context, _ any, fn func(*db.Tx) error) error { return run.End(ctx, fn) })
		if err == nil {
			at("after the end")
		}
		return err
	}
}

// call does something outside, which is seen as a line of a file.
func call(outside string, at func()) error {
	file, err := os.OpenFile(outside, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	at()
	_, err = fmt.Fprintln(file, "asked")
	return err
}

// calls counts the calls.
func calls(t *testing.T, outside string) int {
	t.Helper()
	text, err := os.ReadFile(outside)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.Count(string(text), "\n")
}

// The ends of a child that was not killed.
const (
	childBroken = 1 + iota
	childEnded
	childLost
	childFailed
)

// child carries out a run until the point at which it is to stop, says so, and
// waits for a line of its parent. Its exit status says what came then.
func child(url string) int {
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return childBroken
	}
	if os.Getenv(childPoint) == forever {
		replica(store)
	}
	input := bufio.NewReader(os.Stdin)
	handler := ask(os.Getenv(childOutside), func(point string) {
		if point == os.Getenv(childPoint) {
			fmt.Println(point)
			_, _ = input.ReadString('\n')
		}
	})
	ended := make(chan int, 1)
	w := NewWorker(store, slog.New(slog.DiscardHandler), failEffect, childOptions(os.Getenv(childPoint)))
	w.Handle("ask", func(ctx context.Context, run *Run) error {
		err := handler(ctx, run)
		switch {
		case err == nil:
			ended <- childEnded
		case isLost(err):
			ended <- childLost
		default:
			fmt.Fprintln(os.Stderr, err)
			ended <- childFailed
		}
		return err
	})
	go w.Run(context.Background())
	return <-ended
}

// childOptions are the times of the tests with processes; with the build tag
// scale, at one of the points, those that servers have.
func childOptions(point string) Options {
	if scale.Of(0, 1) == 1 && point == "in the answer" {
		return Options{}
	}
	return Options{Lease: 1500 * time.Millisecond, Renew: 300 * time.Millisecond, Poll: 50 * time.Millisecond}
}

// A process is a child at the point at which it stops.
type process struct {
	*exec.Cmd
	input io.Writer
}

// startChild starts a child and waits until it is at the point.
func startChild(t *testing.T, url, point, outside string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0])}
	p.Env = append(os.Environ(), childURL+"="+url, childPoint+"="+point, childOutside+"="+outside)
	p.Stderr = os.Stderr
	input, err := p.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.input = input
	output, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	if line, err := bufio.NewReader(output).ReadString('\n'); err != nil || line != point+"\n" {
		t.Fatalf("the child is at %q, %v; want %q", line, err, point)
	}
	return p
}

// TestKill kills a process with SIGKILL at each point of a run. A worker of
// another one goes on within a minute, and within the lease: every write is found
// once, and what was called is called again only where the answer was not kept.
func TestKill(t *testing.T) {
	t.Parallel()
	for _, point := range points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, url string) {
				b := newBench(t, url)
				outside := filepath.Join(t.TempDir(), "outside")
				id := b.start(Spec{Account: 1, Kind: "ask"})
				killed := startChild(t, url, point, outside)
				b.running(b.worker(childOptions(point), map[string]Handler{"ask": ask(outside, func(string) {})}))
				if err := killed.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				_ = killed.Wait()
				b.untilWithin(time.Minute, "the run ends", func() bool { return b.stored(id).EndedAt != nil })
				t.Logf("it ended %v after the kill", time.Since(began).Round(time.Millisecond))
				found, want := b.stored(id), 1
				if point == "after the call" || point == "in the answer" {
					want = 2
				}
				if n := calls(t, outside); n != want || !slices.Equal(b.effects(id), numbers(3)) {
					t.Errorf("%d calls, want %d; the effects are %v", n, want, b.effects(id))
				}
				if after := point != "after the end"; found.Token != 1+count(after) || found.Faults != count(after) {
					t.Errorf("it ended as %+v", found)
				}
			})
		})
	}
}

// TestContextDies has a worker whose context ends at each point without any
// cleaning up, as if its process had died: another worker goes on.
func TestContextDies(t *testing.T) {
	t.Parallel()
	for _, point := range points[:len(points)-1] {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			dbtest.EachPartitioned(t, func(t *testing.T, url string) {
				b := newBench(t, url)
				outside := filepath.Join(t.TempDir(), "outside")
				id := b.start(Spec{Account: 1, Kind: "ask"})
				ctx, die := context.WithCancel(t.Context())
				died := ask(outside, func(at string) {
					if at == point {
						die()
					}
				})
				w := b.worker(quick(), map[string]Handler{"ask": nil})
				if err := died(ctx, b.took(w)); err == nil {
					t.Fatal("it did not die")
				}
				b.pass(quick().Lease)
				if err := ask(outside, func(string) {})(t.Context(), b.took(w)); err != nil {
					t.Fatal(err)
				}
				if n := calls(t, outside); n < 1 || n > 2 || !slices.Equal(b.effects(id), numbers(3)) {
					t.Errorf("%d calls; the effects are %v", n, b.effects(id))
				}
			})
		})
	}
}

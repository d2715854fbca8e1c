package operation

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// newTestRunner returns a runner on a database, that watches it until the test
// ends.
func newTestRunner(t *testing.T, url string) *Runner {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	store, err := db.Open(context.Background(), url, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	r := NewRunner(store, log, func(context.Context, model.Actor, Spec) error { return nil })
	ctx, stop := context.WithCancel(context.Background())
	watching := make(chan struct{})
	go func() { r.Watch(ctx); close(watching) }()
	t.Cleanup(func() { stop(); <-watching })
	return r
}

// TestPhases subscribes to an operation that goes from phase to phase: each is
// told, also by another process, with how far the reading is; and none once the
// operation has ended.
func TestPhases(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		r := newTestRunner(t, url)
		watchers := map[string]*Runner{"the same process": r}
		if strings.HasPrefix(url, "postgres") {
			watchers["another process"] = newTestRunner(t, url)
		}
		actor := model.Actor{AccountID: 1, Name: "editor", Role: model.RoleEditor}
		subs := make(map[string]*Subscription)
		for who, watcher := range watchers {
			sub, err := watcher.Subscribe(actor, nil)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(sub.Close)
			subs[who] = sub
		}
		told := func(what string, is func(op *model.Operation) bool) {
			t.Helper()
			for who, sub := range subs {
				for {
					op, err := sub.Next(t.Context())
					if err != nil {
						t.Fatalf("%s is not told of %s: %v", who, what, err)
					}
					if is(op) {
						break
					}
				}
			}
		}
		in := func(phase model.OperationPhase) func(*model.Operation) bool {
			return func(op *model.Operation) bool { return op.Progress() != nil && op.Progress().Phase == phase }
		}
		err := r.Do(t.Context(), actor, Spec{Kind: model.OperationLoadOmni, FileName: "C:\\exports\\omni.csv"}, func(ctx context.Context, run *Run) error {
			run.Enter(model.PhaseReading)
			run.Progress.SetDone(5)
			told("the rows read", func(op *model.Operation) bool {
				return in(model.PhaseReading)(op) && op.Progress().Done == 5 && op.Progress().Total == nil && *op.FileName == "omni.csv"
			})
			run.Progress.SetTotal(5)
			told("their number", func(op *model.Operation) bool { return op.Progress().Total != nil && *op.Progress().Total == 5 })
			// The rows are all read, but not all is done.
			run.Enter(model.PhaseChecking)
			told("the check", func(op *model.Operation) bool {
				return in(model.PhaseChecking)(op) && op.Progress().Done == 0 && op.Progress().Total == nil
			})
			return run.Change(ctx, func(tx *db.Tx) error {
				told("the wait for locks", in(model.PhaseWaiting))
				run.Enter(model.PhaseMatching)
				told("the matching", in(model.PhaseMatching))
				return run.Succeed(tx)
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		told("the end", func(op *model.Operation) bool { return op.State == model.StateSucceeded && op.Progress() == nil })
	})
}

// TestCleanFileName keeps names as far as they can be shown.
func TestCleanFileName(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                                 "",
		"listings.txt":                     "listings.txt",
		"/home/a/../listings.txt":          "listings.txt",
		`C:\Users\a\Bestände März.csv`:     "Bestände März.csv",
		"uploads/":                         "",
		"  spaced\tout\u00a0name .csv ":    "spaced out name .csv",
		"evil\u202etxt.exe\x00\x1b[2J.csv": "eviltxt.exe[2J.csv",
		"not UTF-8 \xff.csv":               "not UTF-8 .csv",
		"商品一覧.csv":                         "商品一覧.csv",
		strings.Repeat("é", 255):           strings.Repeat("é", 255),
		strings.Repeat("é", 300) + ".csv":  strings.Repeat("é", 199) + "…" + strings.Repeat("é", 51) + ".csv",
	} {
		got := ""
		if name := cleanFileName(given); name != nil {
			got = *name
		}
		if got != want {
			t.Errorf("%q is kept as %q, want %q", given, got, want)
		}
	}
}

package job

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
)

// world is what runs ought to be like, by plain loops, in hours: Go has no other
// clock here than what is let pass.
type world struct {
	*bench
	now     int
	runs    []*known
	workers []*Worker
	// integrations are none, and one.
	integrations []*int64
	// taken are all runs that were ever taken, those that were lost included.
	taken []*taken
}

// known is what is known of a run.
type known struct {
	spec                                Spec
	id                                  string
	due, lease, moved, attempts, faults int
	token                               int64
	state                               int64
	effects                             []int64
	cancelled, ended                    bool
}

// taken is a run as a worker took it.
type taken struct {
	*Run
	of     *known
	worker *Worker
}

// hours have a lease last two, and a run be stuck after twenty.
func hours() Options {
	return Options{Lease: 2 * time.Hour, Renew: time.Hour, Stuck: 20 * time.Hour,
		Pause: func(attempts int64) time.Duration { return time.Duration(attempts) * time.Hour }}
}

func (w *world) isHeld(r *taken) bool { return !r.of.ended && r.of.token == r.token }

// checkAll compares all runs with what is known.
func (w *world) checkAll(r *rapid.T) {
	var rows []struct {
		Stored      stored `gorm:"embedded"`
		OperationID string
	}
	var effects []struct {
		OperationID string
		N           int64
	}
	reader := w.store.Reader(context.Background())
	if err := errors.Join(reader.Raw("SELECT * FROM runs").Scan(&rows).Error, reader.Raw("SELECT * FROM effects ORDER BY n").Scan(&effects).Error); err != nil {
		r.Fatal(err)
	}
	found, did, now := map[string]stored{}, map[string][]int64{}, w.bench.now()
	for _, row := range rows {
		found[row.OperationID] = row.Stored
	}
	for _, e := range effects {
		did[e.OperationID] = append(did[e.OperationID], e.N)
	}
	for _, k := range w.runs {
		w.check(r, k, found[k.id], did[k.id], now)
	}
}

// check compares a run's row and its effects with what is known.
func (w *world) check(r *rapid.T, k *known, found stored, effects []int64, now model.Time) {
	hour := func(what string, at time.Time, want int) {
		if off := at.Sub(now.Time) - time.Duration(want-w.now)*time.Hour; off.Abs() > 30*time.Minute {
			r.Fatalf("%s is %v off in %+v", what, off, found)
		}
	}
	if (found.EndedAt != nil) != k.ended || found.Token != k.token || found.Attempts != int64(k.attempts) || found.Faults != int64(k.faults) || found.Cancelled != k.cancelled {
		r.Fatalf("the run is %+v, want %+v", found, k)
	}
	if !slices.Equal(effects, k.effects) {
		r.Fatalf("the effects are %v, want %v", effects, k.effects)
	}
	if k.ended {
		return
	}
	hour("the next step", found.DueAt.Time, k.due)
	hour("the last move", found.MovedAt.Time, k.moved)
	if k.lease == 0 != (found.LeaseUntil.UnixMicro() == 0) {
		r.Fatalf("the lease is %v, want it in hour %d", found.LeaseUntil, k.lease)
	}
	if k.lease > 0 {
		hour("the lease", found.LeaseUntil.Time, k.lease)
	}
}

func (w *world) start(r *rapid.T) {
	spec := Spec{Account: rapid.Int64Range(1, 2).Draw(r, "account"), Kind: rapid.SampledFrom([]string{"x", "y"}).Draw(r, "kind"),
		Integration: w.integrations[rapid.IntRange(0, 1).Draw(r, "integration")], After: time.Duration(rapid.IntRange(0, 3).Draw(r, "after")) * time.Hour}
	there := slices.IndexFunc(w.runs, func(k *known) bool {
		return !k.ended && k.spec.Account == spec.Account && k.spec.Kind == spec.Kind && k.spec.Integration == spec.Integration
	})
	var id string
	var already bool
	w.change(func(tx *db.Tx) (err error) {
		id, already, err = Start(tx, spec)
		return err
	})
	if already != (there >= 0) || already && w.runs[there].id != id {
		r.Fatalf("starting %+v gave %s, there already: %v", spec, id, already)
	}
	if !already {
		w.runs = append(w.runs, &known{spec: spec, id: id, due: w.now + int(spec.After/time.Hour), moved: w.now})
	}
}

func (w *world) takes(r *rapid.T) {
	worker := w.workers[rapid.IntRange(0, 1).Draw(r, "worker")]
	var first *known
	for _, k := range w.runs {
		if !k.ended && k.due <= w.now && k.lease <= w.now && (first == nil || k.due < first.due) {
			first = k
		}
	}
	run := w.take(worker)
	if (run == nil) != (first == nil) {
		r.Fatalf("%+v was taken, want %+v", run, first)
	}
	if run == nil {
		return
	}
	k := w.runs[slices.IndexFunc(w.runs, func(k *known) bool { return k.id == run.OperationID })]
	if k.ended || k.due != first.due || k.lease > w.now || run.cancelled != k.cancelled {
		r.Fatalf("%+v was taken, and %+v is due", k, first)
	}
	if k.lease > 0 {
		k.attempts++
		k.faults++
	}
	k.token++
	k.lease = w.now + 2
	w.taken = append(w.taken, &taken{run, k, worker})
}

// steps has a run that was taken at any time commit a step.
func (w *world) steps(r *rapid.T) {
	if len(w.taken) == 0 {
		r.Skip("none was taken")
	}
	run := w.taken[rapid.IntRange(0, len(w.taken)-1).Draw(r, "run")]
	k, moves, n := run.of, rapid.Bool().Draw(r, "moves"), int64(len(run.of.effects)+1)
	var state any
	if moves {
		state = progress{k.state + 1}
	}
	err := run.Step(context.Background(), state, func(tx *db.Tx) error { return effect(tx, k.id, n) })
	switch {
	case !w.isHeld(run):
		if !errors.Is(err, ErrLost) {
			r.Fatalf("a lost run took a step: %v", err)
		}
		return
	case k.cancelled != errors.Is(err, ErrCancelled), !k.cancelled && err != nil:
		r.Fatalf("the step of a run (cancelled: %v): %v", k.cancelled, err)
	}
	k.effects = append(k.effects, n)
	k.lease = w.now + 2
	if moves {
		k.state++
		k.moved, k.attempts = w.now, 0
	}
}

// ends has a run that was taken at any time end.
func (w *world) ends(r *rapid.T) {
	if len(w.taken) == 0 {
		r.Skip("none was taken")
	}
	run := w.taken[rapid.IntRange(0, len(w.taken)-1).Draw(r, "run")]
	err := run.End(context.Background(), func(tx *db.Tx) error { return effect(tx, run.OperationID, int64(len(run.of.effects)+1)) })
	if held := w.isHeld(run); held != (err == nil) || !held && !errors.Is(err, ErrLost) {
		r.Fatalf("the end of a run that is held: %v, gave %v", held, err)
	} else if held {
		run.of.effects = append(run.of.effects, int64(len(run.of.effects)+1))
		run.of.ended, run.of.cancelled = true, false
	}
}

// settles gives a run back that was taken at any time.
func (w *world) settles(r *rapid.T) {
	if len(w.taken) == 0 {
		r.Skip("none was taken")
	}
	run := w.taken[rapid.IntRange(0, len(w.taken)-1).Draw(r, "run")]
	k := run.of
	wait := rapid.IntRange(0, 4).Draw(r, "wait")
	results := map[string]error{"snooze": Snooze(time.Duration(wait) * time.Hour), "fault": errors.New("a fault"), "final": Final(errors.New("broken")), "stopping": ErrStopping}
	name := rapid.SampledFrom([]string{"snooze", "fault", "final", "stopping"}).Draw(r, "result")
	err := run.worker.settle(context.Background(), run.Run, results[name])
	held := w.isHeld(run)
	if held != (err == nil) || !held && !errors.Is(err, ErrLost) {
		r.Fatalf("giving a run back that is held: %v, gave %v", held, err)
	}
	stuck := w.now-k.moved >= 20
	switch {
	case !held:
		return
	case k.cancelled, name == "final", stuck && name != "stopping":
		k.ended = true
		k.effects = append([]int64{failed}, k.effects...)
		return
	case name == "snooze":
		k.due = w.now + wait
	case name == "stopping":
		k.due = w.now
	case name == "fault":
		k.attempts++
		k.faults++
		k.due = w.now + k.attempts
	}
	k.lease = 0
}

func (w *world) cancels(r *rapid.T) {
	if len(w.runs) == 0 {
		r.Skip("there is none")
	}
	k := w.runs[rapid.IntRange(0, len(w.runs)-1).Draw(r, "run")]
	var found bool
	w.change(func(tx *db.Tx) (err error) {
		found, err = Cancel(tx, k.spec.Account, k.id)
		return err
	})
	if found == k.ended {
		r.Fatalf("cancelling %+v found it: %v", k, found)
	}
	if found {
		k.cancelled, k.due = true, w.now
	}
}

// TestProperty starts, takes, carries out, loses, gives back and cancels runs in
// any order, and compares each with what it ought to be.
func TestProperty(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		rapid.Check(t, func(r *rapid.T) {
			b.change(func(tx *db.Tx) error {
				return errors.Join(tx.Exec("DELETE FROM runs").Error, tx.Exec("DELETE FROM effects").Error)
			})
			handlers := map[string]Handler{"x": nil, "y": nil}
			one := int64(1)
			w := &world{bench: b, integrations: []*int64{nil, &one}, workers: []*Worker{b.worker(hours(), handlers), b.worker(hours(), handlers)}}
			r.Repeat(map[string]func(*rapid.T){
				"start": w.start, "take": w.takes, "take again": w.takes, "step": w.steps, "end": w.ends, "give back": w.settles, "cancel": w.cancels,
				"pass": func(r *rapid.T) {
					passed := rapid.IntRange(1, 6).Draw(r, "hours")
					w.pass(time.Duration(passed) * time.Hour)
					w.now += passed
				},
				"": w.checkAll,
			})
		})
	})
}

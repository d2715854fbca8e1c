package service_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"omnimap/internal/dbtest"
)

// TestUndoDeleteAll deletes all mappings of an integration and restores them,
// with nothing in between, or with anything that may happen to an account. As
// TestWorlds it may take over 15 s.
func TestUndoDeleteAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		checkWorlds(t, url, func(t *rapid.T, ctx context.Context, w *world) {
			for range rapid.IntRange(1, 3).Draw(t, "times") {
				w.undoDeleteAll(t, ctx)
			}
		})
	})
}

func (w *world) undoDeleteAll(t *rapid.T, ctx context.Context) {
	m := evenly(w.markets...).Draw(t, "integration")
	w.check(t, ctx, "import products", w.importInto(t, ctx, m))
	w.check(t, ctx, "delete all mappings", w.deleteAllOf(ctx, m, m.name, drawDeleteOptions(t)))
	ours, theirs := w.deletions(t, ctx)
	w.someSteps(t, ctx)
	if last := len(ours) - 1; last >= 0 {
		w.check(t, ctx, "restore mappings", w.restore(ctx, ours[last].ID, theirs[last].ID))
	}
	w.someSteps(t, ctx)
}

func (w *world) someSteps(t *rapid.T, ctx context.Context) {
	for range rapid.IntRange(0, 2).Draw(t, "steps") {
		step := drawStep(t)
		w.check(t, ctx, step.name, step.do(w, t, ctx))
	}
}

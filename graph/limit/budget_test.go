package limit

import (
	"testing"
	"time"
)

func TestBudgets(t *testing.T) {
	b := newBudgets(600)
	begin := time.Unix(1_000, 0)
	for _, step := range []struct {
		key    string
		after  time.Duration
		points int64
		left   int64
		ok     bool
	}{
		{"a", 0, 400, 200, true},
		{"a", 0, 201, 200, false},
		{"a", 0, 200, 0, true},
		{"b", 0, 600, 0, true},
		{"a", 900 * time.Millisecond, 10, 9, false},
		{"a", time.Second, 10, 0, true},
		{"a", time.Hour, 1, 599, true},
		// A clock that goes back restores nothing.
		{"a", time.Minute, 1, 598, true},
	} {
		if left, ok := b.take(step.key, step.points, begin.Add(step.after)); left != step.left || ok != step.ok {
			t.Errorf("after %v, %s takes %d: %d left, %v; want %d, %v", step.after, step.key, step.points, left, ok, step.left, step.ok)
		}
	}
	if wait := b.wait(11); wait != 2 {
		t.Errorf("11 points take %d s", wait)
	}
}

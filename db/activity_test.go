package db

import (
	"testing"
	"time"
)

func TestActivity(t *testing.T) {
	t.Parallel()
	var a activity
	begin := time.Unix(1_000, 0)
	for _, step := range []struct {
		after   time.Duration
		reads   int64
		account int64
		alone   bool
	}{
		{0, 1, 1, true},
		{time.Second, 1, 2, false},
		{2 * time.Second, 2, 1, false},
		{3 * time.Second, 1, 1, false},
		{6 * time.Second, 1, 1, false},
		{7 * time.Second, 1, 1, true},
		{8 * time.Second, 1, 3, false},
		{13 * time.Second, 0, 3, true},
	} {
		now := begin.Add(step.after)
		if step.reads != 0 {
			a.see(step.reads, now)
		}
		if alone := a.isAlone(step.account, now); alone != step.alone {
			t.Errorf("after %v, account %d is alone: %t", step.after, step.account, alone)
		}
	}
}

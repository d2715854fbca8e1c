package db

import (
	"sync"
	"time"
)

// activity remembers which accounts read lately: the last one, and when the last
// of the others did.
type activity struct {
	mu           sync.Mutex
	last         int64
	at, othersAt time.Time
}

// activeFor is how long an account that has read counts as active.
const activeFor = 5 * time.Second

// see records a read.
func (a *activity) see(account int64, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if account != a.last {
		a.last, a.othersAt = account, a.at
	}
	a.at = now
}

// isAlone reports whether no other account than this is active.
func (a *activity) isAlone(account int64, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	other := a.othersAt
	if account != a.last {
		other = a.at
	}
	return now.Sub(other) >= activeFor
}

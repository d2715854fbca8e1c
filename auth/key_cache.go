package auth

import (
	"sync"
	"time"

	"omnimap/model"
)

// How long what was read of the keys is held for true, and how often their use
// is written down.
const (
	freshFor      = 2 * time.Second
	writeUseEvery = 30 * time.Second
)

// known is what this process last read of the keys, and how they were used
// since. It holds no key that is not in the database, so that guessing fills no
// memory.
type known struct {
	mu      sync.Mutex
	keys    map[string]knownKey
	used    map[string]time.Time
	exist   bool
	existAt time.Time
}

type knownKey struct {
	key *model.APIKey
	at  time.Time
}

func newKnown() *known {
	return &known{keys: make(map[string]knownKey), used: make(map[string]time.Time)}
}

// key gives a key that was read not long ago, else nil.
func (n *known) key(id string, now time.Time) *model.APIKey {
	n.mu.Lock()
	defer n.mu.Unlock()
	if found, ok := n.keys[id]; ok && now.Sub(found.at) < freshFor {
		return found.key
	}
	return nil
}

func (n *known) setKey(key *model.APIKey, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.keys[key.ID] = knownKey{key, now}
}

// anyKey tells whether there are keys, and whether that was read not long ago.
// Once there are, there always will be: revoked ones stay.
func (n *known) anyKey(now time.Time) (exist, fresh bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.exist, n.exist || !n.existAt.IsZero() && now.Sub(n.existAt) < freshFor
}

func (n *known) setAnyKey(exist bool, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.exist, n.existAt = exist, now
}

func (n *known) use(id string, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.used[id] = now
}

// takeUsed gives the uses that were not written down yet, and forgets them.
func (n *known) takeUsed() map[string]time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	used := n.used
	n.used = make(map[string]time.Time)
	return used
}

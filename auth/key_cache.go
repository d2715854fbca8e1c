package auth

import (
	"sync"
	"time"

	"omnimap/model"
)

const (
	// cacheFor is how long a key is used as it was read; a revoked key works
	// that long.
	cacheFor = 2 * time.Second
	// writeUseEvery is how often the last uses of keys are written.
	writeUseEvery = 30 * time.Second
)

// keyCache holds the keys that this process read last, and when each was used
// since. Keys that are not in the database are not cached, so that guesses take
// no memory.
type keyCache struct {
	mu      sync.Mutex
	keys    map[string]cachedKey
	used    map[string]time.Time
	exist   bool
	existAt time.Time
}

type cachedKey struct {
	key *model.APIKey
	at  time.Time
}

func newKeyCache() *keyCache {
	return &keyCache{keys: make(map[string]cachedKey), used: make(map[string]time.Time)}
}

// key returns a key that was read within cacheFor, else nil.
func (c *keyCache) key(id string, now time.Time) *model.APIKey {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, ok := c.keys[id]; ok && now.Sub(found.at) < cacheFor {
		return found.key
	}
	return nil
}

// accountOf returns the account of a key that was read once; 0 of another.
func (c *keyCache) accountOf(id string) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, ok := c.keys[id]; ok {
		return found.key.AccountID
	}
	return 0
}

func (c *keyCache) setKey(key *model.APIKey, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keys[key.ID] = cachedKey{key, now}
}

// anyKey reports whether there are keys, and whether the answer is fresh. Once
// there are keys it stays so: revoked ones are kept.
func (c *keyCache) anyKey(now time.Time) (exist, fresh bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.exist, c.exist || !c.existAt.IsZero() && now.Sub(c.existAt) < cacheFor
}

func (c *keyCache) setAnyKey(exist bool, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.exist, c.existAt = exist, now
}

func (c *keyCache) use(id string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used[id] = now
}

// drainUsed returns the uses that were not written yet, and removes them.
func (c *keyCache) drainUsed() map[string]time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	used := c.used
	c.used = make(map[string]time.Time)
	return used
}

package auth

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"omnimap/model"
)

const (
	// lookEvery is how often the keys of open streams are looked at, and
	// lookTimeout how long that may take. A stream ends well within two seconds.
	lookEvery   = 500 * time.Millisecond
	lookTimeout = 2 * time.Second
	// lookAtOnce is how many keys one statement reads.
	lookAtOnce = 500
)

// heldKeys are the keys of open streams, by their ids; the empty id is that of
// streams without a key.
type heldKeys struct {
	mu   sync.Mutex
	keys map[string]*heldKey
}

// heldKey is a key of n streams.
type heldKey struct {
	n     int
	ended chan struct{}
}

// Hold gives a channel that is closed when the key with that id was revoked or
// has expired, by any process; for the empty id, when there are keys. release
// ends the watch. Watch must be running.
func (k *Keys) Hold(id string) (ended <-chan struct{}, release func()) {
	held := k.held.add(id)
	return held.ended, sync.OnceFunc(func() { k.held.release(id, held) })
}

func (h *heldKeys) add(id string) *heldKey {
	h.mu.Lock()
	defer h.mu.Unlock()
	held := h.keys[id]
	if held == nil {
		held = &heldKey{ended: make(chan struct{})}
		h.keys[id] = held
	}
	held.n++
	return held
}

func (h *heldKeys) release(id string, held *heldKey) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if held.n--; held.n == 0 && h.keys[id] == held {
		delete(h.keys, id)
	}
}

// end ends the streams of a key.
func (h *heldKeys) end(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if held := h.keys[id]; held != nil {
		close(held.ended)
		delete(h.keys, id)
	}
}

func (h *heldKeys) ids() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Keys(h.keys))
}

// endHeld ends the streams whose keys hold no more. It reads all of their keys
// at once, however many streams there are.
func (k *Keys) endHeld(ctx context.Context) error {
	ids := k.held.ids()
	if len(ids) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	if slices.Contains(ids, "") {
		exist, err := k.readExist(ctx)
		if err != nil {
			return err
		}
		if exist {
			k.held.end("")
		}
	}
	for some := range slices.Chunk(ids, lookAtOnce) {
		if err := k.endInvalid(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

// endInvalid ends the streams of those of the keys that are not valid.
func (k *Keys) endInvalid(ctx context.Context, ids []string) error {
	var found []*model.APIKey
	if err := k.store.Reader(ctx).Where("id IN ?", ids).Find(&found).Error; err != nil {
		return fmt.Errorf("look at the keys of streams: %w", err)
	}
	now, valid := time.Now(), make(map[string]bool, len(found))
	for _, key := range found {
		k.cache.setKey(key, now)
		valid[key.ID] = isValid(key, now)
	}
	for _, id := range ids {
		if id != "" && !valid[id] {
			k.held.end(id)
		}
	}
	return nil
}

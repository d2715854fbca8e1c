package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"sync"
	"time"

	"gorm.io/gorm"

	"omnimap/model"
)

// Identify returns the key with this text; nil if there is none, or it is
// revoked or expired.
func (k *Keys) Identify(ctx context.Context, text string) (*model.APIKey, error) {
	parts := keyPattern.FindStringSubmatch(text)
	if parts == nil {
		return nil, nil
	}
	key, err := k.find(ctx, parts[1])
	if err != nil || key == nil {
		return nil, err
	}
	now := time.Now()
	hash := sha256.Sum256([]byte(text))
	if subtle.ConstantTimeCompare(hash[:], key.Hash) != 1 {
		return nil, nil
	}
	if !isValid(key, now) {
		return nil, nil
	}
	k.cache.use(key.ID, now)
	return key, nil
}

// isValid reports whether a key is neither revoked nor expired.
func isValid(key *model.APIKey, now time.Time) bool {
	return key.RevokedAt == nil && (key.ExpiresAt == nil || now.Before(key.ExpiresAt.Time))
}

// find returns a key by its id, from the cache or the database; nil where there
// is none.
func (k *Keys) find(ctx context.Context, id string) (*model.APIKey, error) {
	if key := k.cache.key(id, time.Now()); key != nil {
		return key, nil
	}
	var found []*model.APIKey
	err := k.store.Read(k.looking(ctx, id), func(g *gorm.DB) error { return g.Where("id = ?", id).Find(&found).Error })
	if err != nil {
		return nil, fmt.Errorf("find key: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	k.cache.setKey(found[0], time.Now())
	return found[0], nil
}

// looking is the context in which a key is looked up: a light read, in the turn
// of the account of a key that is known. Guesses have one turn among them.
func (k *Keys) looking(ctx context.Context, id string) context.Context {
	actor := model.Actor{AccountID: k.cache.accountOf(id)}
	return model.WithActor(model.WithEffort(ctx, model.EffortLight), actor)
}

// Watch ends the streams of keys that hold no more, and writes at intervals when
// keys were last used, until ctx ends. Requests do not write it themselves, so
// that none waits for a writer's lock.
func (k *Keys) Watch(ctx context.Context) {
	var writing sync.WaitGroup
	defer writing.Wait()
	writing.Go(func() { k.every(ctx, writeUseEvery, "write the last uses of keys", k.WriteUse) })
	k.every(ctx, lookEvery, "look at the keys of streams", k.endHeld)
}

// every calls do at intervals until ctx ends, and logs what went wrong.
func (k *Keys) every(ctx context.Context, interval time.Duration, what string, do func(context.Context) error) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := do(ctx); err != nil && ctx.Err() == nil {
			k.log.WarnContext(ctx, what, "error", err)
		}
	}
}

// WriteUse writes when keys were last used, where that was not written yet.
func (k *Keys) WriteUse(ctx context.Context) error {
	for id, at := range k.cache.drainUsed() {
		err := k.store.Reader(ctx).Model(&model.APIKey{}).
			Where("id = ? AND (last_used_at IS NULL OR last_used_at < ?)", id, model.NewTime(at)).
			Update("last_used_at", model.NewTime(at)).Error
		if err != nil {
			return fmt.Errorf("write the last use of key %s: %w", id, err)
		}
	}
	return nil
}

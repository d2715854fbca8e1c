package idempotency

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
)

const (
	// Retention is how long the response to a mutation is returned to repeated
	// requests.
	Retention = 24 * time.Hour
	// deleteExpiredEvery is how often expired responses are deleted.
	deleteExpiredEvery = time.Hour
	// maxAttempts bounds how often a request is tried that another attempt is
	// found to have answered. The next one finds that answer.
	maxAttempts = 3
	// retryEvery is how often a lock that another process holds is tried again.
	retryEvery = 50 * time.Millisecond
)

// ResponseStore stores the responses to idempotent requests. It is safe for
// concurrent use.
type ResponseStore struct {
	store *db.Store
	log   *slog.Logger
	// locks makes repeats of a request wait for each other.
	locks *keyLocks
}

// NewResponseStore returns a ResponseStore on store.
func NewResponseStore(store *db.Store, log *slog.Logger) *ResponseStore {
	return &ResponseStore{store: store, log: log, locks: newKeyLocks()}
}

// A Request is a mutation that clients may send again with the same key.
type Request struct {
	// Field is the mutation's name.
	Field string
	// Key is the idempotency key that the client chose.
	Key string
	// Fingerprint is equal for equal inputs and selections.
	Fingerprint []byte
}

// A KeyMismatchError says that the key was used before with another input or
// selection.
type KeyMismatchError struct{ Field, Key string }

func (e *KeyMismatchError) Error() string {
	return fmt.Sprintf("The idempotency key %s was used within 24 hours for %s with another input or selection. "+
		"Nothing was done. A repeat must be the same request; for anything else use a new key.", model.Quote(e.Key), e.Field)
}

// key identifies a request and its repeats.
type key struct {
	account            int64
	apiKey, field, key string
}

// lockName is the name of the advisory lock for the key.
func (k key) lockName() string {
	return fmt.Sprintf("repeatable %d %q %q %q", k.account, k.apiKey, k.field, k.key)
}

// DoIdempotent returns the response that the same request had within the last
// 24 hours. If there is none, it calls do and stores the response if do says
// so. Of two requests at once, in any processes, one runs while the other waits
// until ctx ends.
//
// If the work was done, but no response stored, do makes the response from what
// was done: see Kept. If another attempt turns out to have answered, what do
// returned does not count.
func (s *ResponseStore) DoIdempotent(ctx context.Context, actor model.Actor, request Request, do func() (response []byte, keep bool)) ([]byte, error) {
	key := key{actor.AccountID, actor.KeyID, request.Field, request.Key}
	if response, err := s.find(ctx, key, request); response != nil || err != nil {
		return response, err
	}
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("wait for the same request: %w", err)
	}
	defer unlock()
	release, err := s.lock(ctx, key.lockName())
	if err != nil {
		return nil, err
	}
	defer release()
	for range maxAttempts {
		response, answered, err := s.attempt(ctx, key, request, do)
		if err != nil || !answered {
			return response, err
		}
	}
	return nil, errors.New("another attempt is said to have answered the request, but there is no answer")
}

// attempt answers a request. It reports whether another attempt has answered
// it meanwhile.
func (s *ResponseStore) attempt(ctx context.Context, key key, request Request, do func() ([]byte, bool)) (response []byte, answered bool, err error) {
	if response, err = s.find(ctx, key, request); response != nil || err != nil {
		return response, false, err
	}
	result, err := s.findResult(ctx, key, request)
	if err != nil {
		return nil, false, err
	}
	claim := claimOf(ctx)
	claim.begin(key, request.Fingerprint, result)
	response, keep := do()
	switch {
	case claim.lost:
		return nil, true, nil
	case keep:
		// The client may be gone; its repeat is to find the response.
		ctx = context.WithoutCancel(ctx)
		answered, err := s.save(ctx, key, request, response, result != nil || claim.stored)
		if err != nil {
			s.log.ErrorContext(ctx, "store an idempotent response", "field", key.field, "error", err)
		}
		return response, answered, nil
	}
	return response, false, nil
}

// find returns the stored response; nil if there is none.
func (s *ResponseStore) find(ctx context.Context, key key, request Request) ([]byte, error) {
	var found []*model.IdempotentResponse
	err := s.store.Read(ctx, func(g *gorm.DB) error { return key.valid(g).Find(&found).Error })
	if err != nil {
		return nil, fmt.Errorf("find a stored response: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	if err := key.check(request, found[0].Fingerprint); err != nil {
		return nil, err
	}
	return found[0].Response, nil
}

// findResult returns what was done for the request, if its response is not
// stored; nil if nothing was.
func (s *ResponseStore) findResult(ctx context.Context, key key, request Request) ([]byte, error) {
	var found []*model.IdempotentResult
	err := s.store.Read(ctx, func(g *gorm.DB) error { return key.valid(g).Find(&found).Error })
	if err != nil {
		return nil, fmt.Errorf("find what was done: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	if err := key.check(request, found[0].Fingerprint); err != nil {
		return nil, err
	}
	return found[0].Result, nil
}

// check returns an error if the key was used with another input or selection.
func (k key) check(request Request, fingerprint []byte) error {
	if bytes.Equal(fingerprint, request.Fingerprint) {
		return nil
	}
	return &KeyMismatchError{Field: k.field, Key: k.key}
}

// rows selects the key's row, valid if it counts, and expired if not any more.
func (k key) rows(g *gorm.DB) *gorm.DB {
	return g.Where("account_id = ? AND api_key_id = ? AND field = ? AND key = ?", k.account, k.apiKey, k.field, k.key)
}

func (k key) valid(g *gorm.DB) *gorm.DB   { return k.rows(g).Where("created_at > ?", expiry()) }
func (k key) expired(g *gorm.DB) *gorm.DB { return k.rows(g).Where("created_at <= ?", expiry()) }

// expiry is when what expires now was stored.
func expiry() model.Time { return model.NewTime(time.Now().Add(-Retention)) }

// save stores a response and replaces an expired one. It takes the place of
// what was done, if that is stored; else nothing was, and the key is taken as
// work would take it, so that no late attempt does it after all.
func (s *ResponseStore) save(ctx context.Context, key key, request Request, response []byte, done bool) (answered bool, err error) {
	row := model.IdempotentResponse{AccountID: key.account, APIKeyID: key.apiKey, Field: key.field, Key: key.key,
		Fingerprint: request.Fingerprint, Response: response, CreatedAt: model.NewTime(time.Now())}
	err = s.store.Change(ctx, func(tx *db.Tx) error {
		if !done {
			free, err := key.take(tx, request.Fingerprint, []byte("null"))
			if answered = !free; err != nil || answered {
				return err
			}
		}
		if err := key.expired(tx.DB).Delete(&model.IdempotentResponse{}).Error; err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return key.rows(tx.DB).Delete(&model.IdempotentResult{}).Error
	})
	return answered && err == nil, err
}

// lock takes the key's lock among processes, and waits until ctx ends while
// another one holds it. No connection is held while waiting. If one process
// serves the database, the key lock in memory is enough.
func (s *ResponseStore) lock(ctx context.Context, name string) (release func(), err error) {
	for {
		release, free, err := s.store.TryLock(ctx, name)
		if free || err != nil {
			return release, err
		}
		select {
		case <-time.After(retryEvery):
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the same request: %w", ctx.Err())
		}
	}
}

// DeleteExpiredResponses deletes expired responses, now and at intervals, until
// ctx ends.
func (s *ResponseStore) DeleteExpiredResponses(ctx context.Context) {
	tick := time.NewTicker(deleteExpiredEvery)
	defer tick.Stop()
	for {
		if err := s.deleteExpired(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "delete expired responses", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *ResponseStore) deleteExpired(ctx context.Context) error {
	return s.store.Change(ctx, func(tx *db.Tx) error {
		return errors.Join(tx.Where("created_at <= ?", expiry()).Delete(&model.IdempotentResult{}).Error,
			tx.Where("created_at <= ?", expiry()).Delete(&model.IdempotentResponse{}).Error)
	})
}

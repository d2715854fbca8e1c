package idempotency

import (
	"bytes"
	"context"
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
	// maxLocks bounds how many mutations of this process hold an advisory lock.
	// Each uses a connection besides the one for its work. See ADR 13.
	maxLocks = 8
	// retryEvery is how often a lock that another process holds is tried again.
	retryEvery = 50 * time.Millisecond
)

// ResponseStore stores the responses to idempotent requests. It is safe for
// concurrent use.
type ResponseStore struct {
	store *db.Store
	log   *slog.Logger
	// locks makes repeats of a request wait for each other, and slots bounds
	// how many mutations hold an advisory lock.
	locks *keyLocks
	slots chan struct{}
}

// NewResponseStore returns a ResponseStore on store.
func NewResponseStore(store *db.Store, log *slog.Logger) *ResponseStore {
	return &ResponseStore{store: store, log: log, locks: newKeyLocks(), slots: make(chan struct{}, maxLocks)}
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
	var response []byte
	err = s.withLock(ctx, key.lockName(), func() error {
		if response, err = s.find(ctx, key, request); response != nil || err != nil {
			return err
		}
		var keep bool
		if response, keep = do(); keep {
			s.save(context.WithoutCancel(ctx), key, request, response)
		}
		return nil
	})
	return response, err
}

// find returns the stored response; nil if there is none.
func (s *ResponseStore) find(ctx context.Context, key key, request Request) ([]byte, error) {
	var found []*model.IdempotentResponse
	err := s.store.Read(ctx, func(g *gorm.DB) error {
		return key.rows(g).Where("created_at > ?", model.NewTime(time.Now().Add(-Retention))).Find(&found).Error
	})
	if err != nil {
		return nil, fmt.Errorf("find a stored response: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	if !bytes.Equal(found[0].Fingerprint, request.Fingerprint) {
		return nil, &KeyMismatchError{Field: key.field, Key: key.key}
	}
	return found[0].Response, nil
}

// rows selects the key's row.
func (k key) rows(g *gorm.DB) *gorm.DB {
	return g.Where("account_id = ? AND api_key_id = ? AND field = ? AND key = ?", k.account, k.apiKey, k.field, k.key)
}

// save stores a response and replaces an expired one. Errors are only logged:
// the mutation is done, and its client must get the response.
func (s *ResponseStore) save(ctx context.Context, key key, request Request, response []byte) {
	row := model.IdempotentResponse{AccountID: key.account, APIKeyID: key.apiKey, Field: key.field, Key: key.key,
		Fingerprint: request.Fingerprint, Response: response, CreatedAt: model.NewTime(time.Now())}
	err := s.store.Change(ctx, func(tx *db.Tx) error {
		if err := key.rows(tx.DB).Delete(&model.IdempotentResponse{}).Error; err != nil {
			return err
		}
		return tx.Create(&row).Error
	})
	if err != nil {
		s.log.ErrorContext(ctx, "store an idempotent response", "field", key.field, "error", err)
	}
}

// withLock runs do while it holds the key's advisory lock. If one process
// serves the database, the key lock in memory is enough.
func (s *ResponseStore) withLock(ctx context.Context, name string, do func() error) error {
	if !s.store.Shared() {
		return do()
	}
	for {
		done, err := s.tryWithLock(ctx, name, do)
		if done || err != nil {
			return err
		}
		// No connection is held while waiting, so that other mutations go on.
		select {
		case <-time.After(retryEvery):
		case <-ctx.Done():
			return fmt.Errorf("wait for the same request: %w", ctx.Err())
		}
	}
}

// tryWithLock runs do unless another process holds the lock; done says whether
// it ran.
func (s *ResponseStore) tryWithLock(ctx context.Context, name string, do func() error) (done bool, err error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return false, fmt.Errorf("wait for other mutations: %w", ctx.Err())
	}
	err = s.store.Session(ctx, func(session *db.Session) error {
		if done, err = session.TryLock(ctx, name); !done || err != nil {
			return err
		}
		return do()
	})
	return done, err
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
		return tx.Where("created_at <= ?", model.NewTime(time.Now().Add(-Retention))).Delete(&model.IdempotentResponse{}).Error
	})
}

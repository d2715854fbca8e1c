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
	// Retention is how long a mutation's answer is given to its repeats.
	Retention = 24 * time.Hour
	// deleteExpiredEvery is how often older ones are deleted.
	deleteExpiredEvery = time.Hour
	// maxLocks bounds how many mutations of this process hold a claim. Each
	// holds a connection besides that of its work, and the work of all must
	// find one among the pool's.
	maxLocks = 8
	// retryEvery is how often a claim that another process holds is asked for.
	retryEvery = 50 * time.Millisecond
)

// ResponseStore keeps what mutations answered, for their repeats. It is safe
// for concurrent use.
type ResponseStore struct {
	store *db.Store
	log   *slog.Logger
	// locks has repeats of a mutation wait for each other, and repeatable
	// bounds how many mutations hold a claim for theirs.
	locks *keyLocks
	slots chan struct{}
}

// NewResponseStore gives a ResponseStore on store.
func NewResponseStore(store *db.Store, log *slog.Logger) *ResponseStore {
	return &ResponseStore{store: store, log: log, locks: newKeyLocks(), slots: make(chan struct{}, maxLocks)}
}

// A Request is a mutation that may be sent again.
type Request struct {
	// Field is the mutation's name.
	Field string
	// Key is what the caller tells its repeats by.
	Key string
	// Fingerprint is equal where input and selection are.
	Fingerprint []byte
}

// A KeyMismatchError says that the key was used before with another input or
// selection.
type KeyMismatchError struct{ Field, Key string }

func (e *KeyMismatchError) Error() string {
	return fmt.Sprintf("The idempotency key %s was used within 24 hours for %s with another input or selection. "+
		"Nothing was done. A repeat must be the same request; for anything else use a new key.", model.Quote(e.Key), e.Field)
}

// key is what repeats have in common.
type key struct {
	account            int64
	apiKey, field, key string
}

// lockName is its name as work that one process does.
func (k key) lockName() string {
	return fmt.Sprintf("repeatable %d %q %q %q", k.account, k.apiKey, k.field, k.key)
}

// DoIdempotent gives the answer that the mutation had within the last 24 hours, or else
// does it and keeps its answer, unless do says that it is none to keep. Of two
// at once, in whichever processes, one does it while the other waits, until
// ctx ends; do goes on.
func (s *ResponseStore) DoIdempotent(ctx context.Context, actor model.Actor, request Request, do func() (response []byte, keep bool)) ([]byte, error) {
	key := key{actor.AccountID, actor.KeyID, request.Field, request.Key}
	if response, err := s.find(ctx, key, request); response != nil || err != nil {
		return response, err
	}
	unlock, err := s.locks.lock(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("wait for the same mutation: %w", err)
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

// find gives the answer that is kept; nil where there is none.
func (s *ResponseStore) find(ctx context.Context, key key, request Request) ([]byte, error) {
	var found []*model.IdempotentResponse
	err := key.rows(s.store.Reader(ctx)).Where("created_at > ?", model.NewTime(time.Now().Add(-Retention))).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("look for a kept answer: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	if !bytes.Equal(found[0].Fingerprint, request.Fingerprint) {
		return nil, &KeyMismatchError{Field: key.field, Key: key.key}
	}
	return found[0].Response, nil
}

// rows chooses the row of the kept answer.
func (k key) rows(g *gorm.DB) *gorm.DB {
	return g.Where("account_id = ? AND api_key_id = ? AND field = ? AND key = ?", k.account, k.apiKey, k.field, k.key)
}

// save keeps the answer in the place of one that is too old. Where that fails
// the mutation is done nevertheless, and its caller is to have the answer.
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
		s.log.ErrorContext(ctx, "keep an answer for repeats", "field", key.field, "error", err)
	}
}

// withLock does what one process does at a time. Where one process serves the
// database the caller's turn is enough.
func (s *ResponseStore) withLock(ctx context.Context, name string, do func() error) error {
	if !s.store.Shared() {
		return do()
	}
	for {
		done, err := s.tryWithLock(ctx, name, do)
		if done || err != nil {
			return err
		}
		// Nothing is held meanwhile, so that other mutations go on.
		select {
		case <-time.After(retryEvery):
		case <-ctx.Done():
			return fmt.Errorf("wait for the same mutation: %w", ctx.Err())
		}
	}
}

// tryWithLock does it unless another process is at it.
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

// DeleteExpiredResponses deletes the answers that are no longer given to repeats, now
// and from time to time, until ctx ends.
func (s *ResponseStore) DeleteExpiredResponses(ctx context.Context) {
	tick := time.NewTicker(deleteExpiredEvery)
	defer tick.Stop()
	for {
		if err := s.deleteExpired(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "forget answers", "error", err)
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

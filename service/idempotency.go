package service

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
	// answersHold is how long a mutation's answer is given to its repeats.
	answersHold = 24 * time.Hour
	// forgetEvery is how often older ones are deleted.
	forgetEvery = time.Hour
	// maxClaims bounds how many mutations of this process hold a claim. Each
	// holds a connection besides that of its work, and the work of all must
	// find one among the pool's.
	maxClaims = 8
	// claimEvery is how often a claim that another process holds is asked for.
	claimEvery = 50 * time.Millisecond
)

// ResponseStore keeps what mutations answered, for their repeats. It is safe
// for concurrent use.
type ResponseStore struct {
	store *db.Store
	log   *slog.Logger
	// turns has repeats of a mutation wait for each other, and repeatable
	// bounds how many mutations hold a claim for theirs.
	turns      *turns
	repeatable chan struct{}
}

// NewResponseStore gives a ResponseStore on store.
func NewResponseStore(store *db.Store, log *slog.Logger) *ResponseStore {
	return &ResponseStore{store: store, log: log, turns: newTurns(), repeatable: make(chan struct{}, maxClaims)}
}

// A Repeatable is a mutation that may be sent again.
type Repeatable struct {
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

// repeatKey is what repeats have in common.
type repeatKey struct {
	account            int64
	apiKey, field, key string
}

// claim is its name as work that one process does.
func (k repeatKey) claim() string {
	return fmt.Sprintf("repeatable %d %q %q %q", k.account, k.apiKey, k.field, k.key)
}

// Once gives the answer that the mutation had within the last 24 hours, or else
// does it and keeps its answer, unless do says that it is none to keep. Of two
// at once, in whichever processes, one does it while the other waits, until
// ctx ends; do goes on.
func (s *ResponseStore) Once(ctx context.Context, actor model.Actor, mutation Repeatable, do func() (answer []byte, keep bool)) ([]byte, error) {
	key := repeatKey{actor.AccountID, actor.KeyID, mutation.Field, mutation.Key}
	if answer, err := s.answered(ctx, key, mutation); answer != nil || err != nil {
		return answer, err
	}
	end, err := s.turns.take(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("wait for the same mutation: %w", err)
	}
	defer end()
	var answer []byte
	err = s.claimed(ctx, key.claim(), func() error {
		if answer, err = s.answered(ctx, key, mutation); answer != nil || err != nil {
			return err
		}
		var keep bool
		if answer, keep = do(); keep {
			s.keep(context.WithoutCancel(ctx), key, mutation, answer)
		}
		return nil
	})
	return answer, err
}

// answered gives the answer that is kept; nil where there is none.
func (s *ResponseStore) answered(ctx context.Context, key repeatKey, mutation Repeatable) ([]byte, error) {
	var found []*model.IdempotentAnswer
	err := key.rows(s.store.Reader(ctx)).Where("created_at > ?", model.NewTime(time.Now().Add(-answersHold))).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("look for a kept answer: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	if !bytes.Equal(found[0].Fingerprint, mutation.Fingerprint) {
		return nil, &KeyMismatchError{Field: key.field, Key: key.key}
	}
	return found[0].Answer, nil
}

// rows chooses the row of the kept answer.
func (k repeatKey) rows(g *gorm.DB) *gorm.DB {
	return g.Where("account_id = ? AND api_key_id = ? AND field = ? AND key = ?", k.account, k.apiKey, k.field, k.key)
}

// keep keeps the answer in the place of one that is too old. Where that fails
// the mutation is done nevertheless, and its caller is to have the answer.
func (s *ResponseStore) keep(ctx context.Context, key repeatKey, mutation Repeatable, answer []byte) {
	row := model.IdempotentAnswer{AccountID: key.account, APIKeyID: key.apiKey, Field: key.field, Key: key.key,
		Fingerprint: mutation.Fingerprint, Answer: answer, CreatedAt: model.NewTime(time.Now())}
	err := s.store.Change(ctx, func(tx *db.Tx) error {
		if err := key.rows(tx.DB).Delete(&model.IdempotentAnswer{}).Error; err != nil {
			return err
		}
		return tx.Create(&row).Error
	})
	if err != nil {
		s.log.ErrorContext(ctx, "keep an answer for repeats", "field", key.field, "error", err)
	}
}

// claimed does what one process does at a time. Where one process serves the
// database the caller's turn is enough.
func (s *ResponseStore) claimed(ctx context.Context, name string, do func() error) error {
	if !s.store.Shared() {
		return do()
	}
	for {
		done, err := s.tryClaimed(ctx, name, do)
		if done || err != nil {
			return err
		}
		// Nothing is held meanwhile, so that other mutations go on.
		select {
		case <-time.After(claimEvery):
		case <-ctx.Done():
			return fmt.Errorf("wait for the same mutation: %w", ctx.Err())
		}
	}
}

// tryClaimed does it unless another process is at it.
func (s *ResponseStore) tryClaimed(ctx context.Context, name string, do func() error) (done bool, err error) {
	select {
	case s.repeatable <- struct{}{}:
		defer func() { <-s.repeatable }()
	case <-ctx.Done():
		return false, fmt.Errorf("wait for other mutations: %w", ctx.Err())
	}
	err = s.store.Session(ctx, func(session *db.Session) error {
		if done, err = session.ClaimFree(ctx, name); !done || err != nil {
			return err
		}
		return do()
	})
	return done, err
}

// ForgetAnswers deletes the answers that are no longer given to repeats, now
// and from time to time, until ctx ends.
func (s *ResponseStore) ForgetAnswers(ctx context.Context) {
	tick := time.NewTicker(forgetEvery)
	defer tick.Stop()
	for {
		if err := s.forgetAnswers(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "forget answers", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *ResponseStore) forgetAnswers(ctx context.Context) error {
	return s.store.Change(ctx, func(tx *db.Tx) error {
		return tx.Where("created_at <= ?", model.NewTime(time.Now().Add(-answersHold))).Delete(&model.IdempotentAnswer{}).Error
	})
}

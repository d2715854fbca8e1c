package idempotency

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"omnimap/db"
	"omnimap/model"
)

// A Claim ties a request to the work that is done for it, which knows nothing of
// requests: the work's context has it.
type Claim struct {
	key         key
	fingerprint []byte
	// active says that the request has begun.
	active bool
	// result is what was done for the request before; nil if nothing was.
	result []byte
	// stored says that the result is stored if the work has been committed, and
	// lost that the request was answered by another attempt.
	stored, lost bool
}

type claimKey struct{}

// WithClaim returns a context for DoIdempotent and for the work that it calls.
func WithClaim(ctx context.Context) context.Context {
	return context.WithValue(ctx, claimKey{}, new(Claim))
}

// claimOf returns the claim of a context; an idle one if there is none.
func claimOf(ctx context.Context) *Claim {
	if claim, ok := ctx.Value(claimKey{}).(*Claim); ok {
		return claim
	}
	return new(Claim)
}

// begin ties the claim to an attempt of a request.
func (c *Claim) begin(key key, fingerprint, result []byte) {
	*c = Claim{key: key, fingerprint: fingerprint, active: true, result: result}
}

// Kept returns what was done for the request of the context before; nil if
// nothing was, or the context is that of no idempotent request.
func Kept[T any](ctx context.Context) (*T, error) {
	claim := claimOf(ctx)
	if claim.result == nil {
		return nil, nil
	}
	result := new(T)
	if err := json.Unmarshal(claim.result, result); err != nil {
		return nil, fmt.Errorf("read what was done for %s: %w", claim.key.field, err)
	}
	return result, nil
}

// ErrAnswered rolls work back whose request another attempt has answered. What
// the work returns does not matter then: DoIdempotent returns that answer.
var ErrAnswered = errors.New("the request was answered by another attempt")

// Keep stores what is done for the request of the context, in the transaction
// of the work. If another attempt has answered the request, or is about to, it
// waits for that and returns an error.
func Keep(ctx context.Context, tx *db.Tx, result any) error {
	claim := claimOf(ctx)
	if !claim.active {
		return nil
	}
	text, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("encode what was done: %w", err)
	}
	free, err := claim.key.take(tx, claim.fingerprint, text)
	if err != nil {
		return fmt.Errorf("store what was done: %w", err)
	}
	claim.stored, claim.lost = free, !free
	if !free {
		return ErrAnswered
	}
	return nil
}

// take inserts the key's result, unless there is an answer. Of two transactions
// that do, one waits until the other has ended.
func (k key) take(tx *db.Tx, fingerprint, result []byte) (free bool, err error) {
	if err := k.expired(tx.DB).Delete(&model.IdempotentResult{}).Error; err != nil {
		return false, err
	}
	inserted := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&model.IdempotentResult{AccountID: k.account, APIKeyID: k.apiKey,
		Field: k.field, Key: k.key, Fingerprint: fingerprint, Result: result, CreatedAt: model.NewTime(time.Now())})
	if inserted.Error != nil || inserted.RowsAffected == 0 {
		return false, inserted.Error
	}
	var answered int64
	err = k.valid(tx.DB).Model(&model.IdempotentResponse{}).Count(&answered).Error
	return answered == 0, err
}

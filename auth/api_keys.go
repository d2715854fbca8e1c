// Package auth stores API keys: it creates and revokes them, and finds the key
// that a request carries.
package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
)

// Prefix begins every API key, so that programs that look for secrets in code
// and logs find them by the pattern omnimap_[A-Z2-7]{8}_[A-Z2-7]{26}.
const Prefix = "omnimap_"

var keyPattern = regexp.MustCompile(`^` + Prefix + `([A-Z2-7]{8})_[A-Z2-7]{26}$`)

// maxName is how many characters a key's name may have.
const maxName = 255

// Keys are the API keys in a database. Its methods are safe for concurrent
// use.
type Keys struct {
	store *db.Store
	log   *slog.Logger
	cache *keyCache
	held  *heldKeys
}

// New returns the keys in store.
func New(store *db.Store, log *slog.Logger) *Keys {
	return &Keys{store: store, log: log, cache: newKeyCache(), held: &heldKeys{keys: make(map[string]*heldKey)}}
}

// Create makes a key of the account and returns its text, of which only a hash
// is stored. A key with a nil expires does not expire.
func (k *Keys) Create(ctx context.Context, account int64, name string, role model.Role, expires *time.Time) (string, error) {
	if err := CheckKey(name, role); err != nil {
		return "", err
	}
	id := rand.Text()[:8]
	text := Prefix + id + "_" + rand.Text()
	hash := sha256.Sum256([]byte(text))
	key := model.APIKey{ID: id, AccountID: account, Name: name, Role: role, Hash: hash[:]}
	err := k.store.Change(ctx, func(tx *db.Tx) error {
		var err error
		if key.CreatedAt, err = tx.Now(); err != nil {
			return err
		}
		if expires != nil {
			at := model.NewTime(*expires)
			key.ExpiresAt = &at
		}
		return tx.Create(&key).Error
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return "", fmt.Errorf("the account has a key named %q; choose another name, or revoke that one first", name)
	}
	if err != nil {
		return "", fmt.Errorf("create key: %w", err)
	}
	return text, nil
}

// CheckKey returns an error where a key cannot have that name and role.
func CheckKey(name string, role model.Role) error {
	if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxName || strings.ContainsRune(name, 0) || !utf8.ValidString(name) {
		return fmt.Errorf("the name %q is not possible; use 1 to %d characters", name, maxName)
	}
	if !role.Covers(model.RoleViewer) {
		return fmt.Errorf("there is no role %q; use viewer, editor or admin", role)
	}
	return nil
}

// List returns the account's keys, oldest first, including revoked ones.
func (k *Keys) List(ctx context.Context, account int64) ([]*model.APIKey, error) {
	var found []*model.APIKey
	err := k.store.Reader(ctx).Where("account_id = ?", account).Order("created_at, id").Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	return found, nil
}

// Revoke revokes the account's key with that name or id. Every server refuses
// it within cacheFor.
func (k *Keys) Revoke(ctx context.Context, account int64, nameOrID string) error {
	err := k.store.Change(ctx, func(tx *db.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		result := tx.Model(&model.APIKey{}).
			Where("account_id = ? AND (name = ? OR id = ?) AND revoked_at IS NULL", account, nameOrID, nameOrID).Update("revoked_at", now)
		if result.Error != nil {
			return fmt.Errorf("revoke key: %w", result.Error)
		}
		if result.RowsAffected == 0 {
			return fmt.Errorf("the account has no key %q that is not revoked; omnimap keys list shows them", nameOrID)
		}
		return nil
	})
	return err
}

// Exist reports whether any account has a key, be it revoked or expired. If so,
// every request needs one.
func (k *Keys) Exist(ctx context.Context) (bool, error) {
	if exist, fresh := k.cache.anyKey(time.Now()); fresh {
		return exist, nil
	}
	return k.readExist(ctx)
}

func (k *Keys) readExist(ctx context.Context) (bool, error) {
	exist, err := db.SelectOne[bool](k.looking(ctx, ""), k.store, "SELECT EXISTS (SELECT 1 FROM api_keys)", nil)
	if err != nil {
		return false, fmt.Errorf("look for keys: %w", err)
	}
	k.cache.setAnyKey(exist, time.Now())
	return exist, nil
}

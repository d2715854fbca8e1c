package service

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"omnimap/db"
	"omnimap/model"
)

// DefaultAccount is the name of the account of a server without keys.
const DefaultAccount = "default"

// defaultAccountID is its id on every database; other ids are larger.
const defaultAccountID = 1

// DefaultActor returns the actor of a server without keys: an admin of the
// default account, which is created if it is missing.
func (s *Service) DefaultActor(ctx context.Context) (model.Actor, error) {
	account, _, err := s.Account(ctx, DefaultAccount)
	return model.Actor{AccountID: account, Name: "local", Role: model.RoleAdmin}, err
}

// Account returns the id of the account with that name, and whether it was
// created.
func (s *Service) Account(ctx context.Context, name string) (id int64, created bool, err error) {
	var c cleaner
	name = c.required("account's name", name)
	if c.err != nil {
		return 0, false, c.err
	}
	// An account that is there is found without waiting for a writer.
	if id, err = accountOf(s.store.Reader(ctx), name); id != 0 || err != nil {
		return id, false, err
	}
	err = s.store.Change(ctx, func(tx *db.Tx) error {
		for {
			found, err := accountOf(tx.DB, name)
			if found != 0 || err != nil {
				id = found
				return err
			}
			// Another process may insert the name, or the id, at the same time:
			// then look again.
			if created, err = createAccount(tx, name); err != nil {
				return err
			}
		}
	})
	if err != nil {
		return 0, false, fmt.Errorf("create the account %s: %w", model.Quote(name), err)
	}
	return id, created, nil
}

// accountOf returns the id of the account with that name; 0 if there is none.
func accountOf(tx *gorm.DB, name string) (int64, error) {
	var ids []int64
	err := tx.Raw("SELECT id FROM accounts WHERE name = ?", name).Scan(&ids).Error
	if len(ids) == 0 {
		return 0, err
	}
	return ids[0], err
}

// createAccount inserts an account, unless its name or the next id exists.
func createAccount(tx *db.Tx, name string) (created bool, err error) {
	account := model.Account{ID: defaultAccountID, Name: name}
	if name != DefaultAccount {
		if err := tx.Raw("SELECT coalesce(max(id), ?) + 1 FROM accounts", defaultAccountID).Row().Scan(&account.ID); err != nil {
			return false, err
		}
	}
	if account.CreatedAt, err = tx.Now(); err != nil {
		return false, err
	}
	result := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&account)
	return result.RowsAffected > 0, result.Error
}

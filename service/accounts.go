package service

import (
	"context"
	"fmt"

	"gorm.io/gorm/clause"

	"omnimap/db"
	"omnimap/model"
)

// DefaultAccount is the name of the account that a server without keys works
// for.
const DefaultAccount = "default"

// defaultAccountID is its id on every database; others' are larger.
const defaultAccountID = 1

// DefaultActor gives the actor for whom a server without keys works: it may do
// all, in the default account, which is made where it is missing.
func (s *Service) DefaultActor(ctx context.Context) (model.Actor, error) {
	account, _, err := s.Account(ctx, DefaultAccount)
	return model.Actor{AccountID: account, Name: "local", Role: model.RoleAdmin}, err
}

// Account gives the id of the account of that name, and whether it had to be
// made.
func (s *Service) Account(ctx context.Context, name string) (id int64, created bool, err error) {
	var c cleaner
	name = c.required("account's name", name)
	if c.err != nil {
		return 0, false, c.err
	}
	err = s.store.Change(ctx, func(tx *db.Tx) error {
		for {
			found, err := accountOf(tx, name)
			if found != 0 || err != nil {
				id = found
				return err
			}
			// Another process may take the name, or the id, just now: then
			// look again.
			if created, err = makeAccount(tx, name); err != nil {
				return err
			}
		}
	})
	if err != nil {
		return 0, false, fmt.Errorf("make the account %s: %w", model.Quote(name), err)
	}
	return id, created, nil
}

// accountOf gives the id of the account of that name; 0 where there is none.
func accountOf(tx *db.Tx, name string) (int64, error) {
	var ids []int64
	err := tx.Raw("SELECT id FROM accounts WHERE name = ?", name).Scan(&ids).Error
	if len(ids) == 0 {
		return 0, err
	}
	return ids[0], err
}

// makeAccount makes an account, unless its name or the next id is taken.
func makeAccount(tx *db.Tx, name string) (created bool, err error) {
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

package service

import (
	"context"
	"fmt"
	"strconv"

	"omnimap/db"
	"omnimap/model"
)

// MappingID names a mapping: its integration, and its number there.
type MappingID struct {
	Integration int64
	ID          int64
}

// DeleteResult is what a deletion did. Operation is nil where nothing of what
// was named exists.
type DeleteResult struct {
	Operation *model.Operation
	Deleted   int64
	// Missing are what was named and does not exist.
	Missing []*model.UserError
}

// DeleteMappings deletes some of an integration's mappings. Those that exist
// are deleted, the others are named. An id that is nil, or of another
// integration, names nothing.
func (s *Service) DeleteMappings(ctx context.Context, actor model.Actor, integration int64, ids []*MappingID) (*DeleteResult, error) {
	if len(ids) > MaxList {
		return nil, tooMany(len(ids), "ids")
	}
	var result *DeleteResult
	err := s.operate(ctx, actor, opening{kind: model.OperationDelete, integration: &integration}, func(ctx context.Context, w *work) error {
		return w.change(ctx, func(tx *db.Tx) error {
			locked, err := s.lockIntegration(tx, actor, integration)
			if err != nil {
				return err
			}
			result, err = w.deleteSome(tx, locked, ids)
			return err
		})
	})
	if err != nil {
		return nil, model.Wrap("delete mappings", err)
	}
	return result, nil
}

func (w *work) deleteSome(tx *db.Tx, integration *model.Integration, ids []*MappingID) (*DeleteResult, error) {
	s := newStandings(tx, integration)
	if err := tx.ExpectFew(len(ids) <= fewRows); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	missing, err := s.choose(integration, ids)
	if err != nil {
		return nil, err
	}
	result := &DeleteResult{Missing: missing}
	if len(missing) == len(ids) {
		return result, nil
	}
	result.Operation = w.op
	const from, condition = "chosen_mappings x CROSS JOIN mappings m", "m.id = x.id"
	if err := s.touchMappings(from, condition); err != nil {
		return nil, err
	}
	if result.Deleted, err = s.deleteMappings(result.Operation, from, condition); err != nil {
		return nil, err
	}
	if err := s.restate(); err != nil {
		return nil, err
	}
	result.Operation.Deleted, result.Operation.Total = result.Deleted, &result.Deleted
	return result, w.finish(tx)
}

// choose notes the mappings that are named and exist, and names the others,
// each entry of the list by its place.
func (s *standings) choose(integration *model.Integration, ids []*MappingID) ([]*model.UserError, error) {
	if err := makeScratch(s.tx, scratch{"chosen_mappings", "id bigint NOT NULL PRIMARY KEY"}); err != nil {
		return nil, err
	}
	wanted := make([]int64, 0, len(ids))
	for _, id := range ids {
		if id != nil && id.Integration == integration.ID {
			wanted = append(wanted, id.ID)
		}
	}
	const batch = 1000
	for rest := wanted; len(rest) > 0; rest = rest[min(batch, len(rest)):] {
		err := s.tx.Exec(`INSERT INTO chosen_mappings (id) SELECT id FROM mappings
WHERE account_id = ? AND integration_id = ? AND id IN ? ON CONFLICT DO NOTHING`,
			integration.AccountID, integration.ID, rest[:min(batch, len(rest))]).Error
		if err != nil {
			return nil, fmt.Errorf("choose mappings: %w", err)
		}
	}
	var chosen []int64
	if err := s.tx.Raw("SELECT id FROM chosen_mappings").Scan(&chosen).Error; err != nil {
		return nil, fmt.Errorf("choose mappings: %w", err)
	}
	exists := make(map[int64]bool, len(chosen))
	for _, id := range chosen {
		exists[id] = true
	}
	var missing []*model.UserError
	for i, id := range ids {
		if id == nil || id.Integration != integration.ID || !exists[id.ID] {
			missing = append(missing, &model.UserError{Code: model.CodeNotFound,
				Message: "There is no such mapping in this integration; it may have been deleted already.",
				Field:   []string{"input", "ids", strconv.Itoa(i)}})
		}
	}
	return missing, nil
}

// DeleteAllMappings deletes all of an integration's mappings, where confirm is
// its name.
func (s *Service) DeleteAllMappings(ctx context.Context, actor model.Actor, integration int64, confirm string) (*DeleteResult, error) {
	var result *DeleteResult
	err := s.operate(ctx, actor, opening{kind: model.OperationDeleteAll, integration: &integration}, func(ctx context.Context, w *work) error {
		return w.change(ctx, func(tx *db.Tx) error {
			locked, err := s.lockIntegration(tx, actor, integration)
			if err != nil {
				return err
			}
			if err := checkConfirmation(locked, confirm); err != nil {
				return err
			}
			result, err = w.deleteAll(tx, locked)
			return err
		})
	})
	if err != nil {
		return nil, model.Wrap("delete all mappings", err)
	}
	return result, nil
}

func (w *work) deleteAll(tx *db.Tx, integration *model.Integration) (*DeleteResult, error) {
	s := newStandings(tx, integration)
	// All have a number; by it SQLite reads them in the order in which they are
	// kept, and not in that of some index.
	if _, err := s.rememberMappings(w.op, "mappings m", "m.id > 0"); err != nil {
		return nil, err
	}
	deleted, err := tx.Clear("mappings", integration)
	if err != nil {
		return nil, err
	}
	if err := s.revert(w.op); err != nil {
		return nil, err
	}
	w.op.Deleted, w.op.Total = deleted, &deleted
	return &DeleteResult{Operation: w.op, Deleted: deleted}, w.finish(tx)
}

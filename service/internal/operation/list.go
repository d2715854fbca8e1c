package operation

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"omnimap/model"
	"omnimap/service/internal/query"
)

// Filter narrows a list of operations.
type Filter struct {
	// Integration selects an integration's operations with the loads of the
	// account's Omni catalogue; nil selects all of the account's.
	Integration *int64
	// Kinds lets operations of any of these kinds pass; nil lets all.
	Kinds []model.OperationKind
}

// ofAccount selects the account's operations that pass the filter.
func (r *Runner) ofAccount(ctx context.Context, actor model.Actor, filter Filter) *gorm.DB {
	operations := r.store.Reader(ctx).Model(&model.Operation{}).Where("account_id = ?", actor.AccountID)
	if filter.Integration != nil {
		operations = operations.Where("(integration_id = ? OR counterpart_id = ? OR integration_id IS NULL)", *filter.Integration, *filter.Integration)
	}
	switch len(filter.Kinds) {
	case 0:
		if filter.Kinds != nil {
			operations = operations.Where("1 = 0")
		}
	case 1:
		// Such a page is read in the order of an index, of however many operations.
		operations = operations.Where("kind = ?", filter.Kinds[0])
	default:
		operations = operations.Where("kind IN ?", filter.Kinds)
	}
	return operations
}

// columns are the columns of an operation, with whether anything can be
// restored.
const columns = "operations.*, deleted > 0 AND NOT all_restored AS restorable"

// Operations returns a page of operations, newest first.
func (r *Runner) Operations(ctx context.Context, actor model.Actor, filter Filter, args query.PageArgs[string]) (*query.Page[*model.Operation], error) {
	binding := "?"
	if r.store.Dialect() == "postgres" {
		binding = "CAST(? AS uuid)"
	}
	conditions, pageArgs, direction := query.Within(args, query.ListOrder{Columns: "id", Binding: binding, Descending: true}, func(id string) []any { return []any{id} })
	var items []*model.Operation
	err := r.ofAccount(ctx, actor, filter).Select(columns).Where("1 = 1"+conditions, pageArgs...).
		Order("id" + direction).Limit(args.Limit + 1).Find(&items).Error
	if err != nil {
		return nil, fmt.Errorf("list operations: %w", err)
	}
	for _, op := range items {
		r.running.update(op)
	}
	return query.NewPage(args, items), nil
}

// CountOperations counts the operations that Operations lists.
func (r *Runner) CountOperations(ctx context.Context, actor model.Actor, filter Filter) (int64, error) {
	var n int64
	if err := r.ofAccount(ctx, actor, filter).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count operations: %w", err)
	}
	return n, nil
}

// Operation reads an operation; nil if there is none with that id.
func (r *Runner) Operation(ctx context.Context, actor model.Actor, id string) (*model.Operation, error) {
	// A UUID can be written in several forms; the databases store this one.
	if parsed, err := uuid.Parse(id); err != nil || parsed.String() != id {
		return nil, nil
	}
	var found []*model.Operation
	err := r.ofAccount(ctx, actor, Filter{}).Select(columns).Where("id = ?", id).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("read operation: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	r.running.update(found[0])
	return found[0], nil
}

package operation

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"

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
func ofAccount(g *gorm.DB, actor model.Actor, filter Filter) *gorm.DB {
	operations := g.Model(&model.Operation{}).Where("account_id = ?", actor.AccountID)
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

// listed selects what a list of operations holds: without kinds, all but those
// that were not asked for.
func listed(g *gorm.DB, actor model.Actor, filter Filter) *gorm.DB {
	operations := ofAccount(g, actor, filter)
	if filter.Kinds == nil {
		operations = operations.Where(isListed, model.OperationSuggest, OwnActor)
	}
	return operations
}

// columns are the columns of an operation, with whether anything can be
// restored.
var (
	restorable = Deletes + " AND NOT all_restored AS restorable"
	columns    = "operations.*, " + restorable
)

// Deletes is the condition that an operation deleted mappings or Omni products.
var Deletes = fmt.Sprintf("(deleted > 0 OR kind = %d AND state = %d)", number(model.OperationDeleteDownloaded), number(model.StateSucceeded))

// number is the number in the database of a value of an enumeration.
func number(value driver.Valuer) any {
	n, err := value.Value()
	if err != nil {
		panic(err)
	}
	return n
}

// selectWhole selects operations with their rejected rows.
func selectWhole(operations *gorm.DB) *gorm.DB { return operations.Select(columns) }

// countedKinds are the kinds whose summaries count what they rejected. Of others,
// rejected rows may be all that tells it.
func countedKinds() []model.OperationKind {
	return []model.OperationKind{model.OperationLoadOmni, model.OperationLoadAmazon, model.OperationCustom}
}

// selectWithoutRows selects operations without the rejected rows, which can be a
// hundred kilobytes of each, as far as they are counted.
func selectWithoutRows(operations *gorm.DB) *gorm.DB {
	if err := operations.Statement.Parse(&model.Operation{}); err != nil {
		_ = operations.AddError(err)
		return operations
	}
	names := []string{restorable, "CASE WHEN kind NOT IN ? THEN rejected_rows END AS rejected_rows"}
	for _, name := range operations.Statement.Schema.DBNames {
		if name != "rejected_rows" && name != "restorable" {
			names = append(names, name)
		}
	}
	return operations.Select(strings.Join(names, ", "), countedKinds())
}

// Operations returns a page of operations, newest first.
func (r *Runner) Operations(ctx context.Context, actor model.Actor, filter Filter, args query.PageArgs[string]) (*query.Page[*model.Operation], error) {
	return r.page(ctx, selectWhole, actor, filter, args)
}

// OperationsWithoutRows is Operations without the rejected rows, for which
// Rejected counts all the same.
func (r *Runner) OperationsWithoutRows(ctx context.Context, actor model.Actor, filter Filter, args query.PageArgs[string]) (*query.Page[*model.Operation], error) {
	return r.page(ctx, selectWithoutRows, actor, filter, args)
}

func (r *Runner) page(ctx context.Context, selection func(*gorm.DB) *gorm.DB, actor model.Actor, filter Filter, args query.PageArgs[string]) (*query.Page[*model.Operation], error) {
	binding := "?"
	if r.store.Dialect() == "postgres" {
		binding = "CAST(? AS uuid)"
	}
	conditions, pageArgs, direction := query.Within(args, query.ListOrder{Columns: "id", Binding: binding, Descending: true}, func(id string) []any { return []any{id} })
	var items []*model.Operation
	err := r.store.Read(ctx, func(g *gorm.DB) error {
		return selection(listed(g, actor, filter)).Where("1 = 1"+conditions, pageArgs...).
			Order("id" + direction).Limit(args.Limit + 1).Find(&items).Error
	})
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
	err := r.store.Read(model.WithEffort(ctx, model.EffortHeavy), func(g *gorm.DB) error { return listed(g, actor, filter).Count(&n).Error })
	if err != nil {
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
	err := r.store.Read(ctx, func(g *gorm.DB) error {
		return ofAccount(g, actor, Filter{}).Select(columns).Where("id = ?", id).Find(&found).Error
	})
	if err != nil {
		return nil, fmt.Errorf("read operation: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	r.running.update(found[0])
	return found[0], nil
}

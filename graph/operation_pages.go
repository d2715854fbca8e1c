package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/model"
	"omnimap/service"
)

// operations reads a page of operations, with their rejected rows where these
// are selected.
func (r *Resolver) operations(ctx context.Context, filter service.OperationFilter, args service.PageArgs[string]) (*service.Page[*model.Operation], error) {
	name, read := "operations without rows", r.Service.OperationsWithoutRows
	if selectsRejectedRows(ctx) {
		name, read = "operations", r.Service.Operations
	}
	return readOnce(ctx, name, []any{filter, args}, func(ctx context.Context) (*service.Page[*model.Operation], error) {
		return read(ctx, model.ActorOf(ctx), filter, args)
	})
}

// selectsRejectedRows tells whether the rejected rows of a connection's
// operations are selected.
func selectsRejectedRows(ctx context.Context) bool {
	operation := graphql.GetOperationContext(ctx)
	below := func(fields []graphql.CollectedField, name string, types ...string) (selected []graphql.CollectedField) {
		for _, field := range fields {
			if field.Name == name {
				selected = append(selected, graphql.CollectFields(operation, field.Selections, types)...)
			}
		}
		return selected
	}
	page := graphql.CollectFieldsCtx(ctx, []string{"OperationConnection"})
	operations := slices.Concat(below(page, "nodes", "Operation", "Node"),
		below(below(page, "edges", "OperationEdge"), "node", "Operation", "Node"))
	return slices.ContainsFunc(operations, func(field graphql.CollectedField) bool { return field.Name == "rejectedRows" })
}

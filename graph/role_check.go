package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"omnimap/graph/gqlerr"
	"omnimap/graph/limit"
	"omnimap/model"
)

// roleCheck refuses the mutations of an actor whose role changes nothing, before
// their variables are looked at and their files are kept. The service has the
// rule, and refuses each mutation by itself: see ADR 11.
type roleCheck struct {
	documents graphql.Cache[*ast.QueryDocument]
	persisted persisted
}

// ExtensionName is the name among the server's extensions.
func (roleCheck) ExtensionName() string { return "RoleCheck" }

// Validate accepts every schema.
func (roleCheck) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses a mutation as its first field would be.
func (c roleCheck) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	err := model.ActorOf(ctx).Require(model.RoleToChange)
	if err == nil {
		return nil
	}
	operation := c.operation(ctx, params)
	if operation == nil || operation.Operation != ast.Mutation {
		return nil
	}
	refused := gqlerr.Coded("FORBIDDEN", err.Error())
	if field, ok := operation.SelectionSet[0].(*ast.Field); ok {
		refused.Path = ast.Path{ast.PathName(field.Alias)}
	}
	return refused
}

// refuses tells whether an operation is one that MutateOperationParameters
// refuses.
func (c roleCheck) refuses(ctx context.Context, params *graphql.RawParams) bool {
	return c.MutateOperationParameters(ctx, params) != nil
}

// operation gives what a request asks for; nil where its document says nothing
// of that kind.
func (c roleCheck) operation(ctx context.Context, params *graphql.RawParams) *ast.OperationDefinition {
	query := params.Query
	if query == "" {
		hash, _, _ := persistedHash(params.Extensions)
		query, _ = c.persisted.queries.Get(ctx, hash)
	}
	document, known := c.documents.Get(ctx, query)
	if !known {
		var err error
		if document, err = parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, limit.MaxTokens); err != nil {
			return nil
		}
	}
	return document.Operations.ForName(params.OperationName)
}

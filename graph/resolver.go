package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph/transport"
	"omnimap/model"
	"omnimap/service"
)

// Resolver resolves queries and mutations for the actor of their context.
type Resolver struct {
	Service *service.Service
}

type loadersKey struct{}

// withLoaders gives every operation its own loaders, and a query the reads that
// its array has, or its own. A mutation reads what it has changed.
func (r *Resolver) withLoaders(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Query {
		ctx = context.WithValue(ctx, readsKey{}, transport.Shared(ctx, newReads))
	}
	return next(context.WithValue(ctx, loadersKey{}, newLoaders(r.Service, model.ActorOf(ctx))))
}

func loadersOf(ctx context.Context) *loaders {
	return ctx.Value(loadersKey{}).(*loaders)
}

// requireIntegration reads an integration that a query names.
func (r *Resolver) requireIntegration(ctx context.Context, id string) (int64, error) {
	found, err := loadersOf(ctx).integrations.load(ctx, integrationIDOf(id))
	if err != nil {
		return 0, err
	}
	if found == nil {
		return 0, notFound(ctx, "integration")
	}
	return found.ID, nil
}

// requireIfEmpty requires the integration of which a page was read. Entries show
// that it is there, so that it is looked for only where there are none.
func requireIfEmpty[T any](ctx context.Context, r *Resolver, id string, page *service.Page[T]) error {
	if len(page.Items) > 0 {
		return nil
	}
	_, err := r.requireIntegration(ctx, id)
	return err
}

// integrationOrAll is requireIntegration where none may be named: it gives nil
// then.
func (r *Resolver) integrationOrAll(ctx context.Context, id *string) (*int64, error) {
	if id == nil {
		return nil, nil
	}
	found, err := r.requireIntegration(ctx, *id)
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// listings resolves the connections of listings.
func (r *Resolver) suggestedMappings(ctx context.Context, id string, filter service.SuggestionFilter, first *int, after *string, last *int, before *string) (*SuggestedMappingConnection, error) {
	args, err := pageArgs[string](ctx, first, after, last, before)
	if err != nil {
		return nil, err
	}
	for _, score := range []*int{filter.MinScore, filter.MaxScore} {
		if score != nil && (*score < 0 || *score > 100) {
			return nil, badInput(ctx, fmt.Sprintf("A score is from 0 to 100, not %d.", *score))
		}
	}
	if filter.Affix != nil && *filter.Affix == "" {
		return nil, badInput(ctx, "The affix is empty. Give a prefix or a suffix, or leave it out.")
	}
	integration := integrationIDOf(id)
	filter.Search = canonicalText(filter.Search)
	page, err := readOnce(ctx, "suggested mappings", []any{integration, filter, args}, func(ctx context.Context) (*service.Page[*model.SuggestedMapping], error) {
		return r.Service.SuggestedMappings(ctx, model.ActorOf(ctx), integration, filter, args)
	})
	if err != nil {
		return nil, err
	}
	if err := requireIfEmpty(ctx, r, id, page); err != nil {
		return nil, err
	}
	listings := make([]*model.AmazonListing, len(page.Items))
	for i, item := range page.Items {
		listings[i] = item.Listing
		loadersOf(ctx).primeProducts(item.Suggestion.Target.Product)
	}
	loadersOf(ctx).primeListings(integration, listings)
	return &SuggestedMappingConnection{page: page, count: countOnce("count suggested mappings", []any{integration, filter}, func(ctx context.Context) (int64, error) {
		return r.Service.CountSuggestedMappings(ctx, model.ActorOf(ctx), integration, filter)
	})}, nil
}

func (r *Resolver) listings(ctx context.Context, id string, filter service.ListingFilter, first *int, after *string, last *int, before *string) (*AmazonListingConnection, error) {
	args, err := pageArgs[string](ctx, first, after, last, before)
	if err != nil {
		return nil, err
	}
	for _, list := range [][]string{filter.SKUs, filter.FulfillmentChannel} {
		if len(list) > service.MaxList {
			return nil, badInput(ctx, fmt.Sprintf("A list of the filter holds %d entries; at most %d are possible. Ask for the rest by itself.", len(list), service.MaxList))
		}
	}
	integration, filter := integrationIDOf(id), canonicalFilter(filter)
	page, err := readOnce(ctx, "listings", []any{integration, filter, args}, func(ctx context.Context) (*service.Page[*model.AmazonListing], error) {
		return r.Service.Listings(ctx, model.ActorOf(ctx), integration, filter, args)
	})
	if err != nil {
		return nil, err
	}
	if err := requireIfEmpty(ctx, r, id, page); err != nil {
		return nil, err
	}
	loadersOf(ctx).primeListings(integration, page.Items)
	return &AmazonListingConnection{page: page, count: countOnce("count listings", []any{integration, filter}, func(ctx context.Context) (int64, error) {
		return r.Service.CountListings(ctx, model.ActorOf(ctx), integration, filter)
	})}, nil
}

func listingFilter(in *ListingFilter) service.ListingFilter {
	if in == nil {
		return service.ListingFilter{}
	}
	return service.ListingFilter{Search: in.Search, Status: in.Status, Reason: in.Reason, FamilySKU: in.FamilySku, CreatedAfter: in.CreatedAfter,
		Parents: in.Parents, SKUs: in.Skus, ASIN: in.Asin, FulfillmentChannel: in.FulfillmentChannel}
}

// loadPayload turns what a load gave into its payload.
func loadPayload(result *service.LoadResult, err error) (*LoadPayload, error) {
	payload := &LoadPayload{RejectedRows: []*model.RejectedRow{}}
	payload.UserErrors, err = userErrorsOf(err)
	if result == nil {
		return payload, err
	}
	payload.Operation, payload.Summary, payload.RejectedRows = result.Operation, &result.Summary, pointers(result.Rejected)
	return payload, err
}

// pointers gives rejected rows as payloads want them.
func pointers(rows []model.RejectedRow) []*model.RejectedRow {
	all := make([]*model.RejectedRow, len(rows))
	for i := range rows {
		all[i] = &rows[i]
	}
	return all
}

// deletePayload turns what a deletion gave into its payload.
func deletePayload(result *service.DeleteResult, err error) (*DeleteMappingsPayload, error) {
	payload := &DeleteMappingsPayload{}
	payload.UserErrors, err = userErrorsOf(err)
	if result == nil {
		return payload, err
	}
	payload.Operation, payload.Deleted = result.Operation, int(result.Deleted)
	payload.UserErrors = append(payload.UserErrors, result.Missing...)
	return payload, err
}

func mappingFilter(in *MappingFilter) service.MappingFilter {
	if in == nil {
		return service.MappingFilter{}
	}
	filter := service.MappingFilter{Search: canonicalText(in.Search), FamilySKU: in.FamilySku}
	if in.Level != nil {
		filter.Level = *in.Level
	}
	if in.Source != nil {
		filter.Source = *in.Source
	}
	if in.OmniProductID != nil {
		// An id that is none finds nothing, as an unknown one does.
		filter.OmniProduct = new(int64)
		decode(*in.OmniProductID, kindProduct, filter.OmniProduct)
	}
	return filter
}

// selects tells whether a field of the object that is being resolved is
// selected.
func selects(ctx context.Context, field string) bool {
	return slices.ContainsFunc(graphql.CollectFieldsCtx(ctx, nil), func(f graphql.CollectedField) bool { return f.Name == field })
}

package graph

import (
	"context"

	"omnimap/model"
	"omnimap/service"
)

// node reads anything by its id; nil where there is nothing of that id.
func (r *Resolver) node(ctx context.Context, id string) (Node, error) {
	switch kindOf(id) {
	case kindIntegration:
		return some(loadersOf(ctx).integrations.load(ctx, integrationIDOf(id)))
	case kindListing:
		var listing listingID
		decode(id, kindListing, &listing)
		return some(r.Service.Listing(ctx, model.ActorOf(ctx), listing.Integration, listing.SKU))
	case kindProduct:
		var product int64
		decode(id, kindProduct, &product)
		found, err := r.Service.OmniProductsByID(ctx, model.ActorOf(ctx), []int64{product})
		return some(found[product], err)
	case kindOption:
		var target service.TargetID
		decode(id, kindOption, &target)
		return some(r.Service.Option(ctx, model.ActorOf(ctx), target))
	case kindSize:
		var target service.TargetID
		decode(id, kindSize, &target)
		return some(r.Service.Size(ctx, model.ActorOf(ctx), target))
	case kindMapping:
		var mapping service.MappingID
		decode(id, kindMapping, &mapping)
		found, err := r.Service.MappingsByID(ctx, model.ActorOf(ctx), mapping.Integration, []int64{mapping.ID})
		return some(found[mapping.ID], err)
	case kindOperation:
		var operation string
		decode(id, kindOperation, &operation)
		return some(r.Service.Operation(ctx, model.ActorOf(ctx), operation))
	}
	return nil, nil
}

// some makes a Node of what was found, and none of nothing.
func some[T any, P interface {
	*T
	Node
}](found P, err error) (Node, error) {
	if found == nil || err != nil {
		return nil, err
	}
	return found, nil
}

package graph

import (
	"context"

	"omnimap/model"
)

// counter counts a whole list; it is asked only where totalCount is selected.
type counter func(context.Context) (int64, error)

// MappingConnection is a page of a list, and the list's length for whom asks.
type MappingConnection struct {
	Nodes    []*model.Mapping
	Edges    []*MappingEdge
	PageInfo *PageInfo
	count    counter
}

// TotalCount counts the whole list.
func (c *MappingConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

// AmazonListingConnection is a page of a list, and the list's length for whom asks.
type AmazonListingConnection struct {
	Nodes    []*model.AmazonListing
	Edges    []*AmazonListingEdge
	PageInfo *PageInfo
	count    counter
}

// TotalCount counts the whole list.
func (c *AmazonListingConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

// OmniProductConnection is a page of a list, and the list's length for whom asks.
type OmniProductConnection struct {
	Nodes    []*model.OmniProduct
	Edges    []*OmniProductEdge
	PageInfo *PageInfo
	count    counter
}

// TotalCount counts the whole list.
func (c *OmniProductConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

// OperationConnection is a page of a list, and the list's length for whom asks.
type OperationConnection struct {
	Nodes    []*model.Operation
	Edges    []*OperationEdge
	PageInfo *PageInfo
	count    counter
}

// TotalCount counts the whole list.
func (c *OperationConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

package graph

import (
	"context"

	"omnimap/model"
	"omnimap/service"
)

// counter counts a whole list; it runs only where totalCount is selected.
// Likewise edges and cursors are made only where they are.
type counter func(context.Context) (int64, error)

// countOnce counts what is equal once in a request.
func countOnce(name string, arguments any, count counter) counter {
	return func(ctx context.Context) (int64, error) { return readOnce(ctx, name, arguments, count) }
}

// MappingConnection is a page of a list, and the list's length for the actor.
type MappingConnection struct {
	page  *service.Page[*model.Mapping]
	count counter
}

// Nodes are the page's entries.
func (c *MappingConnection) Nodes() []*model.Mapping { return c.page.Items }

// Edges are the entries with their cursors.
func (c *MappingConnection) Edges() []*MappingEdge {
	return edges(c.page, mappingCursor, func(cursor string, node *model.Mapping) *MappingEdge {
		return &MappingEdge{Cursor: cursor, Node: node}
	})
}

// PageInfo tells what lies beyond the page.
func (c *MappingConnection) PageInfo() *PageInfo { return pageInfo(c.page, mappingCursor) }

// TotalCount counts the whole list.
func (c *MappingConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

func mappingCursor(m *model.Mapping) string {
	return string(endID(nil, appendInt(startID(nil, cursorKind), m.ID)))
}

// AmazonListingConnection is a page of a list, and the list's length for the actor.
type AmazonListingConnection struct {
	page  *service.Page[*model.AmazonListing]
	count counter
}

// Nodes are the page's entries.
func (c *AmazonListingConnection) Nodes() []*model.AmazonListing { return c.page.Items }

// Edges are the entries with their cursors.
func (c *AmazonListingConnection) Edges() []*AmazonListingEdge {
	return edges(c.page, listingCursor, func(cursor string, node *model.AmazonListing) *AmazonListingEdge {
		return &AmazonListingEdge{Cursor: cursor, Node: node}
	})
}

// PageInfo tells what lies beyond the page.
func (c *AmazonListingConnection) PageInfo() *PageInfo { return pageInfo(c.page, listingCursor) }

// TotalCount counts the whole list.
func (c *AmazonListingConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

func listingCursor(l *model.AmazonListing) string {
	return string(endID(nil, appendJSON(startID(nil, cursorKind), l.SKU)))
}

// OmniProductConnection is a page of a list, and the list's length for the actor.
type OmniProductConnection struct {
	page  *service.Page[*model.OmniProduct]
	count counter
}

// Nodes are the page's entries.
func (c *OmniProductConnection) Nodes() []*model.OmniProduct { return c.page.Items }

// Edges are the entries with their cursors.
func (c *OmniProductConnection) Edges() []*OmniProductEdge {
	return edges(c.page, productCursor, func(cursor string, node *model.OmniProduct) *OmniProductEdge {
		return &OmniProductEdge{Cursor: cursor, Node: node}
	})
}

// PageInfo tells what lies beyond the page.
func (c *OmniProductConnection) PageInfo() *PageInfo { return pageInfo(c.page, productCursor) }

// TotalCount counts the whole list.
func (c *OmniProductConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

func productCursor(p *model.OmniProduct) string {
	return encode(cursorKind, service.KeyOfProduct(p))
}

// OperationConnection is a page of a list, and the list's length for the actor.
type OperationConnection struct {
	page  *service.Page[*model.Operation]
	count counter
}

// Nodes are the page's entries.
func (c *OperationConnection) Nodes() []*model.Operation { return c.page.Items }

// Edges are the entries with their cursors.
func (c *OperationConnection) Edges() []*OperationEdge {
	return edges(c.page, operationCursor, func(cursor string, node *model.Operation) *OperationEdge {
		return &OperationEdge{Cursor: cursor, Node: node}
	})
}

// PageInfo tells what lies beyond the page.
func (c *OperationConnection) PageInfo() *PageInfo { return pageInfo(c.page, operationCursor) }

// TotalCount counts the whole list.
func (c *OperationConnection) TotalCount(ctx context.Context) (int64, error) { return c.count(ctx) }

func operationCursor(o *model.Operation) string {
	return encode(cursorKind, o.ID)
}

// SuggestedMappingConnection is a page of a list, and the list's length for the actor.
type SuggestedMappingConnection struct {
	page  *service.Page[*model.SuggestedMapping]
	count counter
}

// Nodes are the page's entries.
func (c *SuggestedMappingConnection) Nodes() []*model.SuggestedMapping { return c.page.Items }

// Edges are the entries with their cursors.
func (c *SuggestedMappingConnection) Edges() []*SuggestedMappingEdge {
	return edges(c.page, suggestedCursor, func(cursor string, node *model.SuggestedMapping) *SuggestedMappingEdge {
		return &SuggestedMappingEdge{Cursor: cursor, Node: node}
	})
}

// PageInfo tells what lies beyond the page.
func (c *SuggestedMappingConnection) PageInfo() *PageInfo { return pageInfo(c.page, suggestedCursor) }

// TotalCount counts the whole list.
func (c *SuggestedMappingConnection) TotalCount(ctx context.Context) (int64, error) {
	return c.count(ctx)
}

func suggestedCursor(m *model.SuggestedMapping) string {
	return string(endID(nil, appendJSON(startID(nil, cursorKind), m.Place)))
}

package graph

import (
	"context"
	"strconv"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// Two fields of a listing are not held by it, and still plain: they are loaded
// for all listings of a list before it is written.

// loadedValues are what was loaded of listings.
type loadedValues struct {
	parents map[listingID]bool
	ignored map[listingID]*model.Ignored
}

// load loads what the plan needs for the listings of a list; false where gqlgen
// is to do it, and to tell of what goes wrong.
func (p *planner) load(ctx context.Context, list any) bool {
	if len(p.toLoad) == 0 {
		return true
	}
	listings := listingsOf(list)
	values := &loadedValues{parents: make(map[listingID]bool, len(listings)), ignored: make(map[listingID]*model.Ignored)}
	for _, step := range p.toLoad {
		step.loaded = values
		load := values.loadParent
		if step.name == "ignored" {
			load = values.loadIgnored
		}
		for _, listing := range listings {
			if listing == nil || load(ctx, listing) != nil {
				return false
			}
		}
	}
	return len(listings) > 0
}

func (v *loadedValues) loadParent(ctx context.Context, l *model.AmazonListing) (err error) {
	v.parents[idOf(l)], err = loadersOf(ctx).ofIntegration(l.IntegrationID).parents.load(ctx, l.SKU)
	return err
}

func (v *loadedValues) loadIgnored(ctx context.Context, l *model.AmazonListing) (err error) {
	if l.StatusNumber == model.StatusIgnored {
		v.ignored[idOf(l)], err = loadersOf(ctx).ofIntegration(l.IntegrationID).ignored.load(ctx, l.SKU)
	}
	return err
}

func idOf(l *model.AmazonListing) listingID { return listingID{l.IntegrationID, l.SKU} }

// listingsOf are the listings in a list; none for a list without them.
func listingsOf(list any) []*model.AmazonListing {
	switch list := list.(type) {
	case []*model.AmazonListing:
		return list
	case []*AmazonListingEdge:
		return each(list, func(e *AmazonListingEdge) *model.AmazonListing { return e.Node })
	case []*model.Mapping:
		return each(list, func(m *model.Mapping) *model.AmazonListing { return m.Listing })
	case []*MappingEdge:
		return each(list, func(e *MappingEdge) *model.AmazonListing { return e.Node.Listing })
	case []*model.SuggestedMapping:
		return each(list, func(m *model.SuggestedMapping) *model.AmazonListing { return m.Listing })
	case []*SuggestedMappingEdge:
		return each(list, func(e *SuggestedMappingEdge) *model.AmazonListing { return e.Node.Listing })
	}
	return nil
}

func each[T any](list []T, of func(T) *model.AmazonListing) []*model.AmazonListing {
	listings := make([]*model.AmazonListing, len(list))
	for i, from := range list {
		listings[i] = of(from)
	}
	return listings
}

func appendIsParent(dst []byte, l *model.AmazonListing, field *step) []byte {
	if field.loaded == nil {
		return nil
	}
	return strconv.AppendBool(dst, field.loaded.parents[idOf(l)])
}

func appendIgnoredOf(dst []byte, l *model.AmazonListing, field *step) []byte {
	if field.loaded == nil {
		return nil
	}
	return appendObjectOrNull(dst, field.loaded.ignored[idOf(l)], field.below, appendIgnored)
}

func appendIgnored(dst []byte, i *model.Ignored, field *step) []byte {
	switch field.name {
	case "at":
		return appendTime(dst, i.At)
	case "actor":
		return gqlerr.AppendText(dst, i.Actor)
	case "note":
		return appendTextOrNull(dst, i.Note)
	}
	return nil
}

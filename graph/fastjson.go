package graph

import (
	"context"
	"io"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/model"
)

// Lists make up most of a response, and gqlgen spends a goroutine on each of
// their entries. A list of which only plain fields are selected, values that
// its entries hold already or that fastjson_load.go loads for all of them, takes
// the fast JSON path: one pass, written here. The rest is left to gqlgen.

// step is a selected field of an object.
type step struct {
	// key is what goes before the value: a brace or comma, and the field's
	// name in the response. For a __typename it holds the value too.
	key string
	// name is the field's name in the schema, empty for a __typename.
	name string
	// below is what is selected of an object.
	below []step
	// loaded is what a loader read for the field; nil for values that the entries
	// of the list hold.
	loaded *loadedValues
}

// writer appends a field of an object as JSON. It gives nil where that is for
// gqlgen to do: the field is not plain, or null though it must not be.
type writer[T any] func(dst []byte, from *T, field *step) []byte

// rawJSON is a value that is JSON already.
type rawJSON []byte

// MarshalGQL writes the value.
func (json rawJSON) MarshalGQL(w io.Writer) { _, _ = w.Write(json) }

// fastJSONLists is a field middleware that writes lists of plain fields.
func fastJSONLists(ctx context.Context, next graphql.Resolver) (any, error) {
	value, err := next(ctx)
	if err != nil {
		return value, err
	}
	if json := fastJSON(ctx, value); json != nil {
		return json, nil
	}
	return value, nil
}

// fastJSON writes a list; nil where it is none, or not one of plain fields.
func fastJSON(ctx context.Context, value any) rawJSON {
	switch list := value.(type) {
	case []*model.AmazonListing:
		return fastJSONList(ctx, list, appendListing)
	case []*AmazonListingEdge:
		return fastJSONList(ctx, list, appendListingEdge)
	case []*model.Mapping:
		return fastJSONList(ctx, list, appendMapping)
	case []*MappingEdge:
		return fastJSONList(ctx, list, appendMappingEdge)
	case []*model.OmniProduct:
		return fastJSONList(ctx, list, appendProduct)
	case []*OmniProductEdge:
		return fastJSONList(ctx, list, appendProductEdge)
	case []*model.OmniOption:
		return fastJSONList(ctx, list, appendOption)
	case []*model.OmniSize:
		return fastJSONList(ctx, list, appendSize)
	case []*model.OmniTarget:
		return fastJSONList(ctx, list, appendTarget)
	case []*model.Operation:
		return fastJSONList(ctx, list, appendOperation)
	case []*OperationEdge:
		return fastJSONList(ctx, list, appendOperationEdge)
	case []*model.Integration:
		return fastJSONList(ctx, list, appendIntegration)
	case []*model.Suggestion:
		return fastJSONList(ctx, list, appendSuggestion)
	case []*model.Evidence:
		return fastJSONList(ctx, list, appendEvidence)
	case []*model.Affix:
		return fastJSONList(ctx, list, appendAffix)
	case []*model.SuggestedMapping:
		return fastJSONList(ctx, list, appendSuggestedMapping)
	case []*SuggestedMappingEdge:
		return fastJSONList(ctx, list, appendSuggestedMappingEdge)
	case []*model.RemapPair:
		return fastJSONList(ctx, list, appendRemapPair)
	case []*model.UserError:
		return fastJSONList(ctx, list, appendUserError)
	case []*model.RejectedRow:
		return fastJSONList(ctx, list, appendRejectedRow)
	case []model.RejectedRow:
		return fastJSONList(ctx, pointers(list), appendRejectedRow)
	}
	return nil
}

func fastJSONList[T any](ctx context.Context, list []*T, write writer[T]) rawJSON {
	if len(list) == 0 {
		return nil
	}
	field := graphql.GetFieldContext(ctx).Field
	p := &planner{operation: graphql.GetOperationContext(ctx)}
	steps, ok := p.plan(field)
	if !ok || !p.load(ctx, list) {
		return nil
	}
	return appendList(nil, list, steps, write)
}

// planner plans how to write a list.
type planner struct {
	operation *graphql.OperationContext
	// toLoad are the steps of a listing's fields that a loader reads.
	toLoad []*step
}

// plan gives the steps that write an object of a field; false where gqlgen is
// to write it. Aliases, fragments and directives are gqlgen's to understand.
func (p *planner) plan(field graphql.CollectedField) ([]step, bool) {
	typeName := field.Definition.Type.Name()
	satisfies := fastJSONTypes[typeName]
	if satisfies == nil {
		return nil, false
	}
	fields := graphql.CollectFields(p.operation, field.Selections, satisfies)
	steps := make([]step, len(fields))
	for i, selected := range fields {
		if selected.IsDeferred() {
			return nil, false
		}
		steps[i].key = `,"` + selected.Alias + `":`
		if i == 0 {
			steps[i].key = `{"` + selected.Alias + `":`
		}
		if selected.Name == "__typename" {
			steps[i].key += `"` + typeName + `"`
			continue
		}
		steps[i].name = selected.Name
		if typeName == "AmazonListing" && (selected.Name == "isParent" || selected.Name == "ignored") {
			p.toLoad = append(p.toLoad, &steps[i])
		}
		if isLeaf(selected) {
			continue
		}
		var ok bool
		if steps[i].below, ok = p.plan(selected); !ok {
			return nil, false
		}
	}
	return steps, true
}

// isLeaf tells a scalar from an object, of which something must be selected.
func isLeaf(field graphql.CollectedField) bool { return len(field.Selections) == 0 }

func appendList[T any](dst []byte, list []*T, steps []step, write writer[T]) []byte {
	dst = append(dst, '[')
	start := len(dst)
	for i, from := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst = appendObject(dst, from, steps, write); dst == nil {
			return nil
		}
		if i == 0 {
			// The others are about as long as the first.
			dst = slices.Grow(dst, (len(dst)-start)*len(list)*9/8)
		}
	}
	return append(dst, ']')
}

// appendObject appends an object that must not be null.
func appendObject[T any](dst []byte, from *T, steps []step, write writer[T]) []byte {
	if from == nil {
		return nil
	}
	if len(steps) == 0 { // all were skipped
		return append(dst, "{}"...)
	}
	for i := range steps {
		dst = append(dst, steps[i].key...)
		if steps[i].name == "" {
			continue
		}
		if dst = write(dst, from, &steps[i]); dst == nil {
			return nil
		}
	}
	return append(dst, '}')
}

// appendObjectOrNull appends an object that may be null.
func appendObjectOrNull[T any](dst []byte, from *T, steps []step, write writer[T]) []byte {
	if from == nil {
		return append(dst, "null"...)
	}
	return appendObject(dst, from, steps, write)
}

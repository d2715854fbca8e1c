package graph

import (
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/model"
)

// loadedFields are the fields that no value of the model holds: a loader
// reads each from the database, for a whole page at once.
var loadedFields = []string{
	"AmazonListing.integration", "AmazonListing.matches", "AmazonListing.mapping", "AmazonListing.twins",
	"Integration.counterpart", "Integration.productStatus", "Integration.unmappedStock",
	"Mapping.integration", "OmniProduct.options", "OmniOption.sizes", "OmniOption.mapping", "OmniSize.mapping",
	"Operation.integration", "AmazonListing.heldBy", "AmazonListing.remapOutlook", "AmazonListing.matchRemapOutlook",
	"AmazonListing.suggestions", "Integration.suggestionState",
}

// fieldWriters tell of each type of the fast JSON path whether it writes a field.
func fieldWriters() map[string]func(*step) bool {
	product := &model.OmniProduct{}
	option := &model.OmniOption{Product: product}
	size := &model.OmniSize{Option: option}
	target := &model.OmniTarget{Product: product, Option: option}
	listing := &model.AmazonListing{}
	mapping := &model.Mapping{Listing: listing, Target: target}
	suggestion := &model.Suggestion{Target: target}
	suggested := &model.SuggestedMapping{Listing: listing, Suggestion: suggestion}
	return map[string]func(*step) bool{
		"AmazonListing":        writes(appendListing, listing),
		"AmazonListingEdge":    writes(appendListingEdge, &AmazonListingEdge{Node: listing}),
		"CustomMappingSummary": writes(appendCustomSummary, &model.CustomMappingSummary{}),
		"Ignored":              writes(appendIgnored, &model.Ignored{}),
		"IgnoreSummary":        writes(appendIgnoreSummary, &model.IgnoreSummary{}),
		"ImportSummary":        writes(appendImportSummary, &model.ImportSummary{}),
		"Integration":          writes(appendIntegration, &model.Integration{}),
		"LoadSummary":          writes(appendLoadSummary, &model.LoadSummary{}),
		"Mapping":              writes(appendMapping, mapping),
		"MappingEdge":          writes(appendMappingEdge, &MappingEdge{Node: mapping}),
		"OmniOption":           writes(appendOption, option),
		"OmniProduct":          writes(appendProduct, product),
		"OmniProductEdge":      writes(appendProductEdge, &OmniProductEdge{Node: product}),
		"OmniSize":             writes(appendSize, size),
		"OmniTarget":           writes(appendTarget, target),
		"Operation":            writes(appendOperation, &model.Operation{}),
		"OperationEdge":        writes(appendOperationEdge, &OperationEdge{Node: &model.Operation{}}),
		"OperationProgress":    writes(appendProgress, &model.OperationProgress{}),
		"RejectedRow":          writes(appendRejectedRow, &model.RejectedRow{}),
		"RemapPair":            writes(appendRemapPair, &model.RemapPair{Target: target}),
		"Suggestion":           writes(appendSuggestion, suggestion),
		"Evidence":             writes(appendEvidence, &model.Evidence{}),
		"Affix":                writes(appendAffix, &model.Affix{}),
		"SuggestedMapping":     writes(appendSuggestedMapping, suggested),
		"SuggestedMappingEdge": writes(appendSuggestedMappingEdge, &SuggestedMappingEdge{Node: suggested}),
		"UserError":            writes(appendUserError, &model.UserError{}),
	}
}

func writes[T any](write writer[T], from *T) func(*step) bool {
	return func(field *step) bool { return write([]byte{}, from, field) != nil }
}

// TestFastJSONFields wants every field of its types written, loaded
// fields apart.
func TestFastJSONFields(t *testing.T) {
	schema := NewExecutableSchema(Config{}).Schema()
	writers := fieldWriters()
	var left []string
	for name := range fastJSONTypes {
		if writers[name] == nil {
			t.Errorf("%s is not checked here", name)
			continue
		}
		for _, field := range schema.Types[name].Fields {
			if !writers[name](&step{name: field.Name, loaded: new(loadedValues)}) {
				left = append(left, name+"."+field.Name)
			}
		}
	}
	want := slices.Sorted(slices.Values(loadedFields))
	if slices.Sort(left); !slices.Equal(left, want) {
		t.Errorf("not written: %v, want %v", left, want)
	}
}

// TestFastJSONTypes wants every object that a list holds, or a written field,
// among fastJSONTypes, with the right interfaces.
func TestFastJSONTypes(t *testing.T) {
	schema := NewExecutableSchema(Config{}).Schema()
	for name, definition := range schema.Types {
		if definition.BuiltIn || definition.Kind != ast.Object {
			continue
		}
		for _, field := range definition.Fields {
			of := schema.Types[field.Type.Name()]
			held := field.Type.Elem != nil || fastJSONTypes[name] != nil && !slices.Contains(loadedFields, name+"."+field.Name)
			if held && !of.BuiltIn && of.Kind == ast.Object && fastJSONTypes[of.Name] == nil {
				t.Errorf("%s.%s: %s is not among fastJSONTypes", name, field.Name, of.Name)
			}
		}
	}
	for name, satisfies := range fastJSONTypes {
		want := append([]string{name}, schema.Types[name].Interfaces...)
		if !slices.Equal(satisfies, want) {
			t.Errorf("%s satisfies %v, want %v", name, satisfies, want)
		}
	}
}

// TestFastJSONNull leaves to gqlgen what is null and must not be.
func TestFastJSONNull(t *testing.T) {
	source, listing := step{key: `{"source":`, name: "source"}, step{key: `{"listing":`, name: "listing"}
	for _, c := range []struct {
		list []*model.Mapping
		step step
		want string
	}{
		{[]*model.Mapping{{Source: "A"}, {Source: "B"}}, source, `[{"source":"A"},{"source":"B"}]`},
		{[]*model.Mapping{{}, nil}, source, ""},
		{[]*model.Mapping{{Listing: &model.AmazonListing{}}, {}}, listing, ""},
		{[]*model.Mapping{{Listing: &model.AmazonListing{}}}, listing, `[{"listing":{}}]`},
	} {
		if got := appendList(nil, c.list, []step{c.step}, appendMapping); string(got) != c.want {
			t.Errorf("%s: got %s, want %s", c.step.name, got, c.want)
		}
	}
}

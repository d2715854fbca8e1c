package limit

import (
	"context"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// What a document may hold. Validation compares fields with each other, and
// follows fragments as often as they are spread, so that these are checked
// before it. A list of 10,000 entries written into a document fits.
const (
	// MaxTokens counts the tokens of the whole document.
	MaxTokens = 100_000
	// MaxDepth leaves room for the introspection that tools ask for.
	MaxDepth = 20
	// MaxFields counts fields as often as fragments bring them.
	MaxFields = 5_000
	// MaxAliases counts the aliases of the whole document.
	MaxAliases = 1_000
	// MaxRepeats is how many fields may have another field of the same name
	// beside them.
	MaxRepeats = 100
	// MaxCopies is how many aliases a plain value may have beside each other: an
	// answer repeats it as often, and it costs nothing.
	MaxCopies = 20
	// MaxName is how long a field's name in the response may be: it stands in
	// every entry of a list.
	MaxName = 255
	// maxErrors is how many errors of one document a response lists, and maxMessage
	// how many bytes of each message, which can quote the document.
	maxErrors  = 10
	maxMessage = 2_000
)

// DocumentLimiter refuses documents that are larger than any that is in
// earnest, before they are validated.
type DocumentLimiter struct {
	// Accepted holds documents that were accepted before.
	Accepted graphql.Cache[*ast.QueryDocument]
}

// ExtensionName is the name among the server's extensions.
func (DocumentLimiter) ExtensionName() string { return "DocumentLimits" }

// Validate accepts every schema.
func (DocumentLimiter) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses a document that is too large.
func (l DocumentLimiter) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if _, ok := l.Accepted.Get(ctx, params.Query); ok {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, MaxTokens)
	if err != nil {
		// The parser that comes next, with the same limit, says what is wrong.
		return nil
	}
	return checkDocument(doc)
}

// InterceptResponse cuts the list of what is wrong with a document: it may be
// as long as the document.
func (DocumentLimiter) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil || response.Data != nil {
		return response
	}
	for _, err := range response.Errors {
		if len(err.Message) > maxMessage {
			err.Message = strings.ToValidUTF8(err.Message[:maxMessage], "") + "…"
		}
	}
	if len(response.Errors) > maxErrors {
		response.Errors = append(response.Errors[:maxErrors:maxErrors],
			&gqlerror.Error{Message: "Not shown: " + model.Count(int64(len(response.Errors)-maxErrors), "more error") + "."})
	}
	return response
}

// checkDocument says what of a document is too much, if anything is.
func checkDocument(doc *ast.QueryDocument) *gqlerror.Error {
	s := sizes{fragments: doc.Fragments, known: make(map[string]size)}
	var all size
	for _, set := range selections(doc) {
		one, err := s.of(set)
		if err != nil {
			return err
		}
		all.fields += one.fields
		all.depth = max(all.depth, one.depth)
		switch {
		case all.depth > MaxDepth:
			return tooComplex("The document nests fields %d deep; at most %d are possible. Ask for what lies deeper by its id.", all.depth, MaxDepth)
		case all.fields > MaxFields:
			return tooComplex("The document selects more than %d fields, those of fragments counted each time they are spread. Ask for fewer, or in several requests.", MaxFields)
		}
	}
	m := merge{fragments: doc.Fragments}
	for _, set := range selections(doc) {
		m.walk([]ast.SelectionSet{set})
	}
	switch {
	case m.aliases > MaxAliases:
		return tooComplex("The document has %d aliases; at most %d are possible. Send an array of requests instead.", m.aliases, MaxAliases)
	case m.repeats > MaxRepeats:
		return tooComplex("The document repeats fields %d times; at most %d times are possible. Ask for each field once.", m.repeats, MaxRepeats)
	case m.copies > MaxCopies:
		return tooComplex("The document asks for a value under %d names beside each other; at most %d are possible. Ask for it once.", m.copies, MaxCopies)
	case m.longest > MaxName:
		return tooComplex("A name in the document has %d characters; at most %d are possible. Use shorter aliases.", m.longest, MaxName)
	}
	return nil
}

// selections are those of a document's operations and fragments.
func selections(doc *ast.QueryDocument) []ast.SelectionSet {
	var all []ast.SelectionSet
	for _, operation := range doc.Operations {
		all = append(all, operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		all = append(all, fragment.SelectionSet)
	}
	return all
}

func tooComplex(format string, args ...any) *gqlerror.Error {
	return gqlerr.Coded("TOO_COMPLEX", fmt.Sprintf(format, args...))
}

// size is how large a selection is with its fragments put in.
type size struct{ fields, depth int }

// sizes finds the size of selections, looking at each fragment once. Since it
// stops soon after maxFields, sums do not overflow.
type sizes struct {
	fragments ast.FragmentDefinitionList
	known     map[string]size
	// within are the fragments that are being looked at.
	within []string
}

func (s *sizes) of(set ast.SelectionSet) (size, *gqlerror.Error) {
	var all size
	for _, selection := range set {
		one, err := s.ofOne(selection)
		if err != nil {
			return all, err
		}
		all.fields = min(all.fields+one.fields, MaxFields+1)
		all.depth = max(all.depth, one.depth)
	}
	return all, nil
}

func (s *sizes) ofOne(selection ast.Selection) (size, *gqlerror.Error) {
	switch selection := selection.(type) {
	case *ast.Field:
		below, err := s.of(selection.SelectionSet)
		return size{below.fields + 1, below.depth + 1}, err
	case *ast.InlineFragment:
		return s.of(selection.SelectionSet)
	case *ast.FragmentSpread:
		return s.ofFragment(selection.Name)
	}
	return size{}, nil
}

func (s *sizes) ofFragment(name string) (size, *gqlerror.Error) {
	if found, ok := s.known[name]; ok {
		return found, nil
	}
	for _, outer := range s.within {
		if outer == name {
			return size{}, gqlerr.Coded(errcode.ValidationFailed, fmt.Sprintf("The fragment %s contains itself.", name))
		}
	}
	definition := s.fragments.ForName(name)
	if definition == nil {
		// Validation says so.
		return size{}, nil
	}
	s.within = append(s.within, name)
	found, err := s.of(definition.SelectionSet)
	s.within = s.within[:len(s.within)-1]
	s.known[name] = found
	return found, err
}

// merge counts aliases, and the fields that are put together with others of
// the same name in a response. copies are the most names that a plain value has
// beside each other, and longest is the length of the longest name.
type merge struct {
	fragments                         ast.FragmentDefinitionList
	aliases, repeats, copies, longest int
}

// walk looks at selections that are put together.
func (m *merge) walk(sets []ast.SelectionSet) {
	below, copies := make(map[string][]ast.SelectionSet), make(map[string]int)
	for _, set := range sets {
		m.collect(set, below, copies)
	}
	for _, n := range copies {
		m.copies = max(m.copies, n)
	}
	for _, sets := range below {
		m.repeats += len(sets) - 1
		m.walk(sets)
	}
}

// collect puts what is selected below each field of a set into below, by the
// field's name in the response, and counts the names of plain values in copies.
func (m *merge) collect(set ast.SelectionSet, below map[string][]ast.SelectionSet, copies map[string]int) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			if selection.Alias != selection.Name {
				m.aliases++
			}
			m.longest = max(m.longest, len(selection.Alias), len(selection.Name))
			if isPlain(selection) && below[selection.Alias] == nil {
				copies[selection.Name]++
			}
			below[selection.Alias] = append(below[selection.Alias], selection.SelectionSet)
		case *ast.InlineFragment:
			m.collect(selection.SelectionSet, below, copies)
		case *ast.FragmentSpread:
			if definition := m.fragments.ForName(selection.Name); definition != nil {
				m.collect(definition.SelectionSet, below, copies)
			}
		}
	}
}

// isPlain tells a plain value of an object, which is the same under each alias,
// from an object and from what arguments tell apart.
func isPlain(field *ast.Field) bool {
	return len(field.SelectionSet) == 0 && len(field.Arguments) == 0 && field.Name != "__typename"
}

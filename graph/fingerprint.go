package graph

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"reflect"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// fingerprint is a hash of what a field asks for: its arguments by their
// values, however they are spelled, files by their content, and its selection
// with the values of its variables. The field's own alias is no part of it.
func fingerprint(types map[string]*ast.Definition, field graphql.CollectedField, variables map[string]any) ([]byte, error) {
	p := &printer{sum: sha256.New(), types: types, variables: variables, fragments: make(map[string][]byte)}
	p.text(field.Name)
	p.arguments(field.Field)
	p.selection(field.Selections)
	if p.err != nil {
		return nil, fmt.Errorf("read an uploaded file: %w", p.err)
	}
	return p.sum.Sum(nil), nil
}

// printer writes to a hash what belongs to a fingerprint.
type printer struct {
	sum       hash.Hash
	types     map[string]*ast.Definition
	variables map[string]any
	// fragments are the hashes of those that were printed. Printing them
	// wherever they are spread would let small documents take long.
	fragments map[string][]byte
	err       error
}

// text writes a text so that where it ends is certain.
func (p *printer) text(s string) {
	var length [20]byte
	p.sum.Write(append(strconv.AppendInt(length[:0], int64(len(s)), 10), ':'))
	io.WriteString(p.sum, s)
}

func (p *printer) begin() { p.sum.Write([]byte("(")) }
func (p *printer) end()   { p.sum.Write([]byte(")")) }

// arguments writes those that a field is given, or that its definition gives
// it, in the order of the definition.
func (p *printer) arguments(field *ast.Field) {
	p.begin()
	if field.Definition != nil && len(field.Definition.Arguments) > 0 {
		values := field.ArgumentMap(p.variables)
		for _, argument := range field.Definition.Arguments {
			p.member(argument.Name, argument.Type, values[argument.Name])
		}
	}
	p.end()
}

// member writes an argument or an input's field. Null is as if it were absent.
func (p *printer) member(name string, t *ast.Type, value any) {
	if value == nil {
		return
	}
	p.text(name)
	p.value(t, value)
}

// value writes a value as its type has it: a single value where a list is
// wanted is a list of one, and an id or a decimal may be a number or a text.
func (p *printer) value(t *ast.Type, value any) {
	definition := p.types[t.Name()]
	switch {
	case value == nil:
		p.sum.Write([]byte("~"))
	case t.Elem != nil:
		p.list(t.Elem, value)
	case definition != nil && definition.Kind == ast.InputObject:
		p.object(definition, value)
	default:
		p.leaf(value)
	}
}

func (p *printer) list(of *ast.Type, value any) {
	p.begin()
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
		for i := range list.Len() {
			p.value(of, list.Index(i).Interface())
		}
	} else {
		p.value(of, value)
	}
	p.end()
}

func (p *printer) object(definition *ast.Definition, value any) {
	given, _ := value.(map[string]any)
	p.begin()
	for _, field := range definition.Fields {
		v, ok := given[field.Name]
		if !ok && field.DefaultValue != nil {
			// The schema's own values are sound.
			v, _ = field.DefaultValue.Value(nil)
		}
		p.member(field.Name, field.Type, v)
	}
	p.end()
}

func (p *printer) leaf(value any) {
	switch v := value.(type) {
	case graphql.Upload:
		p.file(v.File)
	case *graphql.Upload:
		p.file(v.File)
	default:
		p.text(fmt.Sprint(v))
	}
}

// file writes the hash of a file, and leaves the file at its beginning for
// its next reader.
func (p *printer) file(file io.ReadSeeker) {
	content := sha256.New()
	_, err := file.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(content, file)
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		p.err = err
	}
	p.sum.Write(content.Sum([]byte("@")))
}

func (p *printer) selection(selections ast.SelectionSet) {
	p.begin()
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			if p.included(s.Directives) {
				p.text(s.Alias)
				p.text(s.Name)
				p.arguments(s)
				p.selection(s.SelectionSet)
			}
		case *ast.InlineFragment:
			if p.included(s.Directives) {
				p.text("... " + s.TypeCondition)
				p.selection(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if p.included(s.Directives) {
				p.text("..." + s.Name)
				p.sum.Write(p.fragment(s))
			}
		}
	}
	p.end()
}

// fragment is the hash of what a spread fragment holds.
func (p *printer) fragment(spread *ast.FragmentSpread) []byte {
	if known := p.fragments[spread.Name]; known != nil {
		return known
	}
	outer := p.sum
	p.sum = sha256.New()
	p.text(spread.Definition.TypeCondition)
	p.selection(spread.Definition.SelectionSet)
	sum := p.sum.Sum(nil)
	p.sum, p.fragments[spread.Name] = outer, sum
	return sum
}

// included reports whether @skip and @include keep the selection that has them.
func (p *printer) included(directives ast.DirectiveList) bool {
	for _, directive := range directives {
		given, _ := directive.ArgumentMap(p.variables)["if"].(bool)
		switch directive.Name {
		case "skip":
			if given {
				return false
			}
		case "include":
			if !given {
				return false
			}
		}
	}
	return true
}

package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"pgregory.net/rapid"
)

// failer is what tests have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// printOf is the fingerprint of a mutation's first field.
func printOf(t failer, query string, variables map[string]any) string {
	t.Helper()
	schema := NewExecutableSchema(Config{}).Schema()
	doc, errs := gqlparser.LoadQueryWithRules(schema, query, validationRules())
	if errs != nil {
		t.Fatalf("%s: %v", query, errs)
	}
	coerced, err := validator.VariableValues(schema, doc.Operations[0], variables)
	if err != nil {
		t.Fatalf("%s with %v: %v", query, variables, err)
	}
	operation := &graphql.OperationContext{Doc: doc, Variables: coerced}
	fields := graphql.CollectFields(operation, doc.Operations[0].SelectionSet, []string{"Mutation"})
	print, err := fingerprint(schema.Types, fields[0], coerced)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return string(print)
}

// TestFingerprintInput draws an input of any mutation, and wants the same
// fingerprint for it in any spelling, and another one for any other input.
func TestFingerprintInput(t *testing.T) {
	schema := NewExecutableSchema(Config{}).Schema()
	var mutations []*ast.FieldDefinition
	for _, field := range schema.Mutation.Fields {
		if input := schema.Types[field.Arguments[0].Type.Name()]; input.Fields.ForName("file") == nil || !input.Fields.ForName("file").Type.NonNull {
			mutations = append(mutations, field)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		mutation := rapid.SampledFrom(mutations).Draw(t, "mutation")
		d := drawer{t, schema}
		of := mutation.Arguments[0].Type
		input := d.value(of)
		one, other := d.spelled(mutation, input), d.spelled(mutation, input)
		if one.print(t) != other.print(t) {
			t.Fatalf("the same input has two fingerprints:\n%s\n%s", one, other)
		}
		if changed := d.spelled(mutation, d.changed(of, input)); one.print(t) == changed.print(t) {
			t.Fatalf("two inputs have the same fingerprint:\n%s\n%s", one, changed)
		}
	})
}

// drawer draws inputs by the schema.
type drawer struct {
	t      *rapid.T
	schema *ast.Schema
}

func (d drawer) bool(what string) bool { return rapid.Bool().Draw(d.t, what) }

// value draws a value: a map, a list, or a leaf. What has a default is there.
func (d drawer) value(of *ast.Type) any {
	if of.Elem != nil {
		list := make([]any, rapid.IntRange(0, 3).Draw(d.t, "length"))
		for i := range list {
			list[i] = d.value(of.Elem)
		}
		return list
	}
	definition := d.schema.Types[of.NamedType]
	switch definition.Kind {
	case ast.Enum:
		return rapid.SampledFrom(definition.EnumValues).Draw(d.t, "enum value").Name
	case ast.Scalar:
		return d.leaf(of.NamedType)
	}
	object := make(map[string]any)
	for _, field := range definition.Fields {
		if field.Type.Name() != "Upload" && (field.Type.NonNull || field.DefaultValue != nil || d.bool("given")) {
			object[field.Name] = d.value(field.Type)
		}
	}
	return object
}

func (d drawer) leaf(scalar string) any {
	switch scalar {
	case "Int":
		return rapid.IntRange(-20, 20).Draw(d.t, "int")
	case "Boolean":
		return d.bool("boolean")
	case "ID":
		return rapid.StringMatching(`[1-9][0-9]{0,3}|[a-z]{1,3}`).Draw(d.t, "id")
	}
	return rapid.StringMatching(`[a-z0-9:()~@ "\\é]{0,4}`).Draw(d.t, "text")
}

// changed is the value with a change in one place.
func (d drawer) changed(of *ast.Type, value any) any {
	switch v := value.(type) {
	case []any:
		if len(v) == 0 || d.bool("longer") {
			return append([]any{d.value(of.Elem)}, v...)
		}
		list := append([]any(nil), v...)
		list[0] = d.changed(of.Elem, list[0])
		return list
	case map[string]any:
		return d.changedObject(d.schema.Types[of.NamedType], v)
	case bool:
		return !v
	case int:
		return v + 1
	case string:
		if values := d.schema.Types[of.NamedType].EnumValues; len(values) > 0 {
			if v == values[0].Name {
				return values[1].Name
			}
			return values[0].Name
		}
		return v + "1"
	}
	panic(fmt.Sprintf("%T is no value", value))
}

func (d drawer) changedObject(definition *ast.Definition, object map[string]any) any {
	var fields ast.FieldList
	for _, field := range definition.Fields {
		if field.Type.Name() != "Upload" {
			fields = append(fields, field)
		}
	}
	field := rapid.SampledFrom(fields).Draw(d.t, "field")
	given, ok := object[field.Name]
	object = maps.Clone(object)
	free := func(other *ast.FieldDefinition) bool {
		return object[other.Name] == nil && other.Type.String() == field.Type.String()
	}
	if i := slices.IndexFunc(fields, free); ok && !field.Type.NonNull && i >= 0 && d.bool("moved") {
		delete(object, field.Name)
		object[fields[i].Name] = given
		return object
	}
	switch {
	case !ok:
		object[field.Name] = d.value(field.Type)
	case !field.Type.NonNull && field.DefaultValue == nil && d.bool("left out"):
		delete(object, field.Name)
	default:
		object[field.Name] = d.changed(field.Type, given)
	}
	return object
}

// spelling is a request.
type spelling struct {
	declarations []string
	query        string
	variables    map[string]any
}

func (s *spelling) String() string { return fmt.Sprintf("%s with %v", s.query, s.variables) }

// print decodes the variables as a server does.
func (s *spelling) print(t failer) string {
	t.Helper()
	text, err := json.Marshal(s.variables)
	if err != nil {
		t.Fatalf("%v", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var variables map[string]any
	if err := decoder.Decode(&variables); err != nil {
		t.Fatalf("%v", err)
	}
	return printOf(t, s.query, variables)
}

// spelled draws a way to write a request.
func (d drawer) spelled(mutation *ast.FieldDefinition, input any) *spelling {
	s := &spelling{variables: make(map[string]any)}
	written := d.literal(s, mutation.Arguments[0].Type, input)
	declared := ""
	if len(s.declarations) > 0 {
		declared = "(" + strings.Join(s.declarations, " ") + ")"
	}
	s.query = fmt.Sprintf(`mutation%s {x: %s(input: %s) @idempotent(key: "k") {userErrors {code}}}`, declared, mutation.Name, written)
	return s
}

// literal writes a value into the query, or, here and there, as a variable.
func (d drawer) literal(s *spelling, of *ast.Type, value any) string {
	if rapid.IntRange(0, 4).Draw(d.t, "as a variable") == 0 {
		name := fmt.Sprint("v", len(s.variables))
		s.declarations = append(s.declarations, fmt.Sprintf("$%s: %s", name, of))
		s.variables[name] = d.respelled(of, value)
		return "$" + name
	}
	switch v := d.shorter(of, value).(type) {
	case []any:
		entries := make([]string, len(v))
		for i, entry := range v {
			entries[i] = d.literal(s, of.Elem, entry)
		}
		return "[" + strings.Join(entries, " ") + "]"
	case map[string]any:
		return d.object(s, d.schema.Types[of.Name()], v)
	case string:
		if d.schema.Types[of.Name()].Kind == ast.Enum {
			return v
		}
		text, _ := json.Marshal(v)
		return string(text)
	default:
		return fmt.Sprint(v)
	}
}

// shorter is a list of one as its entry, and an id of digits as a number, now
// and then.
func (d drawer) shorter(of *ast.Type, value any) any {
	if list, ok := value.([]any); ok && len(list) == 1 && d.bool("without brackets") {
		return d.shorter(of.Elem, list[0])
	}
	if id, ok := value.(string); ok && of.Name() == "ID" && '1' <= id[0] && id[0] <= '9' && d.bool("as a number") {
		return json.Number(id)
	}
	return value
}

func (d drawer) object(s *spelling, definition *ast.Definition, object map[string]any) string {
	var members []string
	for _, field := range rapid.Permutation(definition.Fields).Draw(d.t, "order") {
		if value, ok := d.member(field, object); ok && value == nil {
			members = append(members, field.Name+": null")
		} else if ok {
			members = append(members, field.Name+": "+d.literal(s, field.Type, value))
		}
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// member is a field as it is written, if it is: what is absent may be null,
// and what has its default may be absent.
func (d drawer) member(field *ast.FieldDefinition, object map[string]any) (value any, ok bool) {
	value, ok = object[field.Name]
	if !ok {
		return nil, !field.Type.NonNull && d.bool("null")
	}
	if field.DefaultValue != nil && field.DefaultValue.Raw == fmt.Sprint(value) && d.bool("default") {
		return nil, false
	}
	return value, true
}

// respelled is a value as a variable holds it.
func (d drawer) respelled(of *ast.Type, value any) any {
	switch v := d.shorter(of, value).(type) {
	case []any:
		list := make([]any, len(v))
		for i, entry := range v {
			list[i] = d.respelled(of.Elem, entry)
		}
		return list
	case map[string]any:
		object := make(map[string]any)
		for _, field := range d.schema.Types[of.Name()].Fields {
			if value, ok := d.member(field, v); ok && value == nil {
				object[field.Name] = nil
			} else if ok {
				object[field.Name] = d.respelled(field.Type, value)
			}
		}
		return object
	default:
		return v
	}
}

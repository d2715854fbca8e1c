package transport

import (
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/graph/gqlerr"
)

// variableSetter puts a file into the variable that the map names.
type variableSetter func(graphql.Upload)

// variableSetters finds the variables that a map names, by the names of the
// files' parts. Each must be a null of the variables, and named once.
func (q *request) variableSetters(paths map[string][]string) (map[string][]variableSetter, error) {
	if len(paths) > MaxFiles {
		return nil, gqlerr.BadRequest("A request may hold at most %d files.", MaxFiles)
	}
	found := make(map[string][]variableSetter, len(paths))
	named := make(map[string]bool, len(paths))
	for part, list := range paths {
		if len(list) == 0 {
			return nil, gqlerr.BadRequest("The map names no place for the part %q.", part)
		}
		for _, path := range list {
			if named[path] {
				return nil, gqlerr.BadRequest("The map names the place %q twice.", path)
			}
			named[path] = true
			set, err := q.variableSetter(path)
			if err != nil {
				return nil, err
			}
			found[part] = append(found[part], set)
		}
	}
	return found, nil
}

// variableSetter finds a variable by its path: variables.input.file, or, in an
// array of operations, 0.variables.input.file.
func (q *request) variableSetter(path string) (variableSetter, error) {
	operation := 0
	inside := path
	if q.array {
		number, rest, _ := strings.Cut(path, ".")
		var ok bool
		if operation, ok = index(number, len(q.operations)); !ok {
			return nil, noVariable(path)
		}
		inside = rest
	}
	o := &q.operations[operation]
	if o.malformed != nil {
		return func(graphql.Upload) {}, nil // It fails alone.
	}
	inside, ok := strings.CutPrefix(inside, "variables.")
	if !ok {
		return nil, noVariable(path)
	}
	names := strings.Split(inside, ".")
	var parent any = o.params.Variables
	for _, name := range names[:len(names)-1] {
		if parent, ok = child(parent, name); !ok {
			return nil, noVariable(path)
		}
	}
	last := names[len(names)-1]
	switch value, ok := child(parent, last); {
	case !ok:
		return nil, noVariable(path)
	case value != nil:
		return nil, gqlerr.BadRequest("The map's place %q holds something already. Send null there.", path)
	}
	return func(upload graphql.Upload) { setChild(parent, last, upload) }, nil
}

func noVariable(path string) *gqlerr.RequestError {
	return gqlerr.BadRequest("The map's place %q is not in the operations. Send null there.", path)
}

// child gives what an object or a list holds.
func child(parent any, name string) (value any, ok bool) {
	switch parent := parent.(type) {
	case map[string]any:
		value, ok = parent[name]
	case []any:
		var i int
		if i, ok = index(name, len(parent)); ok {
			value = parent[i]
		}
	}
	return value, ok
}

// setChild sets what child gave.
func setChild(parent any, name string, value any) {
	switch parent := parent.(type) {
	case map[string]any:
		parent[name] = value
	case []any:
		if i, ok := index(name, len(parent)); ok {
			parent[i] = value
		}
	}
}

// index reads an index into a list of a length. There is one way to write it.
func index(text string, length int) (int, bool) {
	i, err := strconv.Atoi(text)
	return i, err == nil && i >= 0 && i < length && strconv.Itoa(i) == text
}

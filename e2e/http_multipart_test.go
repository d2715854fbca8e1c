package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// loadOmni is an operation that loads Omni's catalogue from a file.
func loadOmni() string {
	return `{"query": "mutation($input: LoadOmniProductsInput!) {loadOmniProducts(input: $input) {summary {read} userErrors {message}}}", "variables": {"input": {"file": null}}}`
}

const omniFile = "Style Code,Code\nP,C\n"

// TestForms sends forms of every kind: the response says what is wrong, and
// nothing of a wrong form is done.
func TestForms(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	const (
		code  = `"code":"BAD_REQUEST"`
		place = `{"0": ["variables.input.file"]}`
	)
	one, two := loadOmni(), "["+loadOmni()+","+loadOmni()+"]"
	list := `{"query": "query($input: [ID!]) {a: __typename}", "variables": {"input": [null, 1]}}`
	tests := []struct {
		name   string
		parts  []string
		status int
		words  []string
	}{
		{"no parts", nil, 400, []string{"operations, map and then the files", code}},
		{"no operations", []string{"map", place, "0", omniFile}, 400, []string{"where operations should be", code}},
		{"the map first", []string{"map", place, "operations", one, "0", omniFile}, 400, []string{"where operations should be", code}},
		{"no map", []string{"operations", one}, 400, []string{"where map should be", code}},
		{"the file before the map", []string{"operations", one, "0", omniFile, "map", place}, 400, []string{"where map should be", code}},
		{"operations that are no JSON", []string{"operations", "{", "map", "{}"}, 400, []string{"part operations is not JSON", code}},
		{"operations that go on", []string{"operations", one + "{}", "map", "{}"}, 400, []string{"part operations goes on", code}},
		{"a map that is no JSON", []string{"operations", one, "map", "x"}, 400, []string{"part map is not JSON", code}},
		{"a map that goes on", []string{"operations", one, "map", place + "1"}, 400, []string{"part map goes on", code}},
		{"a map that is a list", []string{"operations", one, "map", "[]"}, 400, []string{"object of lists", code}},
		{"a map of texts", []string{"operations", one, "map", `{"0": "variables.input.file"}`, "0", omniFile}, 400, []string{"object of lists", code}},
		{"a map to no place", []string{"operations", one, "map", `{"0": []}`, "0", omniFile}, 400, []string{"names no place", code}},
		{"nowhere in the variables", []string{"operations", one, "map", `{"0": ["variables.input.sheet"]}`, "0", omniFile}, 400, []string{"variables.input.sheet", "Send null there", code}},
		{"nowhere at all", []string{"operations", one, "map", `{"0": ["query"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"the variables themselves", []string{"operations", one, "map", `{"0": ["variables"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"no variables", []string{"operations", names, "map", place, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"within null", []string{"operations", one, "map", `{"0": ["variables.input.file.x"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"no such entry", []string{"operations", list, "map", `{"0": ["variables.input.2"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"a negative entry", []string{"operations", list, "map", `{"0": ["variables.input.-1"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"an entry in another way", []string{"operations", list, "map", `{"0": ["variables.input.00"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"an entry by a name", []string{"operations", list, "map", `{"0": ["variables.input.x"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"in the place of something", []string{"operations", list, "map", `{"0": ["variables.input.1"]}`, "0", omniFile}, 400, []string{"holds something", code}},
		{"one place twice", []string{"operations", one, "map", `{"0": ["variables.input.file", "variables.input.file"]}`, "0", omniFile}, 400, []string{"twice", code}},
		{"one place for two files", []string{"operations", one, "map", `{"0": ["variables.input.file"], "1": ["variables.input.file"]}`, "0", omniFile, "1", omniFile}, 400, []string{"twice", code}},
		{"a file that the map lacks", []string{"operations", one, "map", place, "0", omniFile, "1", omniFile}, 400, []string{`part \"1\"`, code}},
		{"a file twice", []string{"operations", one, "map", place, "0", omniFile, "0", omniFile}, 400, []string{`part \"0\"`, code}},
		{"a file that the form lacks", []string{"operations", one, "map", place}, 400, []string{`part \"0\"`, "the form lacks", code}},
		{"too many files", []string{"operations", one, "map", "{" + manyFiles(101) + "}"}, 400, []string{"at most 100 files", code}},
		{"an array of none", []string{"operations", "[]", "map", "{}"}, 400, []string{"holds no operation", code}},
		{"an array without an index", []string{"operations", two, "map", place, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"an index too far", []string{"operations", two, "map", `{"0": ["2.variables.input.file"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"an index where there is no array", []string{"operations", one, "map", `{"0": ["0.variables.input.file"]}`, "0", omniFile}, 400, []string{"not in the operations", code}},
		{"no file", []string{"operations", names, "map", "{}"}, 200, []string{`"data"`}},
		{"a file", []string{"operations", one, "map", place, "0", omniFile}, 200, []string{`"read":1`}},
		{"an array with files", []string{"operations", two, "map", `{"a": ["0.variables.input.file"], "b": ["1.variables.input.file"]}`, "a", omniFile, "b", omniFile + "Q,D\n"},
			200, []string{`[{"data":{"loadOmniProducts":{"summary":{"read":1}`, `{"data":{"loadOmniProducts":{"summary":{"read":2}`}},
		{"one file for both", []string{"operations", two, "map", `{"a": ["0.variables.input.file", "1.variables.input.file"]}`, "a", omniFile},
			200, []string{`[{"data":{"loadOmniProducts":{"summary":{"read":1},"userErrors":[]}}},{"data":{"loadOmniProducts":{"summary":{"read":1},"userErrors":[]}}}]`}},
		{"a malformed member", []string{"operations", `[{"query": 1, "variables": {"file": null}}, ` + one + `]`, "map", `{"a": ["0.variables.file"], "b": ["1.variables.input.file"]}`, "a", "x", "b", omniFile},
			200, []string{`[{"errors":[{"message":"\"query\" must be a string."`, `"read":1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := preflighted()
			header.Set("Content-Type", typeForm)
			status, body := s.send(t, http.MethodPost, "/graphql", header, formOf(test.parts...))
			if status != test.status {
				t.Errorf("status %d, want %d: %s", status, test.status, body)
			}
			checkWords(t, body, test.words...)
		})
	}
}

// manyFiles are the entries of a map.
func manyFiles(n int) string {
	var entries []string
	for i := range n {
		entries = append(entries, fmt.Sprintf(`"%d": ["variables.input.file"]`, i))
	}
	return strings.Join(entries, ",")
}

// TestSharedFile has one variable's file read by two fields.
func TestSharedFile(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	resp := s.postUpload(t, `mutation($file: Upload!) {
		a: loadOmniProducts(input: {file: $file}) {summary {read created}}
		b: loadOmniProducts(input: {file: $file}) {summary {read created} userErrors {message}}
	}`, variables{"file": nil}, "variables.file", omniFile)
	checkJSON(t, resp.data(t), `{"a": {"summary": {"read": 1, "created": 1}}, "b": {"summary": {"read": 1, "created": 0}, "userErrors": []}}`)
}

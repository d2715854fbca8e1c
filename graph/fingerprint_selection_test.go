package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// TestFingerprintSelection compares selections.
func TestFingerprintSelection(t *testing.T) {
	print := func(selection, fragments string, variables map[string]any) string {
		declared := ""
		if len(variables) > 0 {
			declared = "($yes: Boolean!)"
		}
		return printOf(t, fmt.Sprintf(`mutation%s {importProducts(input: {integrationId: "x"}) @idempotent(key: "k") %s} %s`, declared, selection, fragments), variables)
	}
	plain := print("{summary {unmappable} operation {id}}", "", nil)
	for _, same := range []struct {
		selection string
		variables map[string]any
	}{
		{"{summary { unmappable }, # and\n operation {id}}", nil},
		{"{summary {unmappable} operation {id state @skip(if: $yes)}}", map[string]any{"yes": true}},
		{"{summary {unmappable} operation @include(if: $yes) {id}}", map[string]any{"yes": true}},
		{"{summary {unmappable} operation {id ... @include(if: false) {state}} ... @skip(if: $yes) {userErrors {code}}}", map[string]any{"yes": true}},
	} {
		if print(same.selection, "", same.variables) != plain {
			t.Errorf("%s is another selection", same.selection)
		}
	}
	seen := map[string]string{plain: "the plain one"}
	for _, other := range []struct {
		selection, fragments string
		variables            map[string]any
	}{
		{"{operation {id} summary {unmappable}}", "", nil},
		{"{summary {unmappable}}", "", nil},
		{"{summary {unmappable} operation {id} userErrors {code}}", "", nil},
		{"{summary {unmappable operation: unmappable} operation {id}}", "", nil},
		{"{s: summary {unmappable} operation {id}}", "", nil},
		{"{summary {unmappable} operation {id state @skip(if: $yes)}}", "", map[string]any{"yes": false}},
		{"{...F}", "fragment F on ImportProductsPayload {summary {unmappable} operation {id}}", nil},
		{"{...F}", "fragment F on ImportProductsPayload {summary {unmappable}}", nil},
		{"{...F}", "fragment F on ImportProductsPayload {...G} fragment G on ImportProductsPayload {summary {unmappable}}", nil},
		{"{...F}", "fragment F on ImportProductsPayload {...G} fragment G on ImportProductsPayload {operation {id}}", nil},
		{"{... @include(if: true) {summary {unmappable} operation {id}}}", "", nil},
	} {
		got := print(other.selection, other.fragments, other.variables)
		if before := seen[got]; before != "" {
			t.Errorf("%s %s has the fingerprint of %s", other.selection, other.fragments, before)
		}
		seen[got] = other.selection + other.fragments
	}
}

// TestFingerprintFragments has fragments that double each other: written out,
// they would fill the memory.
func TestFingerprintFragments(t *testing.T) {
	var fragments strings.Builder
	for i := range 60 {
		fmt.Fprintf(&fragments, "fragment F%d on OmniProduct {options {a: product {...F%d} b: product {...F%[2]d}}} ", i, i+1)
	}
	printOf(t, `mutation {remapProducts(input: {integrationId: "x"}) @idempotent(key: "k") {created {target {product {...F0}}}}} `+
		fragments.String()+"fragment F60 on OmniProduct {id}", nil)
}

// TestFingerprintArguments compares arguments inside of the selection.
func TestFingerprintArguments(t *testing.T) {
	query := func(argument string) string {
		return `mutation($id: ID) {remapProducts(input: {integrationId: "x"}) @idempotent(key: "k") {created {target {option {mapping(integrationId: ` + argument + `) {id}}}}}}`
	}
	unused := func(text string) string { return strings.Replace(text, "($id: ID)", "", 1) }
	one := printOf(t, unused(query(`"1"`)), nil)
	if printOf(t, unused(query("1")), nil) != one || printOf(t, strings.Replace(query("$id"), "ID)", "ID!)", 1), map[string]any{"id": "1"}) != one {
		t.Error("the same argument has two fingerprints")
	}
	if printOf(t, unused(query(`"2"`)), nil) == one {
		t.Error("two arguments have the same fingerprint")
	}
	product := func(field string) string {
		return printOf(t, `mutation {upsertOmniProducts(input: {products: [{reference: "1", `+field+`: "A"}]}) @idempotent(key: "k") {userErrors {code}}}`, nil)
	}
	if product("code") == product("barcode") {
		t.Error("a Code has the fingerprint of a Barcode")
	}
}

// TestFingerprintFiles compares files, wherever they were read to, and wants
// them back at their beginning.
func TestFingerprintFiles(t *testing.T) {
	const query = `mutation($input: LoadAmazonListingsInput!) {loadAmazonListings(input: $input) @idempotent(key: "k") {userErrors {code}}}`
	print := func(content, name string, read int) string {
		file := strings.NewReader(content)
		if _, err := file.Seek(int64(read), 0); err != nil {
			t.Fatal(err)
		}
		sum := printOf(t, query, map[string]any{"input": map[string]any{"integrationId": "x", "file": graphql.Upload{File: file, Filename: name}}})
		if file.Len() != len(content) {
			t.Errorf("%d bytes are left to read, want %d", file.Len(), len(content))
		}
		return sum
	}
	one := print("abc", "a.txt", 0)
	if print("abc", "b.txt", 2) != one {
		t.Error("the same content has two fingerprints")
	}
	if print("abd", "a.txt", 0) == one || print("", "a.txt", 0) == one {
		t.Error("two contents have the same fingerprint")
	}
}

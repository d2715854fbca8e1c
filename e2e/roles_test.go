package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestRoles sends every mutation with a key of each role.
func TestRoles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		admin, editor, viewer := s.client, s.client, s.client
		admin.key = makeKey(t, url, "-role", "admin", "-name", "a")
		editor.key = makeKey(t, url, "-role", "editor", "-name", "e")
		viewer.key = makeKey(t, url, "-role", "viewer", "-name", "v")
		id := viewer.sampleID(t)
		nodes, sku := editor.oneOfEach(t, id)
		admins := []string{"createIntegration", "updateIntegration", "splitIntegration", "deleteIntegration"}
		inputs := allMutations(t, id, nodes, sku)
		for name, input := range inputs {
			if !forbidden(viewer.tryMutation(t, name, input)) {
				t.Errorf("a viewer may %s", name)
			}
			if slices.Contains(admins, name) && !forbidden(editor.tryMutation(t, name, input)) {
				t.Errorf("an editor may %s", name)
			}
		}
		checkJSON(t, viewer.ask(t, "{integrations {name productStatus {mapped}} operations {totalCount}}", nil),
			`{"integrations": [{"name": "Amazon UK (sample)", "productStatus": {"mapped": 130}}], "operations": {"totalCount": 4}}`)
		for name, input := range inputs {
			if resp := editor.tryMutation(t, name, input); !slices.Contains(admins, name) && len(resp.Errors) > 0 {
				t.Errorf("an editor may not %s: %+v", name, resp.Errors)
			}
		}
		for _, name := range admins {
			if resp := admin.tryMutation(t, name, inputs[name]); len(resp.Errors) > 0 {
				t.Errorf("an admin may not %s: %+v", name, resp.Errors)
			}
		}
		var found struct {
			Operations struct {
				Nodes []struct{ Kind, Actor string }
			}
		}
		admin.read(t, "{operations(first: 2) {nodes {kind actor}}}", nil, &found)
		if split := found.Operations.Nodes[0]; split.Kind != "SPLIT" || split.Actor != "a" {
			t.Errorf("the newest operation is %+v", split)
		}
		if actor := found.Operations.Nodes[1].Actor; actor != "e" {
			t.Errorf("an operation of the editor's key remembers %q", actor)
		}
	})
}

// forbidden tells whether the response is that the role does not allow it.
func forbidden(resp response) bool {
	return len(resp.Errors) == 1 && resp.Errors[0].Extensions.Code == "FORBIDDEN"
}

// TestRolesFirst sends what a viewer may not do with lists and files that are
// wrong, too long, or on their way: the role is what they are refused for.
func TestRolesFirst(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	s := start(t, url)
	s.key = makeKey(t, url, "-role", "viewer", "-name", "v")
	wrong := make([]any, 1_000_000)
	for i := range wrong {
		wrong[i] = i
	}
	const custom = "mutation A($input: ApplyCustomMappingsInput!) {other: applyCustomMappings(input: $input) {summary {rejected}}} query B {integrations {id}}"
	for name, resp := range map[string]response{
		"a list of no pairs": s.post(t, "mutation($input: ApplyCustomMappingsInput!) {other: applyCustomMappings(input: $input) {summary {rejected}}}",
			variables{"input": variables{"integrationId": "x", "mappings": wrong}}),
		"an empty list":         s.post(t, "mutation {other: upsertOmniProducts(input: {products: []}) {summary {read}}}", nil),
		"no ids":                s.post(t, `mutation {other: deleteMappings(input: {integrationId: "x", ids: []}) {deleted}}`, nil),
		"no such operation":     s.post(t, `mutation {other: restoreMappings(input: {operationId: "x"}) {restored}}`, nil),
		"nothing to remap":      s.post(t, `mutation {other: remapProducts(input: {integrationId: "x"}) {deleted}}`, nil),
		"a file of another use": s.postUpload(t, "mutation($input: LoadOmniProductsInput!) {other: loadOmniProducts(input: $input) {summary {read}}}", variables{"input": variables{"file": nil}}, "variables.input.file", "no file of Omni's"),
		"by its name":           s.postBody(t, typeJSON, strings.NewReader(`{"operationName": "A", "query": "`+custom+`"}`)),
		"in a fragment":         s.post(t, "mutation {...f} fragment f on Mutation {other: downloadProducts(input: {}) {operation {id}}}", nil),
	} {
		if !forbidden(resp) || string(resp.Data) != "null" || len(resp.Errors[0].Path) != 1 && name != "in a fragment" {
			t.Errorf("%s: %s, %+v", name, resp.Data, resp.Errors)
		}
	}
	if resp := s.postBody(t, typeJSON, strings.NewReader(`{"operationName": "B", "query": "`+custom+`"}`)); len(resp.Errors) > 0 {
		t.Errorf("a query beside a mutation: %+v", resp.Errors)
	}
	s.viewersUpload(t)
}

// viewersUpload declares 100 MB and sends the first of a file: the response does
// not wait for the rest, and a client that sends it nevertheless may go on.
func (s *server) viewersUpload(t *testing.T) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	form := formOf("operations", loadOmni, "map", `{"0": ["variables.input.file"]}`, "0", "")
	form, tail := form[:len(form)-len("\r\n--edge--\r\n")], "\r\n--edge--\r\n"
	rest := strings.Repeat("x", 1<<20)
	const pieces = 100
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
		s.key, typeForm, len(form)+pieces*len(rest)+len(tail), form)
	reader := bufio.NewReader(conn)
	read := func() (string, error) {
		resp, err := http.ReadResponse(reader, nil)
		if err != nil {
			return "", err
		}
		text, err := io.ReadAll(resp.Body)
		return string(text), err
	}
	if text, err := read(); err != nil || !strings.Contains(text, "FORBIDDEN") {
		t.Fatalf("before the file was sent: %s, error %v", text, err)
	}
	for range pieces {
		if _, err := io.WriteString(conn, rest); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprintf(conn, "%sGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", tail)
	if text, err := read(); err != nil || text != "ok\n" {
		t.Errorf("the connection goes on with %q, error %v", text, err)
	}
	if mb := s.peakMemory(t) >> 20; mb > 600 {
		t.Errorf("the server took %d MB", mb)
	}
}

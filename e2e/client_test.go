package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// client sends requests to a server as programs do: by GraphQL over HTTP.
type client struct {
	// url is the server's, without a path.
	url string
	// key is the API key, if there is one.
	key string
}

// variables are those of a query.
type variables map[string]any

// response is a whole GraphQL response.
type response struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code string }
	}
	Extensions struct{ Cost json.RawMessage }
}

// post sends a query.
func (c *client) post(t *testing.T, query string, v variables) response {
	t.Helper()
	return c.postBody(t, "application/json", bytes.NewReader(marshal(t, query, v)))
}

func (c *client) postBody(t *testing.T, contentType string, body io.Reader) response {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, c.url+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return readResponse(t, resp)
}

func marshal(t *testing.T, query string, v variables) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func readResponse(t *testing.T, resp *http.Response) response {
	t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var r response
	if err := json.Unmarshal(body, &r); err != nil {
		t.Fatalf("%s: %s", resp.Status, body)
	}
	return r
}

// ask sends a query that must succeed, and gives the data as text.
func (c *client) ask(t *testing.T, query string, v variables) string {
	t.Helper()
	return c.post(t, query, v).data(t)
}

func (r response) data(t *testing.T) string {
	t.Helper()
	if len(r.Errors) > 0 {
		t.Fatalf("errors %+v", r.Errors)
	}
	return string(r.Data)
}

// read is ask that puts the data into dst.
func (c *client) read(t *testing.T, query string, v variables, dst any) {
	t.Helper()
	if err := json.Unmarshal([]byte(c.ask(t, query, v)), dst); err != nil {
		t.Fatal(err)
	}
}

// mutate sends a mutation whose payload has a selection, and gives the
// payload as text.
func (c *client) mutate(t *testing.T, name string, input variables, selection string) string {
	t.Helper()
	return payload(t, c.post(t, mutation(name, selection), variables{"input": input}))
}

// mutation is a mutation by name, with its input as a variable.
func mutation(name, selection string) string {
	return fmt.Sprintf("mutation($input: %s%sInput!) {payload: %s(input: $input) {%s}}", strings.ToUpper(name[:1]), name[1:], name, selection)
}

func payload(t *testing.T, r response) string {
	t.Helper()
	var found struct{ Payload json.RawMessage }
	if err := json.Unmarshal([]byte(r.data(t)), &found); err != nil {
		t.Fatal(err)
	}
	return string(found.Payload)
}

// integration makes an integration and gives its id.
func (c *client) integration(t *testing.T, name string) string {
	t.Helper()
	var made struct{ Integration struct{ ID string } }
	text := c.mutate(t, "createIntegration", variables{"name": name, "sellerId": "S-" + name, "marketplaceId": "M"}, "integration {id} userErrors {message}")
	if err := json.Unmarshal([]byte(text), &made); err != nil || made.Integration.ID == "" {
		t.Fatalf("make the integration %s: %s, error %v", name, text, err)
	}
	return made.Integration.ID
}

// send sends any request and gives the response's status and body.
func (c *client) send(t *testing.T, method, path string, header http.Header, body string) (status int, answer string) {
	t.Helper()
	req, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// do sends any request to /graphql, and gives the response without its body.
func (c *client) do(t *testing.T, method string, header http.Header, body string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(method, c.url+"/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

// fetch gets a page with some headers.
func (c *client) fetch(t *testing.T, path string, header http.Header) (status int, body string) {
	t.Helper()
	return c.send(t, http.MethodGet, path, header, "")
}

// status sends a query with an Authorization header, which may be empty.
func (c *client) status(t *testing.T, authorization string) (int, http.Header, response) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, c.url+"/graphql", strings.NewReader(`{"query": "{integrations {name}}"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	header := resp.Header
	return resp.StatusCode, header, readResponse(t, resp)
}

// forged is a key with the last letter changed.
func forged(key string) string {
	last := "A"
	if strings.HasSuffix(key, last) {
		last = "B"
	}
	return key[:len(key)-1] + last
}

// get requests a page with the key, and gives the status.
func (c *client) get(t *testing.T, path string) int {
	t.Helper()
	status, _ := c.send(t, http.MethodGet, path, http.Header{"Authorization": {"Bearer " + c.key}}, "")
	return status
}

// mappingIDs gives the ids of an integration's mappings, newest first.
func (c *client) mappingIDs(t *testing.T, integration string, first int) []string {
	t.Helper()
	var found struct {
		MappedProducts struct{ Nodes []struct{ ID string } }
	}
	c.read(t, "query($id: ID!, $first: Int) {mappedProducts(integrationId: $id, first: $first) {nodes {id}}}",
		variables{"id": integration, "first": first}, &found)
	var ids []string
	for _, node := range found.MappedProducts.Nodes {
		ids = append(ids, node.ID)
	}
	return ids
}

const (
	typeJSON     = "application/json"
	typeResponse = "application/graphql-response+json"
	typeForm     = "multipart/form-data; boundary=edge"
)

const names = `{"query": "{integrations {name}}"}`

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// client asks a server as programs do: by GraphQL over HTTP.
type client struct {
	// url is the server's, without a path.
	url string
	// key is the API key; empty for none.
	key string
}

// variables are those of a query.
type variables map[string]any

// response is a whole answer.
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
	request, err := http.NewRequest(http.MethodPost, c.url+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return readResponse(t, answer)
}

func marshal(t *testing.T, query string, v variables) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func readResponse(t *testing.T, answer *http.Response) response {
	t.Helper()
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var r response
	if err := json.Unmarshal(body, &r); err != nil {
		t.Fatalf("%s: %s", answer.Status, body)
	}
	return r
}

// ask sends a query that is answered without errors, and gives the data as
// text.
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

// upload is mutate with a file, by the GraphQL multipart request
// specification.
func (c *client) upload(t *testing.T, name string, input variables, file, selection string) string {
	t.Helper()
	input["file"] = nil
	return payload(t, c.postUpload(t, mutation(name, selection), variables{"input": input}, "variables.input.file", file))
}

// postUpload sends a query with a file in the place of a variable.
func (c *client) postUpload(t *testing.T, query string, v variables, place, file string) response {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part := beginFile(t, form, query, v, place)
	if _, err := io.WriteString(part, file); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(c.formRequest(t, form, &body))
	if err != nil {
		t.Fatal(err)
	}
	return readResponse(t, answer)
}

// formRequest is a request with a form, which browsers do not send for the
// pages of other sites without asking.
func (c *client) formRequest(t *testing.T, form *multipart.Writer, body io.Reader) *http.Request {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, c.url+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("GraphQL-Preflight", "1")
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	return request
}

// beginUpload writes an upload up to its file, which is to be written to what
// it gives.
func beginUpload(t *testing.T, form *multipart.Writer, name string, input variables, selection string) io.Writer {
	t.Helper()
	input["file"] = nil
	return beginFile(t, form, mutation(name, selection), variables{"input": input}, "variables.input.file")
}

func beginFile(t *testing.T, form *multipart.Writer, query string, v variables, place string) io.Writer {
	t.Helper()
	if err := form.WriteField("operations", string(marshal(t, query, v))); err != nil {
		t.Fatal(err)
	}
	if err := form.WriteField("map", fmt.Sprintf(`{"0": [%q]}`, place)); err != nil {
		t.Fatal(err)
	}
	part, err := form.CreateFormFile("0", "upload")
	if err != nil {
		t.Fatal(err)
	}
	return part
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

// checkJSON compares JSON by its meaning.
func checkJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Errorf("got %s: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("want %s: %v", want, err)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("got\n%s\nwant\n%s", indented(t, g), indented(t, w))
	}
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// checkWords wants every word in a text.
func checkWords(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%q does not say %q", text, word)
		}
	}
}

package e2e

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
)

// upload is mutate with a file, by the GraphQL multipart request
// specification.
func (c *client) upload(t *testing.T, name string, input variables, file, selection string) string {
	t.Helper()
	input["file"] = nil
	return payload(t, c.postUpload(t, mutation(name, selection), variables{"input": input}, "variables.input.file", file))
}

// postUpload sends a query with a file in the place of a variable.
func (c *client) postUpload(t *testing.T, query string, v variables, path, file string) response {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part := beginFile(t, form, query, v, path)
	if _, err := io.WriteString(part, file); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(c.formRequest(t, form, &body))
	if err != nil {
		t.Fatal(err)
	}
	return readResponse(t, resp)
}

// formRequest is a request with a form, which browsers do not send for the
// pages of other sites without asking.
func (c *client) formRequest(t *testing.T, form *multipart.Writer, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, c.url+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("GraphQL-Preflight", "1")
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	return req
}

// beginUpload writes an upload up to its file, which is to be written to what
// it gives.
func beginUpload(t *testing.T, form *multipart.Writer, name string, input variables, selection string) io.Writer {
	t.Helper()
	input["file"] = nil
	return beginFile(t, form, mutation(name, selection), variables{"input": input}, "variables.input.file")
}

// uploadName is what uploads call their file, with a folder that is not kept.
const uploadName = `C:\uploads\upload.csv`

func beginFile(t *testing.T, form *multipart.Writer, query string, v variables, path string) io.Writer {
	t.Helper()
	if err := form.WriteField("operations", string(marshal(t, query, v))); err != nil {
		t.Fatal(err)
	}
	if err := form.WriteField("map", fmt.Sprintf(`{"0": [%q]}`, path)); err != nil {
		t.Fatal(err)
	}
	part, err := form.CreateFormFile("0", uploadName)
	if err != nil {
		t.Fatal(err)
	}
	return part
}

// slowLoad is a load of listings whose file is sent piece by piece.
type slowLoad struct {
	pipe    *io.PipeWriter
	form    *multipart.Writer
	file    io.Writer
	results chan uploadResult
}

type uploadResult struct {
	response *http.Response
	err      error
}

// beginLoad begins to load listings. It sends the file only when the server
// asks for it (100 Continue), so that the request is running when the first
// rows have been sent.
func (c *client) beginLoad(t *testing.T, integration string) *slowLoad {
	t.Helper()
	r, w := io.Pipe()
	up := &slowLoad{pipe: w, form: multipart.NewWriter(w), results: make(chan uploadResult, 1)}
	req := c.formRequest(t, up.form, r)
	req.Header.Set("Expect", "100-continue")
	transport := &http.Transport{ExpectContinueTimeout: patience, ResponseHeaderTimeout: patience}
	go func() {
		resp, err := transport.RoundTrip(req)
		// A writer that still sends gets an error.
		r.CloseWithError(fmt.Errorf("the request has ended: %w", err))
		up.results <- uploadResult{resp, err}
	}()
	up.file = beginUpload(t, up.form, "loadAmazonListings", variables{"integrationId": integration},
		"summary {read created rejected} operation {state} userErrors {message}")
	return up
}

func (up *slowLoad) send(t *testing.T, text string) {
	t.Helper()
	if _, err := io.WriteString(up.file, text); err != nil {
		t.Fatal(err)
	}
}

// sendRows sends rows with the numbers first to last.
func (up *slowLoad) sendRows(t *testing.T, first, last int) {
	t.Helper()
	var text strings.Builder
	for n := first; n <= last; n++ {
		fmt.Fprintf(&text, "SKU-%06d\t%d.99\n", n, n%100)
	}
	up.send(t, text.String())
}

// end ends the file and gives the response's payload.
func (up *slowLoad) end(t *testing.T) string {
	t.Helper()
	if err := up.form.Close(); err != nil {
		t.Fatal(err)
	}
	if err := up.pipe.Close(); err != nil {
		t.Fatal(err)
	}
	upload := <-up.results
	if upload.err != nil {
		t.Fatal(upload.err)
	}
	return payload(t, readResponse(t, upload.response))
}

// formOf is a form of parts, each a name and a content.
func formOf(parts ...string) string {
	var body strings.Builder
	for i := 0; i < len(parts); i += 2 {
		fmt.Fprintf(&body, "--edge\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", parts[i], parts[i+1])
	}
	return body.String() + "--edge--\r\n"
}

// preflighted are the headers of a form.
func preflighted() http.Header { return http.Header{"Graphql-Preflight": {"1"}} }

// postFile sends a query with a file as its variable file.
func (c *client) postFile(t *testing.T, query string, v variables, path string) response {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v["file"] = nil
	return c.postUpload(t, query, v, "variables.file", string(content))
}

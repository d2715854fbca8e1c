package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
)

// client calls the server's API.
type client struct {
	url  string
	http *http.Client
}

type variables map[string]any

// ask sends a query and decodes the data of its response into dst. GraphQL
// errors are returned as errors.
func (c *client) ask(ctx context.Context, query string, v variables, dst any) error {
	request, err := jsonRequest(ctx, c.url+"/graphql", query, v)
	if err != nil {
		return err
	}
	return c.send(request, dst)
}

// jsonRequest is the request for a query.
func jsonRequest(ctx context.Context, url, query string, v variables) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	return request, nil
}

func (c *client) send(request *http.Request, dst any) error {
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var result struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal(text, &result); err != nil {
		return fmt.Errorf("the server answered %s: %s", response.Status, text)
	}
	if len(result.Errors) > 0 {
		return fmt.Errorf("the server answered with the error %q", result.Errors[0].Message)
	}
	return json.Unmarshal(result.Data, dst)
}

// payload holds the fields that mutations are asked for.
type payload struct {
	Operation    *struct{ ID string }
	Integration  *struct{ ID string }
	Summary      map[string]int
	Deleted      int
	Restored     int
	Moved        int
	Sets         int
	CreatedCount int
	LostCount    int
	Created      []struct{ SKU string }
	Kept         []struct{ SKU string }
	Lost         []struct{ SKU string }
	RejectedRows []struct{ Message string }
	UserErrors   []struct{ Message string }
}

// refused returns the first user error or rejected row as an error.
func (p *payload) refused() error {
	for _, list := range [][]struct{ Message string }{p.UserErrors, p.RejectedRows} {
		if len(list) > 0 {
			return fmt.Errorf("refused: %s", list[0].Message)
		}
	}
	return nil
}

func mutation(name, selection string) string {
	return fmt.Sprintf("mutation($input: %s%sInput!) {payload: %s(input: $input) {%s userErrors {message}}}",
		strings.ToUpper(name[:1]), name[1:], name, selection)
}

// mutate sends a mutation. What is refused is an error.
func (c *client) mutate(ctx context.Context, name string, input variables, selection string) (*payload, error) {
	var found struct{ Payload payload }
	err := c.ask(ctx, mutation(name, selection), variables{"input": input}, &found)
	if err == nil {
		err = found.Payload.refused()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &found.Payload, nil
}

// upload sends a mutation with a file, by the GraphQL multipart request
// specification. The file is streamed.
func (c *client) upload(ctx context.Context, name string, input variables, path, selection string) (*payload, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	input["file"] = nil
	operations, err := json.Marshal(map[string]any{"query": mutation(name, selection), "variables": variables{"input": input}})
	if err != nil {
		return nil, err
	}
	body, w := io.Pipe()
	form := multipart.NewWriter(w)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/graphql", body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("GraphQL-Preflight", "1")
	go func() { w.CloseWithError(writeForm(form, operations, file)) }()
	var found struct{ Payload payload }
	err = c.send(request, &found)
	// A server that responds early must not leave the writer waiting.
	body.Close()
	if err == nil {
		err = found.Payload.refused()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &found.Payload, nil
}

func writeForm(form *multipart.Writer, operations []byte, file io.Reader) error {
	if err := form.WriteField("operations", string(operations)); err != nil {
		return err
	}
	if err := form.WriteField("map", `{"0": ["variables.input.file"]}`); err != nil {
		return err
	}
	part, err := form.CreateFormFile("0", "upload")
	if err != nil {
		return err
	}
	if _, err := io.Copy(part, file); err != nil {
		return err
	}
	return form.Close()
}

// integration makes an integration and gives its id.
func (c *client) integration(ctx context.Context, name string) (string, error) {
	made, err := c.mutate(ctx, "createIntegration", variables{"name": name, "sellerId": "S-" + name, "marketplaceId": "M"}, "integration {id}")
	if err != nil {
		return "", err
	}
	return made.Integration.ID, nil
}

// download gets a path of the server and writes it to a file.
func (c *client) download(ctx context.Context, path, to string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+path, nil)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("get %s: %s", path, response.Status)
	}
	return writeFile(to, func(w io.Writer) error {
		_, err := io.Copy(w, response.Body)
		return err
	})
}

package graph

import (
	"bytes"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/formatter"
)

// NewSchemaHandler serves the schema in GraphQL's own language, with its
// descriptions, to everyone: it holds no secrets.
func NewSchemaHandler() http.Handler {
	var text bytes.Buffer
	formatter.NewFormatter(&text).FormatSchema(NewExecutableSchema(Config{}).Schema())
	started := time.Now()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/graphql; charset=utf-8")
		http.ServeContent(w, r, "schema.graphql", started, bytes.NewReader(text.Bytes()))
	})
}

package graph

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/service"
)

// readParams reads what is asked: a query with its variables. Numbers keep all
// their digits.
func readParams(from io.Reader) (*graphql.RawParams, error) {
	var request struct {
		Query         string         `json:"query"`
		OperationName string         `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	if err := decoder.Decode(&request); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more after the request")
	}
	now := graphql.Now()
	return &graphql.RawParams{Query: request.Query, OperationName: request.OperationName, Variables: request.Variables,
		Extensions: request.Extensions, ReadTime: graphql.TraceTiming{Start: now, End: now}}, nil
}

// holds tells whether a key still is that of the actor whom it was at first.
// Where that cannot be found out just now, it does.
func holds(ctx context.Context, authenticate Authenticate, key string, first service.Actor, log *slog.Logger) bool {
	actor, err := authenticate(ctx, key)
	if err != nil {
		if ctx.Err() == nil {
			log.WarnContext(ctx, "look whether a key still holds", "error", err)
		}
		return true
	}
	return actor != nil && actor.AccountID == first.AccountID && actor.KeyID == first.KeyID
}

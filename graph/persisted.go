package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
)

// persisted lets clients send a query's SHA-256 instead of the query once the
// server has seen both, as Apollo's automatic persisted queries do. It keeps
// only what was found valid.
type persisted struct {
	queries *queryCache[string]
}

func newPersisted() persisted {
	return persisted{newQueryCache(func(_, query string) int { return len(query) })}
}

// ExtensionName is what gqlgen calls it.
func (persisted) ExtensionName() string { return "persistedQuery" }

// Validate finds nothing wrong with any schema.
func (persisted) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters puts the query in the place of its hash, or checks
// the hash of the query that comes with it.
func (p persisted) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	hash, given, err := persistedHash(params.Extensions)
	if !given || err != nil {
		return err
	}
	if params.Query == "" {
		query, known := p.queries.Get(ctx, hash)
		if !known {
			return gqlerr.Coded("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
		}
		params.Query = query
		return nil
	}
	if sum := sha256.Sum256([]byte(params.Query)); hex.EncodeToString(sum[:]) != hash {
		return gqlerr.Coded(gqlerr.CodeBadRequest, "The persisted query's sha256Hash is not that of the query.")
	}
	return nil
}

// MutateOperationContext keeps a query that was found valid.
func (p persisted) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	if hash, given, _ := persistedHash(operation.Extensions); given {
		p.queries.Add(ctx, hash, operation.RawQuery)
	}
	return nil
}

// persistedHash reads the extension of a request.
func persistedHash(extensions map[string]any) (hash string, given bool, err *gqlerror.Error) {
	sent, given := extensions["persistedQuery"]
	if !given || sent == nil {
		return "", false, nil
	}
	extension, _ := sent.(map[string]any)
	if version := fmt.Sprint(extension["version"]); version != "1" {
		return "", true, gqlerr.Coded(gqlerr.CodeBadRequest, "A persisted query must be of version 1.")
	}
	hash, _ = extension["sha256Hash"].(string)
	if len(hash) != hex.EncodedLen(sha256.Size) {
		return "", true, gqlerr.Coded(gqlerr.CodeBadRequest, "A persisted query must have a sha256Hash of 64 hexadecimal digits.")
	}
	return hash, true, nil
}

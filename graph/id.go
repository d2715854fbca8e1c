package graph

import (
	"bytes"
	"encoding/base64"
	"encoding/json"

	"omnimap/service"
)

// encode makes an opaque text of a kind and the parts that name one of it.
func encode(kind string, parts any) string {
	text, err := json.Marshal([]any{kind, parts})
	if err != nil {
		panic(err) // parts are numbers and texts
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// decode reads what encode made into parts. It is false for anything else, such
// as an id with a tail, and leaves parts as they were.
func decode[T any](id, kind string, parts *T) bool {
	text, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil {
		return false
	}
	// Nothing that encode was given holds a NUL, and PostgreSQL bears none.
	if bytes.Contains(text, []byte(`\u0000`)) {
		return false
	}
	var found string
	var read T
	// Both decoders bear more than their encoders write; so there is one way to
	// write an id.
	if json.Unmarshal(text, &[]any{&found, &read}) != nil || found != kind || encode(kind, read) != id {
		return false
	}
	*parts = read
	return true
}

// kindOf is the kind of an id; empty where it is none.
func kindOf(id string) string {
	var kind string
	text, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || json.Unmarshal(text, &[]any{&kind}) != nil {
		return ""
	}
	return kind
}

// The kinds of ids.
const (
	kindIntegration = "Integration"
	kindListing     = "AmazonListing"
	kindProduct     = "OmniProduct"
	kindOption      = "OmniOption"
	kindSize        = "OmniSize"
	kindMapping     = "Mapping"
	kindOperation   = "Operation"
)

// listingID names a listing.
type listingID struct {
	Integration int64
	SKU         string
}

// integrationIDOf reads an integration's id; 0, which none has, for anything
// else.
func integrationIDOf(id string) (n int64) {
	if !decode(id, kindIntegration, &n) {
		return 0
	}
	return n
}

// mappingIDs reads mappings' ids, with nil for what is none.
func mappingIDs(ids []string) []*service.MappingID {
	decoded := make([]*service.MappingID, len(ids))
	for i, id := range ids {
		var mapping service.MappingID
		if decode(id, kindMapping, &mapping) {
			decoded[i] = &mapping
		}
	}
	return decoded
}

// productIDs reads Omni products' ids, with 0 for what is none.
func productIDs(ids []string) []int64 {
	decoded := make([]int64, len(ids))
	for i, id := range ids {
		if !decode(id, kindProduct, &decoded[i]) {
			decoded[i] = 0
		}
	}
	return decoded
}

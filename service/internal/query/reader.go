package query

import "omnimap/db"

// Reader reads lists and single entries of catalogues, mappings and targets.
// It is safe for concurrent use.
type Reader struct{ store *db.Store }

// NewReader returns a Reader on store.
func NewReader(store *db.Store) *Reader { return &Reader{store: store} }

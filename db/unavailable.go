package db

import "errors"

// ErrUnavailable says that the database cannot be used at present, through no
// fault of the request: the same request may succeed later.
var ErrUnavailable = errors.New("the database is not available")

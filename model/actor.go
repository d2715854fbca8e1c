package model

import (
	"fmt"
)

// Actor is who sent a request: the account, and what it may do.
type Actor struct {
	AccountID int64
	// Name is recorded with operations.
	Name string
	// Role is what it may do; an empty role may only read.
	Role Role
	// KeyID is the id of its API key; empty on a server without keys.
	KeyID string
}

// ForbiddenError says that the actor's role does not allow the request.
type ForbiddenError struct {
	Actor  string
	Role   Role
	Needed Role
}

func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("This needs a key with the role %s; the role of %s is %s. Use another key, or ask whoever runs the server for one.",
		e.Needed, Quote(e.Actor), e.Role)
}

// Require returns a ForbiddenError if the actor's role does not cover needed.
func (a Actor) Require(needed Role) error {
	if a.Role.Covers(needed) {
		return nil
	}
	return &ForbiddenError{Actor: a.Name, Role: a.Role, Needed: needed}
}

package model

import (
	"fmt"
)

// Actor is who asks, within which account, and what it may do.
type Actor struct {
	AccountID int64
	// Name is what operations remember.
	Name string
	// Role is what it may do; nothing but read where it is empty.
	Role Role
	// KeyID is that of its API key; empty on a server without keys.
	KeyID string
}

// ForbiddenError says that the actor's role does not allow what was asked.
type ForbiddenError struct {
	Actor  string
	Role   Role
	Needed Role
}

func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("This needs a key with the role %s; the role of %s is %s. Use another key, or ask whoever runs the server for one.",
		e.Needed, Quote(e.Actor), e.Role)
}

// Require gives a ForbiddenError where the actor's role does not cover what is
// needed.
func (a Actor) Require(needed Role) error {
	if a.Role.Covers(needed) {
		return nil
	}
	return &ForbiddenError{Actor: a.Name, Role: a.Role, Needed: needed}
}

package model

import (
	"database/sql/driver"
	"slices"
)

// Role is what an API key may do. Each role may do what those before it may.
type Role string

// The roles, from the least to the greatest.
const (
	// RoleViewer reads.
	RoleViewer Role = "viewer"
	// RoleEditor also loads catalogues, makes mappings and deletes them.
	RoleEditor Role = "editor"
	// RoleAdmin also makes, changes and deletes integrations.
	RoleAdmin Role = "admin"
)

// RoleToChange is the least role that changes anything.
const RoleToChange = RoleEditor

// Roles are all roles, from the least to the greatest.
func Roles() []Role { return []Role{RoleViewer, RoleEditor, RoleAdmin} }

// Covers reports whether the role may do all that needed may. An unknown role
// covers nothing.
func (r Role) Covers(needed Role) bool {
	return slices.Contains(Roles(), r) && slices.Index(Roles(), r) >= slices.Index(Roles(), needed)
}

// Scan reads a role's number.
func (r *Role) Scan(v any) error { return scanEnum(r, v, Roles()) }

// Value returns a role's number.
func (r Role) Value() (driver.Value, error) { return enumValue(r, Roles()) }

// APIKey is what is stored of an API key, which is not the key itself.
type APIKey struct {
	// ID is the part of the key that is no secret.
	ID        string
	AccountID int64
	// Name is its label, which operations record. It is unique among the
	// account's keys that are not revoked.
	Name string
	Role Role
	// Hash is the SHA-256 of the whole key.
	Hash      []byte
	CreatedAt Time
	// ExpiresAt is when it expires; nil for never.
	ExpiresAt *Time
	// RevokedAt is when it was revoked; nil if it was not.
	RevokedAt *Time
	// LastUsedAt is when it was last used, to the minute; nil if it was not.
	LastUsedAt *Time
}

// TableName is the table of keys.
func (APIKey) TableName() string { return "api_keys" }

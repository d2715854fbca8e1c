package service

import (
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// Types of the internal packages that callers of the service use.
type (
	// ListingFilter narrows a list of listings.
	ListingFilter = query.ListingFilter
	// OperationFilter narrows a list of operations.
	OperationFilter = operation.Filter
	// MappingFilter narrows a list of mappings.
	MappingFilter = query.MappingFilter
	// SuggestionFilter narrows a list of first suggestions.
	SuggestionFilter = query.SuggestionFilter
	// PageArgs say which page of a list to read.
	PageArgs[K any] = query.PageArgs[K]
	// Page is a page of a list, in the list's order.
	Page[T any] = query.Page[T]
	// ProductKey is the place of an Omni product in the list of them.
	ProductKey = query.ProductKey
	// TargetID identifies a target of the account's Omni catalogue.
	TargetID = query.TargetID

	// Subscription delivers the changes of an account's operations to one
	// reader.
	Subscription = operation.Subscription
	// TooManyError says that the limit of subscriptions is reached.
	TooManyError = operation.TooManyError

	// IdempotentRequest is a mutation that clients may send again with the same
	// key.
	IdempotentRequest = idempotency.Request
	// KeyMismatchError says that an idempotency key was used before with another
	// input or selection.
	KeyMismatchError = idempotency.KeyMismatchError
)

const (
	// MaxPage is how many entries a page has at most.
	MaxPage = query.MaxPage
	// DefaultPage is how many entries a page has if no limit is given.
	DefaultPage = query.DefaultPage
	// MaxTargets is how many targets a type-ahead returns at most.
	MaxTargets = query.MaxTargets
)

// ErrBusy says that what was asked for had to wait too long for its turn, and
// was not begun.
var ErrBusy = db.ErrBusy

// ErrTooSlow ends a subscription whose client does not keep up.
var ErrTooSlow = operation.ErrTooSlow

// IDOfTarget returns the id of a target.
func IDOfTarget(t *model.OmniTarget) TargetID { return query.IDOfTarget(t) }

// KeyOfProduct returns the place of a product in the list of them.
func KeyOfProduct(p *model.OmniProduct) ProductKey { return query.KeyOfProduct(p) }

// MaxSuggestions is how many suggestions a listing has at most.
const MaxSuggestions = query.MaxSuggestions

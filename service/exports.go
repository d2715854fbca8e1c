package service

import (
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// What the rooms of the service give to its callers.
type (
	// ListingFilter narrows a list of listings.
	ListingFilter = query.ListingFilter
	// MappingFilter narrows a list of mappings.
	MappingFilter = query.MappingFilter
	// PageArgs say which page of a list is wanted.
	PageArgs[K any] = query.PageArgs[K]
	// Page is a page of a list, in the list's order.
	Page[T any] = query.Page[T]
	// ProductKey is the place of an Omni product in the list of them.
	ProductKey = query.ProductKey
	// TargetID names a target of the account's Omni catalogue.
	TargetID = query.TargetID

	// Subscription tells the changes of an account's operations to one reader.
	Subscription = operation.Subscription
	// TooManyError says that there are as many subscriptions as there may be.
	TooManyError = operation.TooManyError

	// IdempotentRequest is a mutation that may be sent again.
	IdempotentRequest = idempotency.Request
	// KeyMismatchError says that an idempotency key was used before with another
	// input or selection.
	KeyMismatchError = idempotency.KeyMismatchError
)

const (
	// MaxPage is how many entries a page may hold.
	MaxPage = query.MaxPage
	// DefaultPage is how many entries a page holds where nothing was asked.
	DefaultPage = query.DefaultPage
	// MaxTargets is how many targets a type-ahead may ask for.
	MaxTargets = query.MaxTargets
)

// ErrTooSlow ends a subscription whose reader does not keep up.
var ErrTooSlow = operation.ErrTooSlow

// IDOfTarget names a target.
func IDOfTarget(t *model.OmniTarget) TargetID { return query.IDOfTarget(t) }

// KeyOfProduct is the place of a product in the list of them.
func KeyOfProduct(p *model.OmniProduct) ProductKey { return query.KeyOfProduct(p) }

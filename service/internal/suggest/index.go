package suggest

import "context"

// A Builder gathers what an Index is made of. It is for one goroutine.
type Builder struct{}

// NewBuilder returns a Builder that holds nothing.
func NewBuilder() *Builder

// AddItem adds a target of the catalogue. Items of one product that come one
// after another share its texts in memory. A target that came before is
// ignored.
func (b *Builder) AddItem(item *Item)

// AddListing learns from a listing, mapped or not: which prefixes and suffixes
// the account's SKUs have, and which its Codes have. Nothing of it is kept but
// hashes. All listings of the integration should come before Build.
func (b *Builder) AddListing(listing *Listing)

// AddMapping adds a mapping of another integration of the account.
func (b *Builder) AddMapping(mapping Mapping)

// Build makes the index and empties the builder. It fails only when the context
// ends.
func (b *Builder) Build(ctx context.Context) (*Index, error)

// An Index knows one Omni catalogue and the habits of an account.
type Index struct{}

// Suggest returns, for each listing, at most MaxSuggestions targets, the best
// first; none where nothing is likely. Listings of one family lift each other
// where they come in one call. It uses as many goroutines as workers says, at
// least one, and fails only when the context ends.
func (ix *Index) Suggest(ctx context.Context, listings []Listing, workers int) ([][]Suggestion, error)

// SetTaken says whether a target can be accepted. Of suggestions whose scores
// are near, free targets come before taken ones.
func (ix *Index) SetTaken(target Target, taken bool)

// Affixes returns the learnt prefixes and suffixes of the account's SKUs, the
// commonest first, with the number of listings added that have them.
func (ix *Index) Affixes(limit int) []Affix

// CountAffixes counts the prefixes and suffixes of first suggestions, the
// commonest first.
func CountAffixes(suggestions [][]Suggestion, limit int) []Affix

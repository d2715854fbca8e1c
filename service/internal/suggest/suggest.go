package suggest

// MaxSuggestions is how many targets are suggested for a listing at most.
const MaxSuggestions = 5

// Target is an option of an Omni product, or a size of that option.
type Target struct {
	// Product and Option are ids of the database, above 0.
	Product, Option int64
	// Size is 0 for the option itself.
	Size int64
}

// Item describes one target of the catalogue. Empty texts and a price of 0 are
// not known.
type Item struct {
	Target
	// Code and Barcode are the target's own.
	Code, Barcode string
	// The product's, the same on each of its items.
	ProductCode, ProductBarcode, ProductName, Brand string
	// OptionName holds the option's values, as in Red / Long; SizeName is the
	// size's, and empty for an option.
	OptionName, SizeName string
	// Price is the retail price.
	Price float64
	// Default says that this is the product's default option, whose Code and
	// Barcode the product's own are as well.
	Default bool
	// Taken says that the target cannot be accepted as things stand.
	Taken bool
}

// Listing is one Amazon listing. Empty texts and a price of 0 are not known.
type Listing struct {
	SKU, ASIN, Barcode, Title string
	// ParentSKU is empty for a listing without variations.
	ParentSKU string
	Price     float64
	// Variation holds the values by which it differs from its siblings, such as
	// its colour and size, where Amazon tells them.
	Variation []string
	// Siblings are the Omni products to which listings of its family are mapped,
	// one entry for each of those listings.
	Siblings []int64
	// Rejected are targets that are not to be suggested for it.
	Rejected []Target
}

// Mapping is what another integration of the account maps.
type Mapping struct {
	// SKU and ASIN are the listing's; either may be empty.
	SKU, ASIN string
	Target    Target
}

// Suggestion is a target that a listing is likely to be.
type Suggestion struct {
	Target Target
	// Score is from 0 to 100: of the suggestions that score 90, about nine in
	// ten are right.
	Score int
	// Taken is what the item said, or SetTaken since.
	Taken bool
	// Evidence has the strongest first; what speaks against comes last.
	Evidence []Evidence
	// Prefix and Suffix are what the SKU has around the target's Code, as the
	// SKU writes them, as in FBA- or _new; empty where the account has no such
	// habit.
	Prefix, Suffix string
}

// Affix is a prefix or a suffix that SKUs have and Codes do not.
type Affix struct {
	Text   string
	Prefix bool
	// Count is how many SKUs have it.
	Count int
}

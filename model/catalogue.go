package model

// AmazonListing is an entry of an integration's Amazon catalogue, known by its
// SKU.
type AmazonListing struct {
	IntegrationID int64
	SKU           string
	ParentSKU     *string
	FamilySKU     string
	ASIN          *string
	// Barcode is the UPC or EAN that the report gives.
	Barcode            *string
	Title              string
	Price              *Decimal
	Quantity           *int64
	ListingStatus      *string
	FulfillmentChannel *string
	// CreatedAt is when it was created on Amazon.
	CreatedAt    Time
	StatusNumber Status
}

// Kind distinguishes a variation, which has a parent SKU, from a product.
func (l *AmazonListing) Kind() ListingKind {
	if l.ParentSKU != nil {
		return KindVariation
	}
	return KindProduct
}

// IsNode marks the types that have a global id.
func (*AmazonListing) IsNode() {}

// Status is the listing's status.
func (l *AmazonListing) Status() MappingStatus { return l.StatusNumber.MappingStatus() }

// UnmappableReason says why it is unmappable; nil where it is not.
func (l *AmazonListing) UnmappableReason() *UnmappableReason {
	reason := l.StatusNumber.Reason()
	if reason == "" {
		return nil
	}
	return &reason
}

// Ignored says who decided when that a listing is not to be mapped.
type Ignored struct {
	At    Time
	Actor string
	// Note says why; nil if nothing was said.
	Note *string
}

// OmniProduct is a product of the account's Omni catalogue.
type OmniProduct struct {
	ID int64
	// Reference identifies it in loads; while Downloaded it is the Code.
	Reference string
	Code      *string
	Barcode   *string
	Name      string
	Brand     *string
	Category  *string
	// Downloaded says that it was created from listings, and that no load has
	// had it yet.
	Downloaded bool
}

// OmniOption is a product option. Its ID is unique in the account.
type OmniOption struct {
	ID      int64
	Product *OmniProduct
	// Position is its place among the product's options, from 0; the first
	// is the default option.
	Position  int64
	Reference *string
	Code      *string
	Barcode   *string
	Name      string
	Price     *Decimal
	Cost      *Decimal
	Stock     *Decimal
}

// IsDefault reports whether a link to the product itself means this option.
func (o *OmniOption) IsDefault() bool { return o.Position == 0 }

// OmniSize is a size option of a product option. Its ID is unique in the
// account.
type OmniSize struct {
	ID        int64
	Option    *OmniOption
	Position  int64
	Reference *string
	Code      *string
	Barcode   *string
	Name      string
	Price     *Decimal
	Cost      *Decimal
	Stock     *Decimal
}

// TargetID identifies a target of the account's Omni catalogue. Size is 0 if
// the target is the option itself.
type TargetID struct{ Product, Option, Size int64 }

// OmniTarget is what a listing can be linked to: a product option or a size
// option of it, with the level at which it was named.
type OmniTarget struct {
	Level   OmniLevel
	Product *OmniProduct
	Option  *OmniOption
	// Size is nil where the target is the option itself.
	Size *OmniSize
}

// Mapping links a listing to a target. Its ID is unique in the integration and
// grows with time.
type Mapping struct {
	IntegrationID int64
	ID            int64
	Listing       *AmazonListing
	Target        *OmniTarget
	Source        MappingSource
	// MatchedOn is empty for a custom mapping.
	MatchedOn MatchField
	CreatedAt Time
}

// IsNode marks the types that have a global id.
func (*OmniProduct) IsNode() {}

// IsNode marks the types that have a global id.
func (*OmniOption) IsNode() {}

// IsNode marks the types that have a global id.
func (*OmniSize) IsNode() {}

// IsNode marks the types that have a global id.
func (*Mapping) IsNode() {}

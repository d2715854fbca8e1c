package oracle

import (
	"errors"

	"omnimap/model"
)

// Status is what can be done with a listing.
type Status string

// The statuses, as in DOMAIN "The status of a listing".
const (
	Mapped          Status = "MAPPED"
	PartiallyMapped Status = "PARTIALLY_MAPPED"
	Mappable        Status = "MAPPABLE"
	Unmappable      Status = "UNMAPPABLE"
)

// Reason is why a listing is Unmappable; empty for any other status.
type Reason string

// The reasons.
const (
	Ignored           Reason = "IGNORED"
	NoMatch           Reason = "NO_MATCH"
	AmbiguousMatch    Reason = "AMBIGUOUS_MATCH"
	OmniProductMapped Reason = "OMNI_PRODUCT_MAPPED"
	MatchTaken        Reason = "MATCH_TAKEN"
)

// Level is the level at which a mapping was made.
type Level string

// The levels.
const (
	LevelProduct       Level = "PRODUCT"
	LevelProductOption Level = "PRODUCT_OPTION"
	LevelSizeOption    Level = "SIZE_OPTION"
)

// Field is the field on which a mapping was made; empty for a custom one.
type Field string

// The fields.
const (
	FieldNone    Field = ""
	FieldCode    Field = "CODE"
	FieldBarcode Field = "BARCODE"
)

// Source is how a mapping was made.
type Source string

// The sources.
const (
	SourceImport   Source = "IMPORT"
	SourceCustom   Source = "CUSTOM"
	SourceDownload Source = "DOWNLOAD"
)

// Scope says which listings an import looks at.
type Scope string

// The scopes.
const (
	ScopeAll             Scope = "ALL"
	ScopeSinceLastImport Scope = "SINCE_LAST_IMPORT"
)

// Fulfilment says which listings an integration holds.
type Fulfilment string

// The fulfilments.
const (
	Any      Fulfilment = "ANY"
	Merchant Fulfilment = "MERCHANT"
	Amazon   Fulfilment = "AMAZON"
)

// Kind is the kind of an operation.
type Kind string

// The kinds of operations.
const (
	KindLoadOmni   Kind = "LOAD_OMNI"
	KindLoadAmazon Kind = "LOAD_AMAZON"
	KindImport     Kind = "IMPORT"
	KindCustom     Kind = "CUSTOM"
	KindDelete     Kind = "DELETE"
	KindDeleteAll  Kind = "DELETE_ALL"
	KindRemap      Kind = "REMAP"
	KindDownload   Kind = "DOWNLOAD"
	KindRestore    Kind = "RESTORE"
	KindIgnore     Kind = "IGNORE"

	KindDeleteDownloaded Kind = "DELETE_DOWNLOADED"
	KindSplit            Kind = "SPLIT"
)

// UserError says why an operation was rejected as a whole; nothing changed.
type UserError struct {
	Code    model.ErrorCode
	Message string
}

// Error gives the code and the message.
func (e *UserError) Error() string { return string(e.Code) + ": " + e.Message }

// CodeOf gives the code of a UserError, and "" for no error.
func CodeOf(err error) model.ErrorCode {
	var user *UserError
	if errors.As(err, &user) {
		return user.Code
	}
	return ""
}

// Rejected is a row or list entry that was rejected. It is comparable.
type Rejected struct {
	Row int
	// SKU and Cin7Code are the row's own, trimmed; empty where it has none.
	SKU      string
	Cin7Code string
	Code     model.ErrorCode
	// Damaged says that the message must tell of a spreadsheet's damage.
	Damaged bool
}

// LoadSummary counts what a load did: listings or Omni products, and the
// mappings deleted.
type LoadSummary struct {
	Read, Created, Updated, Removed, Rejected, MappingsDeleted, LeftOut int
	RemovalsSkipped                                                     bool
}

// LoadResult is the outcome of a load.
type LoadResult struct {
	Operation int
	Summary   LoadSummary
	Rejected  []Rejected
}

package model

import "time"

// ListingInput is one Amazon listing of a load: a report's row or a request's
// list entry. A nil field leaves the stored value; a pointer to an empty text
// clears it. Keys are neither trimmed nor checked yet.
type ListingInput struct {
	// Row is the line of the file, or the place in the list, from 1.
	Row       int
	SKU       string
	ParentSKU *string
	ASIN      *string
	// Barcode is a UPC or an EAN.
	Barcode *string
	Title   *string
	// CreatedAt is when the listing was created on Amazon.
	CreatedAt *time.Time
	Price     *Decimal
	// Quantity is a whole number as text.
	Quantity           *string
	ListingStatus      *string
	FulfillmentChannel *string
	// Doubts are the row's keys that look damaged; nil nearly always.
	Doubts []KeyDoubt
}

// OmniProductInput is one whole Omni product of a load, with its options. Nil
// fields leave the stored values, empty texts clear them. Nil Options leave the
// stored options; any other list replaces them, even an empty one.
type OmniProductInput struct {
	// Row is the place in the JSON array or the request's list, from 1.
	Row       int
	Reference string
	Code      *string
	Barcode   *string
	Name      *string
	Brand     *string
	Category  *string
	Options   []OmniOptionInput
	// Doubts are the product's keys that look damaged; nil nearly always.
	Doubts []KeyDoubt
}

// OmniOptionInput is one product option of an OmniProductInput. Nil Sizes leave
// the stored ones; any other list replaces them.
type OmniOptionInput struct {
	Reference *string
	Code      *string
	Barcode   *string
	Name      *string
	Price     *Decimal
	Cost      *Decimal
	Stock     *Decimal
	Sizes     []OmniSizeInput
	// Unsized says that a row of Cin7's API without a size tells so by an empty
	// size, not by lacking the key: it is not a row of a known size.
	Unsized bool
}

// OmniSizeInput is one size option of an OmniOptionInput.
type OmniSizeInput struct {
	Reference *string
	Code      *string
	Barcode   *string
	Name      *string
	Price     *Decimal
	Cost      *Decimal
	Stock     *Decimal
}

// OmniRow is one row of a flat product export: a product option, or one of its
// size options, with the columns of its product repeated. Rows with one
// Reference are one product, anywhere in the file.
type OmniRow struct {
	// Row is the line of the file at which the record begins; the header is
	// line 1.
	Row       int
	Reference string
	// The product's own columns.
	ProductCode *string
	ProductName *string
	Brand       *string
	Category    *string
	// The option's columns.
	Code    *string
	Barcode *string
	Name    *string
	// Sized says that the row is a size option of the option with its Code.
	Sized       bool
	SizeCode    *string
	SizeBarcode *string
	SizeName    *string
	// Price, Cost and Stock are those of the size option if the row is sized, else
	// of the product option.
	Price *Decimal
	Cost  *Decimal
	Stock *Decimal
	// Doubts are the row's keys that look damaged; nil nearly always.
	Doubts []KeyDoubt
}

// CustomPair is a SKU and the Cin7 Code to map it to: a row of a spreadsheet or
// an entry of a list.
type CustomPair struct {
	// Sheet is the sheet's name, if the file has sheets.
	Sheet *string
	// Row is the row number that a spreadsheet program shows, the line of a
	// text file, or the entry's place in the list, from 1.
	Row int
	SKU string
	// Code is nil or empty if the pair is blank, or names its target by an id.
	Code *string
	// Option and Size are the target's ids; at most one of them is given, and no
	// Code with it.
	Option, Size *TargetID
	// FromFile says that a spreadsheet may have put an apostrophe before the keys.
	FromFile bool
	// Hidden says that the row is on a hidden sheet, which may be a copy.
	Hidden bool
	// Doubts are the keys that look damaged; nil nearly always.
	Doubts []KeyDoubt
}

// RejectedRow is a rejected row or list entry.
type RejectedRow struct {
	// Sheet is the sheet's name, if the file has sheets.
	Sheet *string `json:"sheet,omitempty"`
	// Row is the row number that a spreadsheet program shows, the line of a
	// text file, or the entry's place in the list from 1.
	Row      int       `json:"row"`
	SKU      *string   `json:"sku,omitempty"`
	Cin7Code *string   `json:"cin7Code,omitempty"`
	Code     ErrorCode `json:"code"`
	// Message names the value and says what to do.
	Message string `json:"message"`
}

// MaxRejectedRows is how many rejected rows a response and its operation have;
// the count of all is stored beside them.
const MaxRejectedRows = 1000

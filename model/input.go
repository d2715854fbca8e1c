package model

import "time"

// ListingInput is one Amazon listing as a load gives it, from a report's row
// or a request's list entry. A nil field leaves the known value as it was; a
// pointer to an empty text clears it. Keys are as they came: the service
// trims and checks them.
type ListingInput struct {
	// Row is the line of the file, or the place in the list, from 1.
	Row       int
	SKU       string
	ParentSKU *string
	ASIN      *string
	Title     *string
	// CreatedAt is when the listing was made on Amazon. Nil leaves a known
	// listing's as it was.
	CreatedAt *time.Time
	Price     *Decimal
	// Quantity is a whole number as text.
	Quantity           *string
	ListingStatus      *string
	FulfillmentChannel *string
	// Doubts are the row's keys that look damaged; nil nearly always.
	Doubts []KeyDoubt
}

// OmniProductInput is one Omni product as a load gives it whole, with its
// options. Nil fields leave, empty texts clear. Nil Options leave the known
// options; a list that is not nil, even an empty one, is the whole list.
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

// OmniOptionInput is one product option within an OmniProductInput. Nil Sizes
// leave the known ones; a list that is not nil is the whole list.
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

// OmniSizeInput is one size option within an OmniOptionInput.
type OmniSizeInput struct {
	Reference *string
	Code      *string
	Barcode   *string
	Name      *string
	Price     *Decimal
	Cost      *Decimal
	Stock     *Decimal
}

// OmniRow is one row of a flat product export: a product option, or one size
// option of it, with its product's columns repeated. Rows of one Reference
// are one product, wherever they stand in the file.
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
	// Price, Cost and Stock are those of what the row sells: the size option
	// where the row is sized, else the product option.
	Price *Decimal
	Cost  *Decimal
	Stock *Decimal
	// Doubts are the row's keys that look damaged; nil nearly always.
	Doubts []KeyDoubt
}

// CustomPair is a SKU and the Cin7 Code that it is to be mapped to, as a row of
// a spreadsheet or an entry of a list gives it.
type CustomPair struct {
	// Sheet is the sheet's name, where the file has sheets.
	Sheet *string
	// Row is the row number that a spreadsheet program shows, the line of a
	// text file, or the entry's place in the list, from 1.
	Row int
	SKU string
	// Code is nil or empty where the pair is blank.
	Code *string
}

// RejectedRow is a row or list entry that was refused.
type RejectedRow struct {
	// Sheet is the sheet's name, where the file has sheets.
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

// MaxRejectedRows is how many refused rows an answer and its operation hold;
// the count of all is kept beside them.
const MaxRejectedRows = 1000

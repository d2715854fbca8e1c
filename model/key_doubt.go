package model

// KeyField is the key of a catalogue that a row of a file gives.
type KeyField string

// The fields that hold keys.
const (
	KeyReference KeyField = "REFERENCE"
	KeyCode      KeyField = "CODE"
	KeyBarcode   KeyField = "BARCODE"
	KeySKU       KeyField = "SKU"
	KeyParentSKU KeyField = "PARENT_SKU"
	KeyASIN      KeyField = "ASIN"
)

// KeyDoubt is a key of a row that looks like a spreadsheet's damage. The row is
// to be refused with the message, unless the known catalogue has just that key.
type KeyDoubt struct {
	Field KeyField
	// Key is the key without white space around it.
	Key string
	// Message says what happened and what to do, in a sentence or two.
	Message string
}

package model

// ErrorCode says what is wrong with a request, a row or a list entry, for
// programs.
type ErrorCode string

// The error codes of the API.
const (
	CodeAlreadyMapped        ErrorCode = "ALREADY_MAPPED"
	CodeAmbiguousCode        ErrorCode = "AMBIGUOUS_CODE"
	CodeCatalogueShrinks     ErrorCode = "CATALOGUE_SHRINKS"
	CodeConfirmationMismatch ErrorCode = "CONFIRMATION_MISMATCH"
	CodeDuplicateCode        ErrorCode = "DUPLICATE_CODE"
	CodeDuplicateReference   ErrorCode = "DUPLICATE_REFERENCE"
	CodeDuplicateSKU         ErrorCode = "DUPLICATE_SKU"
	CodeInvalid              ErrorCode = "INVALID"
	CodeInvalidFile          ErrorCode = "INVALID_FILE"
	CodeNotDownloadable      ErrorCode = "NOT_DOWNLOADABLE"
	CodeNotFound             ErrorCode = "NOT_FOUND"
	CodeNotRestorable        ErrorCode = "NOT_RESTORABLE"
	CodeOmniProductMapped    ErrorCode = "OMNI_PRODUCT_MAPPED"
	CodeProductIsMappable    ErrorCode = "PRODUCT_IS_MAPPABLE"
	CodeProductsDisabled     ErrorCode = "PRODUCTS_DISABLED"
	CodeTaken                ErrorCode = "TAKEN"
	CodeTooMany              ErrorCode = "TOO_MANY"
	CodeUnknownCode          ErrorCode = "UNKNOWN_CODE"
	CodeUnknownSKU           ErrorCode = "UNKNOWN_SKU"
)

package model

// IdempotentResponse is the response to a mutation, stored for its repeats.
type IdempotentResponse struct {
	AccountID int64
	// APIKeyID is the id of the request's API key; empty on a server without keys.
	APIKeyID string
	// Field is the mutation, and Key the idempotency key.
	Field, Key string
	// Fingerprint is a hash of the input and the selection.
	Fingerprint []byte
	// Response is the field's value as JSON.
	Response  []byte
	CreatedAt Time
}

// TableName is the table of responses.
func (IdempotentResponse) TableName() string { return "idempotent_responses" }

// IdempotentResult is what a mutation did. It is stored in the transaction of
// its work, and gives way to the IdempotentResponse.
type IdempotentResult struct {
	AccountID   int64
	APIKeyID    string
	Field, Key  string
	Fingerprint []byte
	// Result is what the field's value is made from, as JSON.
	Result    []byte
	CreatedAt Time
}

// TableName is the table of results.
func (IdempotentResult) TableName() string { return "idempotent_results" }

package model

// IdempotentResponse is what a mutation answered, kept for its repeats.
type IdempotentResponse struct {
	AccountID int64
	// APIKeyID is the id of the API key that asked; empty on a server without
	// keys.
	APIKeyID string
	// Field is the mutation, and Key what the caller tells repeats by.
	Field, Key string
	// Fingerprint is a hash of the input and the selection.
	Fingerprint []byte
	// Response is the field's value as JSON.
	Response  []byte
	CreatedAt Time
}

// TableName is the table of answers.
func (IdempotentResponse) TableName() string { return "idempotent_responses" }

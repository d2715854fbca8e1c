package model

// IdempotentAnswer is what a mutation answered, kept for its repeats.
type IdempotentAnswer struct {
	AccountID int64
	// APIKeyID is the id of the API key that asked; empty on a server without
	// keys.
	APIKeyID string
	// Field is the mutation, and Key what the caller tells repeats by.
	Field, Key string
	// Fingerprint is a hash of the input and the selection.
	Fingerprint []byte
	// Answer is the field's value as JSON.
	Answer    []byte
	CreatedAt Time
}

// TableName is the table of answers.
func (IdempotentAnswer) TableName() string { return "idempotent_answers" }

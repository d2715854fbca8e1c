package model

import "context"

// An Effort is how much the reads of a request take.
type Effort int

const (
	// EffortUnknown is of what the server does by itself.
	EffortUnknown Effort = iota
	// EffortLight is of reads that look few rows up by their keys.
	EffortLight
	// EffortHeavy is of all others: searches, counts of rows, large answers.
	EffortHeavy
)

type effortKey struct{}

// WithEffort returns a context whose reads take so much, unless they are known
// to take more.
func WithEffort(ctx context.Context, effort Effort) context.Context {
	if effort <= EffortOf(ctx) {
		return ctx
	}
	return context.WithValue(ctx, effortKey{}, effort)
}

// EffortOf returns the effort of a context's reads.
func EffortOf(ctx context.Context) Effort {
	effort, _ := ctx.Value(effortKey{}).(Effort)
	return effort
}

// Package model has the types of the domain: the two catalogues, the mappings
// between them, the input of loads, and the enumerations. It makes no database
// calls and has no rule that needs one.
package model

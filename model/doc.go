// Package model holds the words of the domain as plain Go: the two
// catalogues, the mappings between them, what a load brings in, and the
// enumerations. It makes no database calls and knows no rule that needs one.
package model

package suggest

// Kind is a kind of evidence, the strongest first.
type Kind uint8

// The kinds of evidence.
const (
	SameSKUElsewhere Kind = iota + 1
	SameASIN
	GTIN
	CodeLikeSKU
	ModelNumber
	Title
	OptionWords
	Family
	Price
	SpreadsheetDamage
	Pack
	Bundle
)

// Evidence is one reason for a suggestion, or against it.
type Evidence struct {
	Fact Fact
	// Args are the values that the sentence quotes, as many as the fact has.
	Args []string
}

// Kind is the kind of the evidence.
func (e Evidence) Kind() Kind { return e.Fact.kind() }

// Against says that it speaks against the target.
func (e Evidence) Against() bool { return e.Fact.against() }

// Sentence words the evidence for a person: SKU contains the Code "150IN".
func (e Evidence) Sentence() string { return e.Fact.sentence(e.Args) }

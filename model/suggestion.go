package model

// Suggestion is a target that a listing is likely to be. It maps nothing until
// somebody accepts it.
type Suggestion struct {
	Target *OmniTarget
	// Score is from 0 to 100: of the suggestions that score 90, nine in ten are
	// right.
	Score int
	// Evidence has the strongest first; what speaks against comes last.
	Evidence []*Evidence
	// Obstacle is what accepting it would answer; nil where it can be accepted.
	Obstacle *ErrorCode
}

// Evidence is a reason for a suggestion, or against it.
type Evidence struct {
	Kind EvidenceKind `json:"kind"`
	// Sentence is for a person: SKU contains the Code "150IN".
	Sentence string `json:"sentence"`
	Against  bool   `json:"against,omitempty"`
}

// EvidenceKind is a kind of evidence.
type EvidenceKind string

// The kinds of evidence, the strongest first.
const (
	EvidenceSameSKUElsewhere  EvidenceKind = "SAME_SKU_ELSEWHERE"
	EvidenceSameASIN          EvidenceKind = "SAME_ASIN"
	EvidenceGTIN              EvidenceKind = "GTIN"
	EvidenceCodeLikeSKU       EvidenceKind = "CODE_LIKE_SKU"
	EvidenceModelNumber       EvidenceKind = "MODEL_NUMBER"
	EvidenceTitle             EvidenceKind = "TITLE"
	EvidenceOptionWords       EvidenceKind = "OPTION_WORDS"
	EvidenceFamily            EvidenceKind = "FAMILY"
	EvidencePrice             EvidenceKind = "PRICE"
	EvidenceSpreadsheetDamage EvidenceKind = "SPREADSHEET_DAMAGE"
	EvidencePack              EvidenceKind = "PACK"
	EvidenceBundle            EvidenceKind = "BUNDLE"
)

// EvidenceKinds are all kinds of evidence, the strongest first.
func EvidenceKinds() []EvidenceKind {
	return []EvidenceKind{EvidenceSameSKUElsewhere, EvidenceSameASIN, EvidenceGTIN, EvidenceCodeLikeSKU, EvidenceModelNumber, EvidenceTitle,
		EvidenceOptionWords, EvidenceFamily, EvidencePrice, EvidenceSpreadsheetDamage, EvidencePack, EvidenceBundle}
}

// SuggestedMapping is a listing with its first suggestion.
type SuggestedMapping struct {
	Listing    *AmazonListing
	Suggestion *Suggestion
	// Place is its place in the list.
	Place string
}

// SuggestionState says of an integration what its suggestions are computed from.
type SuggestionState struct {
	IntegrationID int64
	// ComputedAt is nil before the first computation.
	ComputedAt *Time
	// Stale says that the catalogues or mappings have changed since.
	Stale bool
	// Running is the operation of a computation under way; empty for none.
	Running string
	// Listings counts those that suggestions were looked for, and WithSuggestion
	// those that have one.
	Listings, WithSuggestion int64
	// Affixes has the commonest first.
	Affixes []*Affix
}

// Affix is a prefix or a suffix that many SKUs have around the Codes that are
// suggested for them.
type Affix struct {
	Text   string `json:"text"`
	Prefix bool   `json:"prefix"`
	// Count is how many listings' first suggestions have it.
	Count int64 `json:"count"`
}

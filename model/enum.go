package model

import (
	"database/sql/driver"
	"fmt"
	"slices"
)

// The enumerations are texts in Go and in the API, and small numbers in the
// database: a value's number is its place in its list below, from 1.

// ListingKind distinguishes an Amazon product from a variation.
type ListingKind string

// A listing with a parent SKU is a variation; one without is a product.
const (
	KindProduct   ListingKind = "PRODUCT"
	KindVariation ListingKind = "VARIATION"
)

// OmniLevel is the level of the Omni catalogue at which a SKU matched.
type OmniLevel string

// The levels of the Omni catalogue.
const (
	LevelProduct       OmniLevel = "PRODUCT"
	LevelProductOption OmniLevel = "PRODUCT_OPTION"
	LevelSizeOption    OmniLevel = "SIZE_OPTION"
)

func omniLevels() []OmniLevel {
	return []OmniLevel{LevelProduct, LevelProductOption, LevelSizeOption}
}

// MatchField is the field that a SKU equalled; empty for a custom mapping.
type MatchField string

// The fields that a SKU can equal.
const (
	FieldCode    MatchField = "CODE"
	FieldBarcode MatchField = "BARCODE"
)

func matchFields() []MatchField { return []MatchField{FieldCode, FieldBarcode} }

// MappingSource is how a mapping was created.
type MappingSource string

// The ways in which mappings are created.
const (
	SourceImport   MappingSource = "IMPORT"
	SourceCustom   MappingSource = "CUSTOM"
	SourceDownload MappingSource = "DOWNLOAD"
)

func mappingSources() []MappingSource {
	return []MappingSource{SourceImport, SourceCustom, SourceDownload}
}

// ImportScope says which listings an import or a preview includes.
type ImportScope string

// The scopes of an import.
const (
	ScopeAll             ImportScope = "ALL"
	ScopeSinceLastImport ImportScope = "SINCE_LAST_IMPORT"
)

// Fulfilment says which listings an integration holds, by who sends the orders.
type Fulfilment string

// The fulfilments. A seller and marketplace has one integration of ANY, or one
// or both of the others.
const (
	FulfilmentAny      Fulfilment = "ANY"
	FulfilmentMerchant Fulfilment = "MERCHANT"
	FulfilmentAmazon   Fulfilment = "AMAZON"
)

func fulfilments() []Fulfilment {
	return []Fulfilment{FulfilmentAny, FulfilmentMerchant, FulfilmentAmazon}
}

// OperationKind is what an operation does.
type OperationKind string

// The kinds of operation.
const (
	OperationLoadOmni   OperationKind = "LOAD_OMNI"
	OperationLoadAmazon OperationKind = "LOAD_AMAZON"
	OperationImport     OperationKind = "IMPORT"
	OperationCustom     OperationKind = "CUSTOM"
	OperationDelete     OperationKind = "DELETE"
	OperationDeleteAll  OperationKind = "DELETE_ALL"
	OperationRemap      OperationKind = "REMAP"
	OperationDownload   OperationKind = "DOWNLOAD"
	OperationRestore    OperationKind = "RESTORE"
	OperationIgnore     OperationKind = "IGNORE"
	// OperationDeleteDownloaded deletes downloaded Omni products.
	OperationDeleteDownloaded OperationKind = "DELETE_DOWNLOADED"
	OperationSplit            OperationKind = "SPLIT"
	// OperationSuggest computes suggestions.
	OperationSuggest OperationKind = "SUGGEST"
)

func operationKinds() []OperationKind {
	return []OperationKind{OperationLoadOmni, OperationLoadAmazon, OperationImport, OperationCustom, OperationDelete,
		OperationDeleteAll, OperationRemap, OperationDownload, OperationRestore, OperationIgnore, OperationDeleteDownloaded, OperationSplit, OperationSuggest}
}

// OperationState is how far an operation is.
type OperationState string

// The states of an operation.
const (
	StateRunning   OperationState = "RUNNING"
	StateSucceeded OperationState = "SUCCEEDED"
	StateFailed    OperationState = "FAILED"
)

func operationStates() []OperationState {
	return []OperationState{StateRunning, StateSucceeded, StateFailed}
}

// RemapOutlook is what a remap would do.
type RemapOutlook string

// The outlooks of remaps. One that is safe creates mappings and loses none.
const (
	RemapSafe    RemapOutlook = "SAFE"
	RemapLoses   RemapOutlook = "LOSES"
	RemapNothing RemapOutlook = "NOTHING"
)

// OperationPhase is what a running operation does.
type OperationPhase string

// The phases of operations.
const (
	PhaseWaiting  OperationPhase = "WAITING"
	PhaseReading  OperationPhase = "READING"
	PhaseChecking OperationPhase = "CHECKING"
	PhaseWriting  OperationPhase = "WRITING"
	PhaseMapping  OperationPhase = "MAPPING"
	PhaseDeleting OperationPhase = "DELETING"
	PhaseMatching OperationPhase = "MATCHING"
)

func operationPhases() []OperationPhase {
	return []OperationPhase{PhaseWaiting, PhaseReading, PhaseChecking, PhaseWriting, PhaseMapping, PhaseDeleting, PhaseMatching}
}

// Scan reads a level's number.
func (l *OmniLevel) Scan(v any) error { return scanEnum(l, v, omniLevels()) }

// Value returns a level's number.
func (l OmniLevel) Value() (driver.Value, error) { return enumValue(l, omniLevels()) }

// Scan reads a field's number.
func (f *MatchField) Scan(v any) error { return scanEnum(f, v, matchFields()) }

// Value returns a field's number.
func (f MatchField) Value() (driver.Value, error) { return enumValue(f, matchFields()) }

// Scan reads a source's number.
func (s *MappingSource) Scan(v any) error { return scanEnum(s, v, mappingSources()) }

// Value returns a source's number.
func (s MappingSource) Value() (driver.Value, error) { return enumValue(s, mappingSources()) }

// Scan reads a fulfilment's number.
func (f *Fulfilment) Scan(v any) error { return scanEnum(f, v, fulfilments()) }

// Value returns a fulfilment's number.
func (f Fulfilment) Value() (driver.Value, error) { return enumValue(f, fulfilments()) }

// Scan reads a kind's number.
func (k *OperationKind) Scan(v any) error { return scanEnum(k, v, operationKinds()) }

// Value returns a kind's number.
func (k OperationKind) Value() (driver.Value, error) { return enumValue(k, operationKinds()) }

// Scan reads a state's number.
func (s *OperationState) Scan(v any) error { return scanEnum(s, v, operationStates()) }

// Value returns a state's number.
func (s OperationState) Value() (driver.Value, error) { return enumValue(s, operationStates()) }

// Scan reads a phase's number.
func (p *OperationPhase) Scan(v any) error { return scanEnum(p, v, operationPhases()) }

// Value returns a phase's number.
func (p OperationPhase) Value() (driver.Value, error) { return enumValue(p, operationPhases()) }

// scanEnum reads 0 as the empty text.
func scanEnum[E ~string](dst *E, v any, values []E) error {
	n, ok := v.(int64)
	if !ok || n < 0 || int(n) > len(values) {
		return fmt.Errorf("scan %T: unknown number %v", *dst, v)
	}
	*dst = ""
	if n > 0 {
		*dst = values[n-1]
	}
	return nil
}

func enumValue[E ~string](e E, values []E) (driver.Value, error) {
	if e == "" {
		return int64(0), nil
	}
	i := slices.Index(values, e)
	if i < 0 {
		return nil, fmt.Errorf("unknown %T %q", e, e)
	}
	return int64(i + 1), nil
}

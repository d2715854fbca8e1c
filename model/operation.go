package model

import "github.com/shopspring/decimal"

// Operation is a change of an account's catalogues or mappings: who made it and
// when, its progress, and its result.
type Operation struct {
	AccountID int64
	// ID is a UUID that begins with its time, so that ids are in order of age.
	ID   string
	Kind OperationKind
	// IntegrationID is nil for a load of the Omni catalogue.
	IntegrationID *int64
	// CounterpartID is the other integration that it changes, if it changes a
	// pair: both list it.
	CounterpartID *int64
	State         OperationState
	// Phase is what it does while it runs.
	Phase OperationPhase
	Actor string
	// FileName is what the client calls the file that it reads; nil without one.
	FileName   *string
	StartedAt  Time
	FinishedAt *Time
	// Done counts the steps done so far, of Total if that is known.
	Done  int64
	Total *int64
	// Created and Deleted count mappings.
	Created int64
	Deleted int64
	// Error says why it failed.
	Error        *string
	Summary      OperationSummary `gorm:"serializer:json"`
	RejectedRows []RejectedRow    `gorm:"serializer:json"`
	// Restorable says that it deleted mappings, or Omni products, that are not all
	// restored.
	Restorable bool `gorm:"->;-:migration"`
}

// IsNode marks the types that have a global id.
func (*Operation) IsNode() {}

// DeletedProducts says that it deleted Omni products, which a restore makes
// again.
func (o *Operation) DeletedProducts() bool {
	return o.Kind == OperationDeleteDownloaded && o.State == StateSucceeded
}

// LoadSummary is a load's summary; nil for other kinds.
func (o *Operation) LoadSummary() *LoadSummary { return o.Summary.Load }

// ImportSummary is an import's summary; nil for other kinds.
func (o *Operation) ImportSummary() *ImportSummary { return o.Summary.Import }

// CustomMappingSummary is a custom mapping's summary; nil for other kinds.
func (o *Operation) CustomMappingSummary() *CustomMappingSummary { return o.Summary.Custom }

// Rejected counts the rows or entries that it refused, of which RejectedRows
// holds the first.
func (o *Operation) Rejected() int64 {
	switch {
	case o.Summary.Load != nil:
		return o.Summary.Load.Rejected
	case o.Summary.Custom != nil:
		return o.Summary.Custom.Rejected
	}
	return max(o.Summary.Rejected, int64(len(o.RejectedRows)))
}

// Progress is what a running operation does now; nil once it has ended.
func (o *Operation) Progress() *OperationProgress {
	if o.State != StateRunning || o.Phase == "" {
		return nil
	}
	progress := &OperationProgress{Phase: o.Phase}
	if o.Phase == PhaseReading {
		progress.Done, progress.Total = o.Done, o.Total
	}
	return progress
}

// OperationProgress is a phase, and how far it is: only the rows that are read
// are counted.
type OperationProgress struct {
	Phase OperationPhase
	Done  int64
	Total *int64
}

// IgnoreSummary counts what became ignored, or is not any more; nil for kinds
// that ignore nothing.
func (o *Operation) IgnoreSummary() *IgnoreSummary { return o.Summary.Ignore }

// OperationSummary holds the counts of the kind that the operation is.
type OperationSummary struct {
	Load   *LoadSummary          `json:"load,omitempty"`
	Import *ImportSummary        `json:"import,omitempty"`
	Custom *CustomMappingSummary `json:"custom,omitempty"`
	// Rejected counts the refused entries of the other kinds.
	Rejected int64          `json:"rejected,omitempty"`
	Ignore   *IgnoreSummary `json:"ignore,omitempty"`
}

// LoadSummary counts what a load did. Read counts the rows of the file or the
// entries of the list; Created, Updated and Removed count listings, or Omni
// products. A listing that is in both integrations of a pair counts once.
type LoadSummary struct {
	Read            int64 `json:"read"`
	Created         int64 `json:"created"`
	Updated         int64 `json:"updated"`
	Removed         int64 `json:"removed"`
	Rejected        int64 `json:"rejected"`
	MappingsDeleted int64 `json:"mappingsDeleted"`
	// LeftOut counts the rows of a fulfilment that no integration of the seller
	// holds.
	LeftOut int64 `json:"leftOut,omitempty"`
	// RemovalsSkipped says that unreadable rows kept the load from removing
	// anything.
	RemovalsSkipped bool `json:"removalsSkipped,omitempty"`
}

// ImportPreview counts the unmapped listings in an import's scope.
type ImportPreview struct {
	Unmapped   int64
	Mappable   int64
	Unmappable int64
}

// ImportSummary counts what an import did, and what it left: PartiallyMapped
// and Unmappable are the listings in scope of these statuses after it.
type ImportSummary struct {
	UnmappedProducts           int64 `json:"unmappedProducts"`
	ExistingPriceOptionsLinked int64 `json:"existingPriceOptionsLinked"`
	ExistingSizeOptionsLinked  int64 `json:"existingSizeOptionsLinked"`
	MappingsCreated            int64 `json:"mappingsCreated"`
	PartiallyMapped            int64 `json:"partiallyMapped"`
	Unmappable                 int64 `json:"unmappable"`
}

// CustomMappingSummary counts what custom mappings did. Rejected and Blank rows
// are among those read.
type CustomMappingSummary struct {
	RowsRead             int64 `json:"rowsRead"`
	ProductOptionsMapped int64 `json:"productOptionsMapped"`
	Blank                int64 `json:"blank"`
	Rejected             int64 `json:"rejected"`
}

// IgnoreSummary counts listings that became ignored, or got another note, and
// those whose ignoring was taken back.
type IgnoreSummary struct {
	Ignored   int64 `json:"ignored"`
	TakenBack int64 `json:"takenBack"`
}

// RemapPair is a listing and its target before and after a remap.
type RemapPair struct {
	SKU string
	// Target is the new target; for a lost mapping, the previous one.
	Target *OmniTarget
	// FormerTarget is the previous target; nil if it was not mapped.
	FormerTarget *OmniTarget
}

// ProductStatus counts an integration's listings by status.
type ProductStatus struct {
	Mapped          int64
	PartiallyMapped int64
	Mappable        int64
	Unmappable      int64
	// Ignored are those of the unmappable listings that are ignored.
	Ignored int64
	// PartiallyMappedParents and UnmappableParents are those that are parents.
	PartiallyMappedParents int64
	UnmappableParents      int64
	// UnmappedStock is what the listings that are neither mapped nor ignored show.
	UnmappedStock StockValue
}

// NewProductStatus counts nothing.
func NewProductStatus() *ProductStatus {
	return &ProductStatus{UnmappedStock: StockValue{Value: "0"}}
}

// StockValue counts listings that show a quantity above 0, and what that is
// worth at their prices. One without a price adds nothing to the worth.
type StockValue struct {
	Listings int64
	Value    Decimal
}

// Add adds so many listings that are worth so much.
func (s *StockValue) Add(listings int64, value string) error {
	sum, err := decimal.NewFromString(string(s.Value))
	if err != nil {
		return err
	}
	more, err := decimal.NewFromString(value)
	if err != nil {
		return err
	}
	s.Listings, s.Value = s.Listings+listings, Decimal(sum.Add(more).String())
	return nil
}

// Add counts so many listings of a status, of which some are parents.
func (p *ProductStatus) Add(status Status, listings, parents int64) {
	switch status.MappingStatus() {
	case MappingStatusMapped:
		p.Mapped += listings
	case MappingStatusPartiallyMapped:
		p.PartiallyMapped += listings
		p.PartiallyMappedParents += parents
	case MappingStatusMappable:
		p.Mappable += listings
	case MappingStatusUnmappable:
		p.Unmappable += listings
		p.UnmappableParents += parents
	}
	if status == StatusIgnored {
		p.Ignored += listings
	}
}

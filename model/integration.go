package model

// Account is a tenant: nothing of one account is visible to another.
type Account struct {
	ID        int64
	Name      string
	CreatedAt Time
}

// Integration is a seller account in a marketplace, and a fulfilment: one Amazon
// catalogue and its mappings. Its name, and its seller with its marketplace and
// fulfilment, are unique in the account.
type Integration struct {
	AccountID       int64
	ID              int64
	Name            string
	SellerID        string
	MarketplaceID   string
	Fulfilment      Fulfilment
	ProductsEnabled bool
	CreatedAt       Time
	// LastImportAt is when the last successful import began; nil before the
	// first.
	LastImportAt *Time
	// Snapshot is the current snapshot of statuses; see docs/status.md.
	Snapshot int64
	// PreviousSnapshot was current before PreviousSnapshotOperation deleted all
	// mappings; 0 if there is none to restore.
	PreviousSnapshot          int64
	PreviousSnapshotOperation *string
	// LastMappingID is the last mapping id that was used.
	LastMappingID int64
	// CounterpartID is the other integration of a pair: of the same seller and
	// marketplace. It is nil if there is none.
	CounterpartID *int64 `gorm:"->;-:migration"`
}

// IsNode marks the types that have a global id.
func (*Integration) IsNode() {}

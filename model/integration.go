package model

// Account is a wall: whatever belongs to one is unseen by every other.
type Account struct {
	ID        int64
	Name      string
	CreatedAt Time
}

// Integration is a seller account in a marketplace: one Amazon catalogue and
// its mappings. Its name, and its seller with its marketplace, are unique in
// the account.
type Integration struct {
	AccountID       int64
	ID              int64
	Name            string
	SellerID        string
	MarketplaceID   string
	ProductsEnabled bool
	CreatedAt       Time
	// LastImportAt is when the last successful import began; nil before the
	// first.
	LastImportAt *Time
	// Snapshot is the generation of standings that holds; see
	// docs/status.md.
	Snapshot int64
	// PreviousSnapshot is the one that held before FormerOperation deleted all
	// mappings; 0 where there is none to go back to.
	PreviousSnapshot          int64
	PreviousSnapshotOperation *string
	// LastMappingID is the last mapping id that was handed out.
	LastMappingID int64
}

// IsNode marks what has an id of its own.
func (*Integration) IsNode() {}

package main

// The rows of the bare handler, with the names of the API.

type bareListing struct {
	SKU       string  `json:"sku"`
	ParentSKU *string `json:"parentSku"`
	Title     string  `json:"title"`
	ASIN      *string `json:"asin"`
	Price     *string `json:"price"`
	Quantity  *int64  `json:"quantity"`
}

func (l *bareListing) fields() []any {
	return []any{&l.SKU, &l.ParentSKU, &l.Title, &l.ASIN, &l.Price, &l.Quantity}
}

type bareListingStatus struct {
	bareListing
	ListingStatus    *string `json:"listingStatus"`
	CreatedAt        string  `json:"createdAt"`
	Status           string  `json:"status"`
	UnmappableReason *string `json:"unmappableReason"`
}

// statusNames are the statuses and reasons by their numbers.
var statusNames = [...]struct {
	status string
	reason *string
}{
	1: {"MAPPED", nil}, 2: {"PARTIALLY_MAPPED", nil}, 3: {"UNMAPPABLE", text("NO_MATCH")}, 4: {"UNMAPPABLE", text("AMBIGUOUS_MATCH")},
	5: {"UNMAPPABLE", text("OMNI_PRODUCT_MAPPED")}, 6: {"UNMAPPABLE", text("MATCH_TAKEN")}, 7: {"MAPPABLE", nil},
}

func text(s string) *string { return &s }

func scanListing(row func(...any) error, key *string) (any, error) {
	var l bareListingStatus
	var created int64
	var status int
	if err := row(append(append([]any{key}, l.fields()...), &l.ListingStatus, &created, &status)...); err != nil {
		return nil, err
	}
	l.CreatedAt, l.Status, l.UnmappableReason = rfc3339(created), statusNames[status].status, statusNames[status].reason
	return &l, nil
}

type bareItem struct {
	Code *string `json:"code"`
	Name string  `json:"name"`
}

type bareMapping struct {
	Source    string      `json:"source"`
	MatchedOn *string     `json:"matchedOn"`
	CreatedAt string      `json:"createdAt"`
	Listing   bareListing `json:"listing"`
	Target    struct {
		Level   string    `json:"level"`
		Product bareItem  `json:"product"`
		Option  bareItem  `json:"option"`
		Size    *bareItem `json:"size"`
	} `json:"target"`
}

var (
	sourceNames = [...]string{1: "IMPORT", 2: "CUSTOM", 3: "DOWNLOAD"}
	fieldNames  = [...]*string{0: nil, 1: text("CODE"), 2: text("BARCODE")}
	levelNames  = [...]string{1: "PRODUCT", 2: "PRODUCT_OPTION", 3: "SIZE_OPTION"}
)

func scanMapping(row func(...any) error, key *string) (any, error) {
	var m bareMapping
	var source, field, level int
	var created int64
	var sizeCode, sizeName *string
	fields := append(append([]any{key}, m.Listing.fields()...), &source, &field, &created, &level,
		&m.Target.Product.Code, &m.Target.Product.Name, &m.Target.Option.Code, &m.Target.Option.Name, &sizeCode, &sizeName)
	if err := row(fields...); err != nil {
		return nil, err
	}
	m.Source, m.MatchedOn, m.CreatedAt, m.Target.Level = sourceNames[source], fieldNames[field], rfc3339(created), levelNames[level]
	if sizeName != nil {
		m.Target.Size = &bareItem{sizeCode, *sizeName}
	}
	return &m, nil
}

// Package oracle is a small in-memory model of the domain in plain loops, with
// which property tests compare the service. It quotes the rules' chapters (DOMAIN,
// FORMATS; docs/rules.md sums them up). README.md says what it decides where they
// leave something open.
package oracle

import (
	"slices"
	"time"

	"omnimap/model"
)

// State is one account: an Omni catalogue, its integrations with their listings
// and mappings, and the operations that were done.
type State struct {
	// PlaceholderReference describes a downloaded product, which has no reference
	// until a load brings it, by its Code.
	PlaceholderReference func(code string) string

	claimed      map[*product]bool // downloaded ones that no product of this load replaces
	products     []*product        // in the order in which they were made
	integrations []*integration
	operations   []*operation
	lastID       int
	now          time.Time
}

// product is an Omni product. Empty texts are absent values.
type product struct {
	id                  int
	reference           string // empty while downloaded
	downloaded          bool   // made by a download, and no load has brought it yet
	code, barcode, name string
	brand, category     string
	options             []*option // never empty; the first is the default option
	replacedBy          *product  // the loaded product that took a downloaded one's place
}

// item is what product options and size options have in common.
type item struct {
	id                             int
	reference, code, barcode, name string
	price, cost, stock             model.Decimal
	removedAt                      int // the last id given when it was removed
}

type option struct {
	item
	sizes      []*size
	replacedBy *option // as product.replacedBy
}

type size struct{ item }

// target is what a mapping links to: a product option, or a size option of it
// (size is nil where it is the option itself).
type target struct {
	product *product
	option  *option
	size    *size
}

type integration struct {
	name            string
	seller          string // with the marketplace
	fulfilment      Fulfilment
	counterpart     *integration // the other one of a pair; nil where there is none
	productsEnabled bool
	lastImportAt    *time.Time
	listings        []*listing
	mappings        []*mapping
	ignored         map[string]string // the notes, by SKU; also of listings that went
}

type listing struct {
	sku, parent, asin, barcode, title           string
	createdAt, firstSeen                        time.Time
	price                                       model.Decimal
	quantity, listingStatus, fulfillmentChannel string
}

// family is the SKU that names the listing's family. DOMAIN "The two
// catalogues": a variation's by its parent SKU, a product's by its own.
func (l listing) family() string {
	if l.parent != "" {
		return l.parent
	}
	return l.sku
}

type mapping struct {
	id        int
	sku       string
	target    target
	level     Level
	field     Field
	source    Source
	createdAt time.Time
}

// operation is something that was done, with the mappings it deleted. DOMAIN
// "Viewing and deleting": what was deleted, by whatever operation, is
// remembered with it.
type operation struct {
	id          int
	kind        Kind
	integration *integration // nil for the Omni catalogue
	counterpart *integration // the other one that lists it
	created     int
	deletedHere int // as many as it deleted, though an integration has gone
	deleted     []deletedMapping
	products    []deletedProduct
}

// deletedProduct is a downloaded product that an operation deleted, and what it
// and its options were then.
type deletedProduct struct {
	product *product
	was     product
	options []option
}

type deletedMapping struct {
	in      *integration
	mapping *mapping
}

// NewState makes an account with nothing in it.
func NewState() *State {
	return &State{
		PlaceholderReference: func(code string) string { return "downloaded:" + code },
		now:                  time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

// AddIntegration adds an integration of that name, which has its seller for
// itself, with Products turned on.
func (st *State) AddIntegration(name string) error {
	return st.AddIntegrationOf(name, "seller of "+name, Any)
}

// SetProductsEnabled turns Products on or off in an integration's settings.
func (st *State) SetProductsEnabled(integration string, enabled bool) error {
	in, err := st.find(integration)
	if err != nil {
		return err
	}
	in.productsEnabled = enabled
	return nil
}

// Now is the time of the latest operation.
func (st *State) Now() time.Time { return st.now }

// LastImportAt is when the integration's last successful import began, or nil.
func (st *State) LastImportAt(integration string) *time.Time {
	in := st.integration(integration)
	if in == nil || in.lastImportAt == nil {
		return nil
	}
	at := *in.lastImportAt
	return &at
}

// tick sets the clock to now; the zero time moves it on by a second.
func (st *State) tick(now time.Time) time.Time {
	if now.IsZero() {
		now = st.now.Add(time.Second)
	}
	st.now = plainTime(now)
	return st.now
}

func plainTime(t time.Time) time.Time { return t.UTC().Round(0) }

func (st *State) newID() int {
	st.lastID++
	return st.lastID
}

func (st *State) integration(name string) *integration {
	for _, in := range st.integrations {
		if in.name == name {
			return in
		}
	}
	return nil
}

func (st *State) find(name string) (*integration, error) {
	in := st.integration(name)
	if in == nil {
		return nil, &UserError{model.CodeNotFound, "no integration of that name"}
	}
	return in, nil
}

// findEnabled finds an integration in which mappings may be created. DOMAIN
// "Importing": creating mappings in any way (import, custom, remap, download,
// restore, their dry runs too) needs Products turned on.
func (st *State) findEnabled(name string) (*integration, error) {
	in, err := st.find(name)
	if err == nil && !in.productsEnabled {
		err = &UserError{model.CodeProductsDisabled, "Products is turned off"}
	}
	return in, err
}

func (in *integration) listing(sku string) *listing {
	for _, l := range in.listings {
		if l.sku == sku {
			return l
		}
	}
	return nil
}

// sides are the integrations of one seller and marketplace.
func (in *integration) sides() []*integration {
	if in.counterpart == nil {
		return []*integration{in}
	}
	return []*integration{in, in.counterpart}
}

// isParent says whether some other listing names this SKU as its parent. DOMAIN
// "The two catalogues": any other listing of that seller and marketplace.
func (in *integration) isParent(sku string) bool {
	for _, side := range in.sides() {
		for _, l := range side.listings {
			if l.parent == sku && l.sku != sku {
				return true
			}
		}
	}
	return false
}

// familyOf gives a family's listings in the order of their SKUs.
func (in *integration) familyOf(familySKU string) []*listing {
	var members []*listing
	for _, l := range in.listings {
		if l.family() == familySKU {
			members = append(members, l)
		}
	}
	return members
}

func mappingOf(mappings []*mapping, sku string) *mapping {
	for _, m := range mappings {
		if m.sku == sku {
			return m
		}
	}
	return nil
}

func mappingAt(mappings []*mapping, t target) *mapping {
	for _, m := range mappings {
		if m.target == t {
			return m
		}
	}
	return nil
}

// exists says whether the target is still in the catalogue.
func (st *State) exists(t target) bool {
	if !slices.Contains(st.products, t.product) || !slices.Contains(t.product.options, t.option) {
		return false
	}
	return t.size == nil || slices.Contains(t.option.sizes, t.size)
}

// record remembers an operation and gives its number. Every operation that
// was done is one, also if it changed nothing; dry runs and rejected ones are
// none.
func (st *State) record(op operation) int {
	op.id, op.deletedHere = st.newID(), len(op.deleted)
	st.operations = append(st.operations, &op)
	return op.id
}

// dropDangling deletes the mappings whose listing or target is gone, in every
// integration. DOMAIN "Loading the catalogues": those of an option, size or
// listing that goes are deleted.
func (st *State) deleteDangling() []deletedMapping {
	var deleted []deletedMapping
	for _, in := range st.integrations {
		var kept []*mapping
		for _, m := range in.mappings {
			if in.listing(m.sku) != nil && st.exists(m.target) {
				kept = append(kept, m)
			} else {
				deleted = append(deleted, deletedMapping{in, m})
			}
		}
		in.mappings = kept
	}
	return deleted
}

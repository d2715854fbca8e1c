package main

import (
	"fmt"
	"math/rand/v2"
)

// plan is how many of each kind a catalogue of n listings and n options holds.
type plan struct {
	n int
	// Listings by what they are before anything is mapped: n in all.
	mappable, ambiguous, taken, parents, unknown int
	// chain of the mappable ones are tied to one connected set by the families
	// and Omni products that overlap.
	chain int
	// fresh listings come later, and have options in the export.
	fresh int
	// custom of the unknown listings stand alone, and as many options in
	// products of their own wait for them.
	custom int
}

func newPlan(n int) plan {
	p := plan{
		n:         n,
		mappable:  n / 10 * 9,
		ambiguous: n / 100,
		taken:     n / 100,
		parents:   n / 25,
		chain:     min(1000, n/100*10),
		fresh:     min(1000, n/50),
		custom:    min(100, n/100),
	}
	p.unknown = n - p.mappable - p.ambiguous - p.taken - p.parents
	return p
}

// A listing is a row of the All Listings Report.
type listing struct{ sku, parent, title string }

// An option is a row of the export of Omni products.
type option struct {
	product               int
	styleCode, name       string
	code, barcode, option string
	// size is empty for a row that is an option and no size of one.
	size, sizeCode, sizeBarcode string
}

// key is the Code by which the row can be mapped by hand.
func (o *option) key() string {
	if o.size != "" {
		return o.sizeCode
	}
	return o.code
}

// secondKey is its Barcode.
func (o *option) secondKey() string {
	if o.size != "" {
		return o.sizeBarcode
	}
	return o.barcode
}

// catalogue holds the rows of a plan, the same for the same seed.
type catalogue struct {
	plan
	rng      *rand.Rand
	products int
	options  []option
	listings []listing
	fresh    []listing
	// customPairs are listings that match nothing, and Codes for them.
	customPairs [][2]string
	// several are mapped listings of families, one of each.
	several []listing
	// chainFamily names the connected set; chainProduct begins the SKUs of ten
	// listings; unknownFamily begins those of an unmappable family.
	chainFamily, chainProduct, unknownFamily string
	// amazon counts the listings that Amazon sends and that are no parents.
	amazon int
	// after counts the listings by status after an import of all.
	after statusCounts
	// rare counts those of them that have the rare word.
	rare statusCounts
}

// statusCounts are counts of listings by status.
type statusCounts struct{ Mapped, PartiallyMapped, Mappable, Unmappable int }

// outcome is the status that a listing has after an import.
type outcome func(*statusCounts) *int

func isMapped(c *statusCounts) *int     { return &c.Mapped }
func isPartial(c *statusCounts) *int    { return &c.PartiallyMapped }
func isUnmappable(c *statusCounts) *int { return &c.Unmappable }

const (
	// rareWord is in the title of one listing in rareShare.
	rareWord   = "Quoll"
	rareInside = "uol"
	rareShare  = 1000

	// maxSeveral is how many families one request may name.
	maxSeveral = 10_000
)

// before counts the listings by status while nothing is mapped.
func (p plan) before() statusCounts {
	return statusCounts{Mappable: p.mappable, Unmappable: p.n - p.mappable}
}

func newCatalogue(n int, seed uint64) (*catalogue, error) {
	if n < 1000 {
		return nil, fmt.Errorf("a catalogue of %d is too small to hold all kinds; use 1000 or more", n)
	}
	c := &catalogue{plan: newPlan(n), rng: rand.New(rand.NewPCG(seed, uint64(n)))}
	c.addChain()
	c.addFamilies()
	c.addAmbiguous()
	c.addFresh()
	c.addUnknown()
	c.addIdle()
	if len(c.listings) != n || len(c.options) != n {
		return nil, fmt.Errorf("the catalogue has %d listings and %d options, and should have %d of each", len(c.listings), len(c.options), n)
	}
	// Amazon's reports are in no order.
	c.rng.Shuffle(n, func(i, j int) { c.listings[i], c.listings[j] = c.listings[j], c.listings[i] })
	c.amazon = c.countAmazon()
	return c, nil
}

var (
	brands = []string{"Oakhallow", "Ironmoor", "Wrenholt", "Fellmarrow", "Sandpike", "Larkstead", "Brightmere", "Coldharbour"}
	things = []string{"Plate", "Scarf", "Spatula", "Lamp", "Cushion", "Kettle", "Hammer", "Teapot", "Basket", "Blanket", "Notebook", "Candle"}
	hues   = []string{"Red", "Clay", "Green", "Grey", "Blue", "Sand", "Black", "White", "Amber", "Teal"}
)

func pick(rng *rand.Rand, words []string) string { return words[rng.IntN(len(words))] }

func (c *catalogue) list(sku, parent string, after outcome) {
	title := fmt.Sprintf("%s %s, %s, pack of %d", pick(c.rng, brands), pick(c.rng, things), pick(c.rng, hues), 1+c.rng.IntN(12))
	if len(c.listings)%rareShare == 0 {
		title += ", " + rareWord
		*after(&c.rare)++
	}
	*after(&c.after)++
	c.listings = append(c.listings, listing{sku, parent, title})
}

// addProduct adds a product of so many rows, with or without sizes, and returns
// its Style Code and rows.
func (c *catalogue) addProduct(rows int, sized bool) (base string, added []option) {
	c.products++
	// The letters keep the order of the keys apart from that of the rows.
	base = fmt.Sprintf("%c%c%07d", 'A'+c.rng.IntN(26), 'A'+c.rng.IntN(26), c.products)
	name := pick(c.rng, brands) + " " + pick(c.rng, things)
	for i := range rows {
		code, barcode := fmt.Sprintf("%s-%02d", base, i+1), fmt.Sprintf("50%011d", len(c.options))
		o := option{product: c.products, styleCode: base, name: name, option: hues[i%len(hues)]}
		if sized {
			// Up to five sizes an option.
			o.code, o.option = fmt.Sprintf("%s-%c", base, 'A'+i/5), hues[i/5]
			o.size, o.sizeCode, o.sizeBarcode = fmt.Sprint(36+2*(i%5)), code, barcode
		} else {
			o.code, o.barcode = code, barcode
		}
		c.options = append(c.options, o)
	}
	return base, c.options[len(c.options)-rows:]
}

// addChain adds families of ten, each of whose listings match the second half
// of one Omni product and the first half of the next.
func (c *catalogue) addChain() {
	for i := range c.chain / 10 {
		base, rows := c.addProduct(10, false)
		for j, row := range rows {
			family := i
			if j >= 5 && i < c.chain/10-1 {
				family++
			}
			c.list(row.code, fmt.Sprintf("CHAIN-%03d", family), isMapped)
		}
		c.chainProduct = base
	}
	c.chainFamily = "CHAIN-000"
}

// addFamilies adds Omni products of one to ten options and a family for each,
// four listings in five by Code and one by Barcode; beside them the listings
// whose match is taken, and those that are parents.
func (c *catalogue) addFamilies() {
	left, taken, parents := c.mappable-c.chain, c.taken, c.parents
	byCode := 0
	for left > 0 {
		size := min(left, 1+c.rng.IntN(10))
		left -= size
		base, rows := c.addProduct(size, size > 1 && c.rng.IntN(2) == 0)
		parent := ""
		if size > 1 {
			parent = "AMZ-" + base
			if parents > 0 && c.products%3 == 0 {
				parents--
				c.list(parent, "", isPartial)
			}
		}
		if size == 1 && c.rng.IntN(10) == 0 {
			c.list(base, "", isMapped)
			continue
		}
		for i := range rows {
			barcode := rows[i].secondKey()
			if i == 0 && parent != "" && len(c.several) < maxSeveral {
				c.several = append(c.several, listing{sku: rows[0].key(), parent: parent})
				c.list(rows[0].key(), parent, isMapped)
				continue
			}
			if c.rng.IntN(5) == 0 {
				c.list(barcode, parent, isMapped)
				continue
			}
			c.list(rows[i].key(), parent, isMapped)
			if byCode++; byCode%50 == 0 && taken > 0 {
				c.take(barcode, parent, taken)
				taken--
			}
		}
	}
	// Those that found no place match nothing, so that the sum is n.
	c.unknown += taken + parents
	c.taken -= taken
}

// take adds a listing that matches, by Barcode, what another matches by Code:
// of the other's family, or by itself.
func (c *catalogue) take(barcode, parent string, nth int) {
	if parent != "" && nth%2 == 0 {
		c.list(barcode, parent, isPartial)
		return
	}
	c.list(barcode, "", isUnmappable)
}

// addAmbiguous adds listings whose SKU is the Code of two products.
func (c *catalogue) addAmbiguous() {
	for i := range c.ambiguous {
		code := fmt.Sprintf("DUP%07d", i)
		for range 2 {
			_, rows := c.addProduct(1, false)
			rows[0].styleCode = code
		}
		c.list(code, "", isUnmappable)
	}
}

// addFresh adds the options of the listings that come later.
func (c *catalogue) addFresh() {
	for left := c.plan.fresh; left > 0; {
		size := min(left, 1+c.rng.IntN(10))
		left -= size
		base, rows := c.addProduct(size, size > 1)
		for _, row := range rows {
			parent := ""
			if size > 1 {
				parent = "AMZ-" + base
			}
			c.fresh = append(c.fresh, listing{row.key(), parent, "Fresh " + row.name})
		}
	}
}

// addUnknown adds listings that match nothing: first those for custom pairs,
// with a product each, then families.
func (c *catalogue) addUnknown() {
	for i := range c.custom {
		_, rows := c.addProduct(1, false)
		sku := fmt.Sprintf("NEW-%07d", i)
		c.list(sku, "", isUnmappable)
		c.customPairs = append(c.customPairs, [2]string{sku, rows[0].code})
	}
	for left, family := c.unknown-c.custom, 0; left > 0; family++ {
		size := min(left, 1+c.rng.IntN(10))
		left -= size
		c.unknownFamily = fmt.Sprintf("NIL%07d", family)
		for i := range size {
			c.list(fmt.Sprintf("%s-%02d", c.unknownFamily, i), c.unknownFamily, isUnmappable)
		}
	}
}

// addIdle fills the export up with options that no listing names.
func (c *catalogue) addIdle() {
	for len(c.options) < c.n {
		size := min(c.n-len(c.options), 1+c.rng.IntN(10))
		c.addProduct(size, size > 1 && c.rng.IntN(2) == 0)
	}
}

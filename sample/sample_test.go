package sample_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the test needs London's summers wherever it runs
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"omnimap/sample"
)

// What the files hold, and the statuses of their listings. This test reads the
// files and decides the statuses by itself, so that it can disagree with the
// product.
const (
	productCount = 87
	optionCount  = 157
	sizeCount    = 52
	rowCount     = 194
	listingCount = 208
)

var (
	countsBefore = map[string]int{"MAPPABLE": 131, "NO_MATCH": 55, "AMBIGUOUS_MATCH": 10, "MATCH_TAKEN": 12}
	countsAfter  = map[string]int{"MAPPED": 131, "PARTIALLY_MAPPED": 25, "NO_MATCH": 37, "AMBIGUOUS_MATCH": 9, "OMNI_PRODUCT_MAPPED": 6}

	// importedPairs counts the mappings of the import by what they link.
	importedPairs = map[string]int{
		"product PRODUCT CODE": 6, "variation PRODUCT CODE": 4,
		"product PRODUCT_OPTION CODE": 34, "variation PRODUCT_OPTION CODE": 44,
		"product PRODUCT_OPTION BARCODE": 6, "variation PRODUCT_OPTION BARCODE": 4,
		"product SIZE_OPTION CODE": 3, "variation SIZE_OPTION CODE": 25,
		"product SIZE_OPTION BARCODE": 2, "variation SIZE_OPTION BARCODE": 3,
	}
)

// A target is a product option, or where size is not -1 a size option of it.
type target struct {
	product      string
	option, size int
}

// The ranks of the keys. The Barcode of a product (rank 6) is in no file.
const (
	sizeCode = iota
	optionCode
	productCode
	sizeBarcode
	optionBarcode
	ranks
)

var (
	levels = [ranks]string{"SIZE_OPTION", "PRODUCT_OPTION", "PRODUCT", "SIZE_OPTION", "PRODUCT_OPTION"}
	fields = [ranks]string{"CODE", "CODE", "CODE", "BARCODE", "BARCODE"}
)

type omni struct {
	rows                     []map[string]string
	products, options, sizes int
	keys                     [ranks]map[string]map[target]bool
}

func (o *omni) add(rank int, key string, t target) {
	if key == "" {
		return
	}
	if o.keys[rank][key] == nil {
		o.keys[rank][key] = map[target]bool{}
	}
	o.keys[rank][key][t] = true
}

// match returns the targets at the lowest of the first n ranks that has key.
func (o *omni) match(key string, n int) (int, []target) {
	for rank := range n {
		if targets := o.keys[rank][key]; len(targets) > 0 {
			return rank, slices.Collect(maps.Keys(targets))
		}
	}
	return -1, nil
}

func readOmni(t *testing.T) *omni {
	t.Helper()
	records, err := csv.NewReader(sample.OmniProducts()).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	o := &omni{}
	for rank := range o.keys {
		o.keys[rank] = map[string]map[target]bool{}
	}
	options := map[string][]string{} // the options' Codes, by Product ID
	sized := map[target]int{}        // how many sizes an option has so far
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = strings.TrimSpace(record[i])
		}
		o.rows = append(o.rows, row)
		id, code := row["Product ID"], row["Code"]
		at := slices.Index(options[id], code)
		if at < 0 || row["Size"] == "" {
			at = len(options[id])
			options[id] = append(options[id], code)
			o.options++
		}
		option := target{id, at, -1}
		o.add(optionCode, code, option)
		o.add(optionBarcode, row["Barcode"], option)
		o.add(productCode, row["Style Code"], target{id, 0, -1})
		if row["Size"] != "" {
			size := target{id, at, sized[option]}
			sized[option]++
			o.sizes++
			o.add(sizeCode, row["Size Code"], size)
			o.add(sizeBarcode, row["Size Barcode"], size)
		}
	}
	o.products = len(options)
	return o
}

type listing struct {
	sku, parent, family string
	row                 map[string]string
	columns             int
}

func readListings(t *testing.T) (header []string, listings []listing) {
	t.Helper()
	raw, err := io.ReadAll(sample.AmazonListings())
	if err != nil {
		t.Fatal(err)
	}
	if utf8.Valid(raw) {
		t.Error("the report is UTF-8, not Windows-1252")
	}
	text, err := charmap.Windows1252.NewDecoder().String(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(text, "\r\uFFFD") {
		t.Error("the report holds a carriage return, or a byte that Windows-1252 does not have")
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	header = strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		values := strings.Split(line, "\t")
		if len(values) > len(header) {
			t.Errorf("%d columns: %s", len(values), line)
			continue
		}
		l := listing{row: map[string]string{}, columns: len(values)}
		for i, value := range values {
			l.row[header[i]] = strings.TrimSpace(value)
		}
		l.sku, l.parent = l.row["seller-sku"], l.row["parent-sku"]
		if l.parent == l.sku {
			l.parent = ""
		}
		l.family = l.parent
		if l.family == "" {
			l.family = l.sku
		}
		listings = append(listings, l)
	}
	return header, listings
}

// A candidate is a listing among several that match one target: those that are
// no parents go first, then the lower rank.
type candidate struct {
	sku    string
	parent bool
	rank   int
}

// statuses gives every listing its status, or the reason where it is
// unmappable, with the given mappings by SKU.
func statuses(o *omni, listings []listing, mapped map[string]target) map[string]string {
	families, products, parents := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, l := range listings {
		if to, ok := mapped[l.sku]; ok {
			families[l.family], products[to.product] = true, true
		}
		parents[l.parent] = true
	}
	result := map[string]string{}
	best := map[target]candidate{}
	for _, l := range listings {
		rank, targets := o.match(l.sku, ranks)
		_, ok := mapped[l.sku]
		switch {
		case ok:
			result[l.sku] = "MAPPED"
		case families[l.family]:
			result[l.sku] = "PARTIALLY_MAPPED"
		case len(targets) == 0:
			result[l.sku] = "NO_MATCH"
		case len(targets) > 1:
			result[l.sku] = "AMBIGUOUS_MATCH"
		case products[targets[0].product]:
			result[l.sku] = "OMNI_PRODUCT_MAPPED"
		default:
			result[l.sku] = "MATCH_TAKEN" // unless it proves the best
			mine := candidate{l.sku, parents[l.sku], rank}
			other, taken := best[targets[0]]
			if !taken || other.parent && !mine.parent || other.parent == mine.parent && mine.rank < other.rank {
				best[targets[0]] = mine
			}
		}
	}
	for _, winner := range best {
		result[winner.sku] = "MAPPABLE"
	}
	return result
}

// catalogue is both files, with the statuses before and after an import of all.
type catalogue struct {
	omni          *omni
	header        []string
	listings      []listing
	mapped        map[string]target
	before, after map[string]string
}

func load(t *testing.T) catalogue {
	t.Helper()
	c := catalogue{omni: readOmni(t), mapped: map[string]target{}}
	c.header, c.listings = readListings(t)
	c.before = statuses(c.omni, c.listings, nil)
	for sku, status := range c.before {
		if status == "MAPPABLE" {
			_, targets := c.omni.match(sku, ranks)
			c.mapped[sku] = targets[0]
		}
	}
	c.after = statuses(c.omni, c.listings, c.mapped)
	return c
}

func equal[M ~map[string]int](t *testing.T, what string, got, want M) {
	t.Helper()
	t.Logf("%s: %v", what, got)
	if !maps.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func tally(values map[string]string) map[string]int {
	counts := map[string]int{}
	for _, value := range values {
		counts[value]++
	}
	return counts
}

func TestOmniProducts(t *testing.T) {
	o := readOmni(t)
	equal(t, "export",
		map[string]int{"products": o.products, "options": o.options, "sizes": o.sizes, "rows": len(o.rows)},
		map[string]int{"products": productCount, "options": optionCount, "sizes": sizeCount, "rows": rowCount})
	styles := map[string]string{}
	for _, row := range o.rows {
		for _, name := range []string{"Product ID", "Product Name", "Style Code", "Code"} {
			if row[name] == "" {
				t.Errorf("no %s: %v", name, row)
			}
		}
		if id, ok := styles[row["Style Code"]]; ok && id != row["Product ID"] {
			t.Errorf("Style Code %q is that of two products", row["Style Code"])
		}
		styles[row["Style Code"]] = row["Product ID"]
		if (row["Size"] == "") != (row["Size Code"] == "") {
			t.Errorf("a size and its code go together: %v", row)
		}
		for _, barcode := range []string{row["Barcode"], row["Size Barcode"]} {
			if barcode != "" && !validEAN(barcode) {
				t.Errorf("%q is not an EAN of the in-store range", barcode)
			}
		}
	}
}

// validEAN reports whether s is 13 digits that begin with 2, the last one right.
func validEAN(s string) bool {
	if !regexp.MustCompile(`^2\d{12}$`).MatchString(s) {
		return false
	}
	sum := 0
	for i, digit := range s {
		sum += int(digit-'0') * (1 + i%2*2)
	}
	return sum%10 == 0
}

func TestAmazonListings(t *testing.T) {
	header, listings := readListings(t)
	if len(header) != 30 || header[28] != "status" || header[29] != "parent-sku" {
		t.Errorf("want Amazon's 29 columns and parent-sku: %q", header)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, l := range listings {
		known[l.sku] = true
	}
	skus, listingIDs, seen := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, l := range listings {
		if l.sku == "" || len([]rune(l.sku)) > 40 || skus[l.sku] {
			t.Errorf("SKU %q is empty, too long or there twice", l.sku)
		}
		if id := l.row["listing-id"]; listingIDs[id] {
			t.Errorf("listing-id %s is there twice", id)
		}
		skus[l.sku], listingIDs[l.row["listing-id"]] = true, true
		if !regexp.MustCompile(`^B0Z[0-9A-Z]{7}$`).MatchString(l.row["asin1"]) {
			t.Errorf("ASIN %q", l.row["asin1"])
		}
		date, zone, _ := strings.Cut(l.row["open-date"], " ")
		clock, zone, _ := strings.Cut(zone, " ")
		at, err := time.ParseInLocation("02/01/2006 15:04:05", date+" "+clock, london)
		if err != nil || at.Format("MST") != zone {
			t.Errorf("open-date %q: %v", l.row["open-date"], err)
		}
		if id := l.row["product-id"]; l.row["product-id-type"] == "4" && !validEAN(id) || l.row["product-id-type"] == "1" && id != l.row["asin1"] {
			t.Errorf("product-id %q of type %s", id, l.row["product-id-type"])
		}
		byAmazon := l.row["fulfillment-channel"] == "AMAZON_EU"
		if byAmazon && l.row["quantity"] != "" {
			t.Errorf("%s is fulfilled by Amazon and has a quantity", l.sku)
		}
		for what, is := range map[string]bool{
			"fulfilled by Amazon": byAmazon,
			"inactive":            l.row["status"] == "Inactive",
			"without a title":     l.row["item-name"] == "",
			"with a bare quote":   strings.Contains(l.row["item-name"], `9" nail`),
			"with é":              strings.Contains(l.row["item-name"], "é"),
			"with ü":              strings.Contains(l.row["item-name"], "ü"),
			"with £":              strings.Contains(l.row["item-name"], "£"),
			"ragged":              l.columns < len(header),
			"ragged twice":        l.columns < len(header)-1,
			"GMT":                 zone == "GMT",
			"BST":                 zone == "BST",

			"variations, parent there":     l.parent != "" && known[l.parent],
			"variations, parent not there": l.parent != "" && !known[l.parent],
		} {
			if is {
				seen[what]++
			}
		}
	}
	seen["listings"] = len(listings)
	equal(t, "report", seen, map[string]int{
		"listings": listingCount, "fulfilled by Amazon": 55, "inactive": 16, "without a title": 2, "with a bare quote": 2,
		"with é": 9, "with ü": 20, "with £": 1, "ragged": 28, "ragged twice": 2, "GMT": 83, "BST": 125,
		"variations, parent there": 71, "variations, parent not there": 39,
	})
}

func TestStatuses(t *testing.T) {
	c := load(t)
	equal(t, "before the import", tally(c.before), countsBefore)
	equal(t, "after the import", tally(c.after), countsAfter)
	pairs := map[string]int{}
	for _, l := range c.listings {
		if _, ok := c.mapped[l.sku]; ok {
			pairs[c.pair(l)]++
		}
	}
	equal(t, "pairs", pairs, importedPairs)
}

// pair returns what the match of a listing links, and on which field.
func (c catalogue) pair(l listing) string {
	kind := "product"
	if l.parent != "" {
		kind = "variation"
	}
	rank, _ := c.omni.match(l.sku, ranks)
	return kind + " " + levels[rank] + " " + fields[rank]
}

// custom returns the outcome of a custom pair after the import.
func (c catalogue) custom(sku, code string) string {
	at := slices.IndexFunc(c.listings, func(l listing) bool { return l.sku == sku })
	_, targets := c.omni.match(code, sizeBarcode) // the ranks before it are the Codes
	switch {
	case at < 0:
		return "UNKNOWN_SKU"
	case c.after[sku] == "MAPPED" || c.after[sku] == "PARTIALLY_MAPPED":
		return "ALREADY_MAPPED"
	case len(targets) == 0:
		return "UNKNOWN_CODE"
	case len(targets) > 1:
		return "AMBIGUOUS_CODE"
	}
	for _, to := range c.mapped {
		if to.product == targets[0].product {
			return "OMNI_PRODUCT_MAPPED"
		}
	}
	return "mapped"
}

// download returns the outcome of downloading a family after the import.
func (c catalogue) download(family string) string {
	var members, variations []string
	for _, l := range c.listings {
		if l.family == family {
			members = append(members, l.sku)
			if l.parent != "" {
				variations = append(variations, l.sku)
			}
		}
	}
	if len(variations) > 0 {
		members = variations
	}
	for _, sku := range members {
		if c.after[sku] != "NO_MATCH" {
			return "NOT_DOWNLOADABLE"
		}
	}
	if _, targets := c.omni.match(family, sizeBarcode); len(targets) > 0 {
		return "TAKEN"
	}
	if len(members) == 0 {
		return "NOT_FOUND"
	}
	return "downloaded"
}

// TestReadme checks README's tables against the files.
func TestReadme(t *testing.T) {
	c := load(t)
	bySKU := map[string]listing{}
	for _, l := range c.listings {
		bySKU[l.sku] = l
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var header string
	checked := map[string]int{}
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		if i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|---") {
			header = line
			continue
		}
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		var want, got string // what the row says, and what is so
		switch header {
		case "| status | reason | before the import | after it |":
			status := cells[0]
			if cells[1] != "" {
				status = cells[1]
			}
			want = cells[2] + " " + cells[3]
			got = fmt.Sprint(countsBefore[status], countsAfter[status])
		case "| SKU | Amazon | level | field | why |":
			want = strings.Join(cells[1:4], " ")
			got = "not mapped"
			if _, ok := c.mapped[cells[0]]; ok {
				got = c.pair(bySKU[cells[0]])
			}
		case "| SKU | before the import | after it | why |":
			want = cells[1] + " " + cells[2]
			got = c.before[cells[0]] + " " + c.after[cells[0]]
		case "| SKU | Cin7 Code | answer |":
			want, got = cells[2], c.custom(cells[0], cells[1])
		case "| family | answer | why |":
			want, got = cells[1], c.download(cells[0])
		default:
			continue
		}
		checked[header]++
		if got != want {
			t.Errorf("README says %q of %s, and it is %q", want, cells[0], got)
		}
	}
	if len(checked) != 5 {
		t.Errorf("not all of README's five tables were found: %v", checked)
	}
}

package invent

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"omnimap/service/internal/suggest"
)

// makeCases makes up to n listings of a product's items.
func (m *maker) makeCases(p *product, n int) []Case {
	var cases []Case
	order := m.Perm(len(p.items))
	for _, i := range order[:min(len(order), max(1, min(n, 1+m.IntN(len(order)))))] {
		if c := m.makeCase(p, &p.items[i]); c.Kind != "" {
			cases = append(cases, c)
		}
	}
	return cases
}

func (m *maker) makeCase(p *product, it *suggest.Item) Case {
	if m.chance(0.1) {
		return m.stranger(p)
	}
	c := Case{Right: it.Target}
	l := &c.Listing
	sku, kind, extra := m.damage(p, it)
	if sku == "" {
		return Case{}
	}
	l.SKU, c.Kind = sku, kind
	l.ASIN = "B0" + m.letters(anyOf, 8)
	pack := extra.pack
	l.Title = m.title(p, it, pack, extra.words)
	if len(p.items) > 1 && m.chance(0.7) {
		l.ParentSKU = "P" + strconv.FormatInt(p.id, 10)
		if m.chance(0.3) {
			l.Variation = strings.Split(it.OptionName, " / ")
		}
	}
	if it.Barcode != "" && pack == 0 && m.chance(0.3) {
		l.Barcode = m.reportBarcode(p, it)
	}
	if m.chance(0.8) {
		l.Price = p.price * math.Exp(0.35+0.7*m.NormFloat64()) * float64(max(pack, 1))
	}
	m.mapElsewhere(&c)
	return c
}

// reportBarcode is the item's, as some report has it; now and then a wrong one.
func (m *maker) reportBarcode(p *product, it *suggest.Item) string {
	switch x := m.Float64(); {
	case x < 0.04:
		return barcode(p.brand.company, m.IntN(100_000))
	case x < 0.07:
		return caseOf(it.Barcode)
	case x < 0.1:
		return "0" + it.Barcode
	case x < 0.14:
		return it.Barcode + ".0"
	}
	return it.Barcode
}

// caseOf is the GTIN-14 of a case of an EAN-13.
func caseOf(ean string) string { return withCheckDigit("1" + ean[:12]) }

func (m *maker) mapElsewhere(c *Case) {
	t := c.Right
	if m.chance(0.02) {
		// Somebody mapped it wrongly there.
		t = m.before.items[0].Target
	}
	if m.chance(0.04) {
		c.Elsewhere = append(c.Elsewhere, suggest.Mapping{SKU: c.Listing.SKU, Target: t})
	}
	if m.chance(0.04) {
		c.Elsewhere = append(c.Elsewhere, suggest.Mapping{ASIN: c.Listing.ASIN, Target: t})
	}
}

// more is what a kind of damage says of the title.
type more struct {
	pack  int
	words []string
}

// damage writes a Code as a seller's SKU. It is empty where the Code allows none
// of that kind.
func (m *maker) damage(p *product, it *suggest.Item) (sku, kind string, extra more) {
	code := it.Code
	switch x := m.Float64(); {
	case x < 0.20:
		return m.letters(anyOf, 2) + "-" + m.letters(anyOf, 4) + "-" + m.letters(anyOf, 4), "random", extra
	case x < 0.29:
		return code + m.habit(m.habits.suffixes), "suffix", extra
	case x < 0.33:
		return m.habit(m.habits.prefixes) + code, "prefix", extra
	case x < 0.36:
		return "amzn.gr." + code + "-" + m.letters(anyOf+"abcdefghijk", 14), "graded", extra
	case x < 0.45:
		return m.separate(code), "separators", extra
	case x < 0.50:
		if short := strings.TrimLeft(code, "0"); short != code && m.chance(0.7) {
			return short, "zeros", extra
		}
		return "0" + code, "zeros", extra
	case x < 0.56:
		return m.spreadsheet(code), "spreadsheet", extra
	case x < 0.63:
		extra.pack = pick(m, []int{2, 3, 4, 6, 10, 12})
		return fmt.Sprintf(pick(m, []string{"%[1]s-%[2]dPK", "%sx%d", "%s_%d", "%s-PACK%d", "%[2]dx%[1]s"}), code, extra.pack), "pack", extra
	case x < 0.70:
		return m.slip(code), "slip", extra
	case x < 0.80:
		return m.shortened(p, it), "shortened", extra
	case x < 0.84:
		other := m.before
		extra.words = append([]string{pick(m, []string{"with", "+", "and"})}, other.words[:2]...)
		return code + pick(m, []string{"+", " + "}) + other.code, "bundle", extra
	case x < 0.88:
		return m.letters(capitals, 2+m.IntN(3)) + pick(m, []string{"-", "_", ""}) + code + pick(m, []string{"", "-" + m.letters(anyOf, 2)}), "inside", extra
	case x < 0.97:
		return m.partly(p, code)
	}
	return strings.ToLower(m.separate(code)) + m.habit(m.habits.suffixes), "two", extra
}

// partly leaves the brand's prefix or the model's ending out of a Code.
func (m *maker) partly(p *product, code string) (sku, kind string, extra more) {
	if p.modelNumber == "" {
		return "", "", extra
	}
	if m.chance(0.5) {
		return strings.TrimPrefix(code, p.brand.prefix), "bare", extra
	}
	sku = strings.Replace(code, p.modelNumber, strings.TrimRight(p.modelNumber, capitals+"2"), 1)
	if sku == code {
		return "", "", extra
	}
	return sku, "ending", extra
}

// habit is one of the affixes; the first ones are the commonest.
func (m *maker) habit(of []string) string { return of[min(m.IntN(len(of)), m.IntN(len(of)))] }

func (m *maker) separate(code string) string {
	code = strings.NewReplacer(
		"-", pick(m, []string{"", "_", " ", "/"}), "/", pick(m, []string{"", "-", " "}), ".", pick(m, []string{"-", ""})).Replace(code)
	if m.chance(0.4) {
		return strings.ToLower(code)
	}
	return code
}

// spreadsheet is what a spreadsheet makes of a Code.
func (m *maker) spreadsheet(code string) string {
	number, err := strconv.ParseFloat(code, 64)
	if err != nil || math.IsInf(number, 0) {
		if a, b, found := strings.Cut(code, "-"); found && len(code) <= 5 {
			months := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
			if month, err := strconv.Atoi(a); err == nil {
				return b + "-" + months[month-1]
			}
		}
		return ""
	}
	if strings.Contains(code, "E") && number > 1e5 {
		return fmt.Sprintf("%.2E", number)
	}
	return strings.TrimLeft(code, "0") + pick(m, []string{".0", ".00"})
}

// slip is a slip of the pen.
func (m *maker) slip(code string) string {
	b := []byte(code)
	if len(b) < 6 {
		return ""
	}
	i := m.IntN(len(b) - 1)
	switch m.IntN(4) {
	case 0:
		b[i], b[i+1] = b[i+1], b[i]
	case 1:
		b = append(b[:i], b[i+1:]...)
	case 2:
		b[i] = anyOf[m.IntN(len(anyOf))]
	default:
		b = append(b[:i], append([]byte{anyOf[m.IntN(len(anyOf))]}, b[i:]...)...)
	}
	return string(b)
}

// shortened is the product's Code and short forms of the option's values.
func (m *maker) shortened(p *product, it *suggest.Item) string {
	values := strings.Split(strings.Trim(it.OptionName+" / "+it.SizeName, " /"), " / ")
	if values[0] == "" {
		return ""
	}
	sku, separator := p.code, pick(m, []string{"-", "_", "", " "})
	for _, v := range values {
		if count, found := strings.CutPrefix(v, "Pack of "); found {
			v = pick(m, []string{"", "PK"}) + count
		} else if len(v) > 3 {
			v = pick(m, []string{short(v), strings.ToUpper(v), strings.ToUpper(v[:2])})
		} else {
			v = strings.ToUpper(pick(m, sizeForms(v)))
		}
		sku += separator + v
	}
	if strings.EqualFold(sku, it.Code) {
		return ""
	}
	return sku
}

func sizeForms(size string) []string {
	switch size {
	case "XS":
		return []string{"XS", "X-Small", "Extra Small"}
	case "S":
		return []string{"S", "Small"}
	case "M":
		return []string{"M", "Medium"}
	case "L":
		return []string{"L", "Large"}
	case "XL":
		return []string{"XL", "X-Large", "Extra Large"}
	case "2XL":
		return []string{"2XL", "XXL", "XX-Large"}
	case "3XL":
		return []string{"3XL", "XXXL"}
	}
	return []string{size, "UK" + size}
}

// title describes an item in other words than the catalogue does.
func (m *maker) title(p *product, it *suggest.Item, pack int, extra []string) string {
	if m.chance(0.02) {
		return ""
	}
	words := append([]string{p.brand.name}, p.words...)
	for i := range words {
		if m.chance(0.08) {
			words[i] = m.word()
		}
	}
	if m.chance(0.5) {
		i := 1 + m.IntN(len(words)-1)
		words = append(words[:i], words[i+1:]...)
	}
	if m.chance(0.3) {
		i, j := m.IntN(len(words)), m.IntN(len(words))
		words[i], words[j] = words[j], words[i]
	}
	for _, v := range strings.Split(it.OptionName+" / "+it.SizeName, " / ") {
		if v != "" && m.chance(0.93) {
			words = append(words, m.sayValue(v))
		}
	}
	if p.modelNumber != "" && m.chance(0.45) {
		number := p.modelNumber
		if m.chance(0.4) {
			number = strings.TrimRight(number, capitals+"2")
		}
		words = append(words[:1], append([]string{number}, words[1:]...)...)
	}
	words = append(words, extra...)
	for range m.IntN(3) {
		words = append(words, pick(m, []string{"Premium Quality", "UK Stock", "(New)", "Free Delivery", "Ideal Gift", "for Home and Garden", "2025 Edition"}))
	}
	for range m.IntN(4) {
		words = append(words, m.word())
	}
	if count := max(pack, p.pack); count > 1 && m.chance(0.9) {
		words = append([]string{fmt.Sprintf(pick(m, []string{"%d x", "Pack of %d", "%d Pack"}), count)}, words...)
	}
	return strings.Join(words, " ")
}

func (m *maker) sayValue(v string) string {
	if len(v) > 3 {
		return v
	}
	if _, err := strconv.Atoi(v); err == nil {
		return pick(m, []string{"UK ", "Size "}) + v
	}
	return pick(m, sizeForms(v))
}

// stranger is a listing of something that the catalogue lacks: often a sister of
// something that it has.
func (m *maker) stranger(p *product) Case {
	c := Case{Kind: None, Listing: suggest.Listing{ASIN: "B0" + m.letters(anyOf, 8), Price: 3 + 30*m.ExpFloat64()}}
	l := &c.Listing
	l.SKU = m.letters(anyOf, 5+m.IntN(6)) + m.habit(m.habits.suffixes)
	words := append([]string{p.brand.name}, p.words...)
	ending := m.letters(capitals, 2)
	switch x := m.Float64(); {
	case x < 0.4:
		words = []string{title(m.word()), m.word(), m.word(), m.word(), m.word(), m.word()}
	case x < 0.55 && p.modelNumber != "":
		// The same model with an ending that the catalogue lacks.
		number := strings.TrimRight(p.modelNumber, capitals+"2") + ending
		words = append(words, number)
		if m.chance(0.5) {
			l.SKU = p.brand.prefix + number
		}
	case x < 0.7 && len(p.colours) > 0:
		words = append(words, pick(m, []string{"Turquoise", "Khaki", "Maroon", "Lime"}))
		if m.chance(0.5) {
			l.SKU = p.code + "-" + ending
		}
	default:
		for range 2 {
			words[m.IntN(len(words))] = m.word()
		}
		words = append(words, ending+strconv.Itoa(100+m.IntN(900)))
	}
	l.Title = strings.Join(words, " ")
	return c
}

// Package invent makes catalogues and listings that resemble a seller's, with
// the ways in which SKUs come to differ from Codes. Weights are fitted to them,
// tests and measurements use them. All words are made of syllables.
package invent

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"omnimap/service/internal/suggest"
)

// Case is a listing, how its SKU came to be, and the target that it is.
type Case struct {
	Listing suggest.Listing
	// Kind is a kind of damage; None for a listing that the catalogue lacks.
	Kind  string
	Right suggest.Target
	// Elsewhere are mappings of another integration.
	Elsewhere []suggest.Mapping
}

// None is the kind of listings that are not in the catalogue.
const None = "none"

// vocabulary is how many words there are.
const vocabulary = 20_000

type maker struct {
	*rand.Rand
	words  []string
	common *rand.Zipf
	brands []brand
	which  *rand.Zipf
	habits habits
	// last is the product made last, and before the one before it.
	last, before *product
	product      int64
	serial       int
}

type brand struct {
	name, prefix, company string
	pattern               int
	separator             string
}

// habits are the affixes that the seller uses, the commonest first.
type habits struct{ prefixes, suffixes []string }

type product struct {
	id                    int64
	brand                 *brand
	words                 []string
	code, modelNumber     string
	name                  string
	price                 float64
	colours, sizes        []string
	sized                 bool
	pack                  int
	items                 []suggest.Item
	hasBarcodes, isPriced bool
}

// Catalogue makes about so many options and sizes, and hands each to add, then
// about so many listings of them. The same seed makes the same.
func Catalogue(seed uint64, options, listings int, add func(*suggest.Item)) []Case {
	m := newMaker(seed, options)
	cases := make([]Case, 0, listings)
	made := 0
	for made < options {
		p := m.makeProduct()
		for i := range p.items {
			add(&p.items[i])
		}
		made += len(p.items)
		for len(cases) < listings*made/options {
			cases = append(cases, m.makeCases(p, listings*made/options-len(cases))...)
		}
	}
	m.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	return cases
}

func newMaker(seed uint64, options int) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 7))}
	seen := map[string]bool{}
	for len(m.words) < vocabulary {
		if w := m.makeWord(); !seen[w] {
			seen[w] = true
			m.words = append(m.words, w)
		}
	}
	m.common = rand.NewZipf(m.Rand, 1.07, 8, vocabulary-1)
	separators := []string{"-", "/", ".", ""}
	for range min(40+options/400, 1500) {
		name := title(m.words[m.IntN(vocabulary)])
		m.brands = append(m.brands, brand{
			name:      name,
			prefix:    strings.ToUpper(name[:min(3, len(name))]),
			company:   fmt.Sprintf("50%05d", m.IntN(100_000)),
			pattern:   m.IntN(6),
			separator: separators[m.IntN(len(separators))],
		})
	}
	m.which = rand.NewZipf(m.Rand, 1.2, 3, uint64(len(m.brands)-1))
	m.habits = habits{
		prefixes: m.some("FBA-", "AMZ-", "UK-", "A_", "ZZ.", "shop-"),
		suffixes: m.some("-FBA", "_new", "-UK", "-N", "-FBM", "-AMZ", " FBA", ".x", "-WH1"),
	}
	return m
}

// some are three of the texts, in any order.
func (m *maker) some(texts ...string) []string {
	m.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
	return texts[:3]
}

func (m *maker) makeWord() string {
	onsets := []string{"b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z"}
	nuclei := []string{"a", "e", "i", "o", "u", "ai", "ea", "oo"}
	codas := []string{"", "", "n", "r", "s", "l", "ck", "nd", "t", "m"}
	w := ""
	for range 1 + m.IntN(3) {
		w += pick(m, onsets) + pick(m, nuclei) + pick(m, codas)
	}
	if len(w) < 3 {
		w += "to"
	}
	return w
}

func (m *maker) word() string { return m.words[m.common.Uint64()] }

func (m *maker) chance(p float64) bool { return m.Float64() < p }

func pick[T any](m *maker, of []T) T { return of[m.IntN(len(of))] }

func title(w string) string { return strings.ToUpper(w[:1]) + w[1:] }

const (
	capitals = "ABCDEFGHJKLMNPRSTUVWXYZ"
	anyOf    = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
)

func (m *maker) letters(set string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[m.IntN(len(set))]
	}
	return string(b)
}

func (m *maker) makeProduct() *product {
	m.product++
	p := &product{id: m.product, brand: &m.brands[m.which.Uint64()]}
	twin := m.last != nil && m.chance(0.35)
	if twin {
		// Much like the one before, but for a word.
		p.brand, p.words = m.last.brand, slices.Clone(m.last.words)
		p.words[m.IntN(len(p.words))] = m.word()
	} else {
		for range 3 + m.IntN(5) {
			p.words = append(p.words, m.word())
		}
		if m.chance(0.4) {
			p.words = append(p.words, m.measure())
		}
	}
	m.nameCode(p, twin)
	if m.chance(0.06) || twin && m.last.pack > 0 {
		p.pack = pick(m, []int{2, 3, 5, 10, 25})
	}
	if twin && p.pack > 0 && m.last.pack > 0 && m.chance(0.7) {
		// The same in another pack.
		p.words = slices.Clone(m.last.words)
	}
	m.nameProduct(p)
	p.hasBarcodes, p.isPriced = m.chance(0.6), m.chance(0.7)
	p.price = 3 + 30*m.ExpFloat64()
	m.chooseValues(p)
	m.makeItems(p)
	m.last, m.before = p, m.last
	if m.before == nil {
		m.before = p
	}
	return p
}

func (m *maker) measure() string {
	return strconv.Itoa(pick(m, []int{5, 10, 12, 18, 20, 25, 30, 50, 75, 100, 125, 150, 250, 500})) +
		pick(m, []string{"mm", "ml", "V", "W", "cm", "g", "kg", "L"})
}

func (m *maker) nameCode(p *product, twin bool) {
	m.serial++
	switch p.brand.pattern {
	case 0:
		p.modelNumber = m.letters(capitals, 2+m.IntN(2)) + strconv.Itoa(100+m.IntN(9000))
		if twin && m.last.modelNumber != "" && m.chance(0.5) {
			p.modelNumber = strings.TrimRight(m.last.modelNumber, capitals+"2")
		}
		p.modelNumber += pick(m, []string{"", "Z", "ZJ", "RT", "N", "P2", "K", "QX"})
		p.code = p.brand.prefix + p.modelNumber
	case 1:
		p.code = fmt.Sprintf("%05d%s%02d", m.IntN(100_000), pick(m, []string{"E", "E", "A", "T"}), m.IntN(100))
	case 2:
		p.code = fmt.Sprintf("%07d", m.IntN(3_000_000))
	case 3:
		p.code = fmt.Sprintf("%s-%05d", p.brand.prefix, m.IntN(100_000))
	case 4:
		p.code = strings.ToUpper(p.words[0][:3] + "-" + p.words[1][:3] + "-" + strconv.Itoa(m.serial%1000))
	default:
		p.code = strconv.Itoa(2_000_000 + m.IntN(97_000_000))
		if m.chance(0.02) {
			p.code = fmt.Sprintf("%d-%d", 1+m.IntN(12), 1+m.IntN(28))
		}
	}
}

func (m *maker) nameProduct(p *product) {
	p.name = p.brand.name + " "
	if p.modelNumber != "" && m.chance(0.35) {
		p.name += p.modelNumber + " "
	}
	p.name += strings.Join(p.words, " ")
	if p.pack > 1 {
		p.name += fmt.Sprintf(" Pack of %d", p.pack)
	} else if m.chance(0.2) {
		p.name = p.name[:min(len(p.name), 30)]
	}
}

func (m *maker) chooseValues(p *product) {
	letters := []string{"XS", "S", "M", "L", "XL", "2XL", "3XL"}
	from := m.IntN(3)
	switch x := m.Float64(); {
	case x < 0.28:
		p.colours = m.someColours(1 + m.IntN(4))
		p.sizes = letters[from : from+2+m.IntN(len(letters)-from-1)]
		p.sized = m.chance(0.4)
	case x < 0.32:
		p.colours = []string{"Pack of 5", "Pack of 10", "Pack of 50"}[:2+m.IntN(2)]
	case x < 0.45:
		p.colours = m.someColours(2 + m.IntN(4))
	case x < 0.55:
		for size := 5 + m.IntN(3); size < 12; size++ {
			p.sizes = append(p.sizes, strconv.Itoa(size))
		}
		p.sized = m.chance(0.4)
	}
}

func colours() []string {
	return []string{
		"Black", "White", "Blue", "Navy", "Red", "Green", "Grey", "Pink", "Yellow", "Purple",
		"Orange", "Brown", "Beige", "Silver", "Gold", "Teal", "Ivory", "Charcoal",
	}
}

func (m *maker) someColours(n int) []string {
	all := colours()
	m.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:n]
}

// short is a colour as Codes write it: its first letter and two consonants. Of a
// pack it is the count.
func short(colour string) string {
	if count, found := strings.CutPrefix(colour, "Pack of "); found {
		return count
	}
	b := colour[:1]
	for _, c := range colour[1:] {
		if !strings.ContainsRune("aeiou", c) && len(b) < 3 {
			b += string(c)
		}
	}
	return strings.ToUpper(b)
}

// makeItems makes the product's options, and the sizes of those that have any.
func (m *maker) makeItems(p *product) {
	option := int64(0)
	for _, colour := range orEmpty(p.colours) {
		code := p.code
		if colour != "" {
			code = p.with(code, short(colour))
		}
		if p.sized {
			option++
			m.addItem(p, option, 0, code, colour, "")
			for i, size := range p.sizes {
				m.addItem(p, option, p.id*10_000+option*100+int64(i)+1, p.with(code, size), colour, size)
			}
			continue
		}
		for _, size := range orEmpty(p.sizes) {
			option++
			m.addItem(p, option, 0, p.with(code, size), strings.Trim(colour+" / "+size, " /"), "")
		}
	}
}

func orEmpty(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

// with appends a value to a Code as the brand does.
func (p *product) with(code, value string) string {
	if value == "" {
		return code
	}
	return code + p.brand.separator + value
}

func (m *maker) addItem(p *product, option, sizeID int64, code, name, size string) {
	it := suggest.Item{
		Target:      suggest.Target{Product: p.id, Option: p.id*100 + option, Size: sizeID},
		Code:        code,
		ProductCode: p.code, ProductName: p.name, Brand: p.brand.name,
		OptionName: name, SizeName: size,
		Default: option == 1,
	}
	if p.hasBarcodes {
		m.serial++
		it.Barcode = barcode(p.brand.company, m.serial%100_000)
	}
	if p.isPriced {
		it.Price = float64(int(p.price*100)) / 100
	}
	p.items = append(p.items, it)
}

func barcode(company string, serial int) string {
	return withCheckDigit(fmt.Sprintf("%s%05d", company, serial))
}

func withCheckDigit(digits string) string {
	sum := 0
	for i, d := range digits {
		if sum += int(d - '0'); (len(digits)-i)%2 == 1 {
			sum += 2 * int(d-'0')
		}
	}
	return digits + strconv.Itoa((10-sum%10)%10)
}

package suggest

import (
	"cmp"
	"slices"
	"strings"
)

const (
	// maxAffix is the longest prefix or suffix that is learnt, in letters.
	maxAffix = 6
	// minAffixed is how many SKUs must have an affix, at the least.
	minAffixed = 3
	// affixedShare is of how many SKUs one must have it: what chance makes of a
	// large catalogue is no habit.
	affixedShare = 2000
	// maxLearnt is from how many SKUs habits are learnt.
	maxLearnt = 200_000
)

// habits are how an account writes its SKUs and Codes, by folded affix.
type habits struct {
	// codePrefixes stand before what titles and SKUs write of a Code.
	codePrefixes map[string]int
	// skuPrefixes and skuSuffixes stand around the Code in a SKU.
	skuPrefixes, skuSuffixes map[string]int
	// written are the affixes as SKUs write them.
	written map[Affix]int
}

// learn finds the account's habits, and forgets the listings' SKUs.
func (ix *Index) learn(b *Builder) {
	codes := make([]uint64, 0, len(ix.items))
	for i := range ix.items {
		if code := fold(ix.texts.get(ix.items[i].code)); len(code) >= 4 {
			codes = append(codes, hash('k', code))
		}
	}
	slices.Sort(codes)
	ix.habits.written = map[Affix]int{}
	ix.learnSKUs(b, codes)
	tokens := b.tokens.drain()
	slices.Sort(tokens)
	ix.learnCodes(slices.Compact(tokens))
}

func (ix *Index) learnSKUs(b *Builder, codes []uint64) {
	prefixes, suffixes := map[string]int{}, map[string]int{}
	skus := b.skus.drain()
	every := uint64(1 + len(skus)/maxLearnt)
	known := func(folded string) bool {
		_, found := slices.BinarySearch(codes, hash('k', folded))
		return found
	}
	learnt := 0
	for _, place := range skus {
		sku := ix.texts.get(place)
		if hash('s', sku)%every != 0 {
			continue
		}
		learnt++
		folded := fold(sku)
		if known(folded) {
			continue
		}
		for n := 1; n <= maxAffix && n <= len(folded)-4; n++ {
			if known(folded[n:]) {
				ix.countWritten(prefixes, folded[:n], cutFolded(sku, n), true)
			}
			if known(folded[:len(folded)-n]) {
				ix.countWritten(suffixes, folded[len(folded)-n:], cutFoldedEnd(sku, n), false)
			}
		}
	}
	least := max(minAffixed, learnt/affixedShare)
	ix.habits.skuPrefixes = prune(prefixes, least, false)
	ix.habits.skuSuffixes = prune(suffixes, least, true)
	for affix, n := range ix.habits.written {
		if n < minAffixed || !ix.habits.has(affix) {
			delete(ix.habits.written, affix)
		}
	}
}

// countWritten counts an affix if it has a letter, or stands apart from the
// Code: digits beside digits are another number.
func (ix *Index) countWritten(counts map[string]int, folded, written string, prefix bool) {
	if written == "" || isDigits(written) {
		return
	}
	counts[folded]++
	ix.habits.written[Affix{Text: written, Prefix: prefix}]++
}

func (h *habits) has(a Affix) bool {
	if a.Prefix {
		return h.skuPrefixes[fold(a.Text)] > 0
	}
	return h.skuSuffixes[fold(a.Text)] > 0
}

// cutFolded is the beginning of a SKU up to after its nth letter or digit and
// the separators there; empty where letters outside ASCII make that unclear.
func cutFolded(sku string, n int) string {
	for i := range len(sku) {
		c := sku[i] | 0x20
		if sku[i] >= 0x80 {
			return ""
		}
		if isLetter(c) || isDigit(sku[i]) {
			if n == 0 {
				return sku[:i]
			}
			n--
		}
	}
	return sku
}

// cutFoldedEnd is the same from the end.
func cutFoldedEnd(sku string, n int) string {
	for i := len(sku) - 1; i >= 0; i-- {
		c := sku[i] | 0x20
		if sku[i] >= 0x80 {
			return ""
		}
		if isLetter(c) || isDigit(sku[i]) {
			if n == 0 {
				return sku[i+1:]
			}
			n--
		}
	}
	return sku
}

// learnCodes finds prefixes that Codes have where listings, or the product's
// name, have the rest alone: MAK of MAKDHR202Z.
func (ix *Index) learnCodes(tokens []uint64) {
	counts := map[string]int{}
	every := 1 + len(ix.products)/maxLearnt
	for p := range ix.products {
		if p%every != 0 {
			continue
		}
		code := fold(ix.texts.get(ix.items[ix.products[p].first].code))
		var named []model
		for n := 2; n <= 5 && n < len(code)-3 && isLetter(code[n-1]); n++ {
			rest := code[n:]
			if _, found := slices.BinarySearch(tokens, hash('k', rest)); found {
				counts[code[:n]]++
				continue
			}
			if named == nil {
				named = models(parts(ix.texts.get(ix.products[p].name)))
			}
			if slices.ContainsFunc(named, func(m model) bool { return len(rest) >= 5 && m.text == rest }) {
				counts[code[:n]]++
			}
		}
	}
	ix.habits.codePrefixes = prune(counts, minAffixed, false)
}

// prune keeps the affixes that are frequent and do not live off the votes of a
// shorter one, as MAKD does off those of MAK.
func prune(counts map[string]int, least int, suffix bool) map[string]int {
	kept := map[string]int{}
	for affix, n := range counts {
		if n >= least && !livesOffShorter(counts, affix, suffix) {
			kept[affix] = n
		}
	}
	return kept
}

func livesOffShorter(counts map[string]int, affix string, suffix bool) bool {
	for n := 1; n < len(affix); n++ {
		shorter := affix[:n]
		if suffix {
			shorter = affix[n:]
		}
		if counts[shorter] > 3*counts[affix] {
			return true
		}
	}
	return false
}

// core is a folded Code without a prefix that the account's Codes have.
func (h *habits) core(folded string) string {
	if len(folded) < 5 || !isLetter(folded[1]) || len(h.codePrefixes) == 0 {
		return folded
	}
	for n := min(5, len(folded)-3); n >= 2; n-- {
		if h.codePrefixes[folded[:n]] > 0 {
			return folded[n:]
		}
	}
	return folded
}

// Affixes returns the learnt prefixes and suffixes of the account's SKUs, the
// commonest first, with the number of listings added that have them.
func (ix *Index) Affixes(limit int) []Affix { return commonest(ix.habits.written, limit) }

// CountAffixes counts the prefixes and suffixes of first suggestions, the
// commonest first.
func CountAffixes(suggestions [][]Suggestion, limit int) []Affix {
	counts := map[Affix]int{}
	for _, of := range suggestions {
		if len(of) == 0 {
			continue
		}
		if of[0].Prefix != "" {
			counts[Affix{Text: of[0].Prefix, Prefix: true}]++
		}
		if of[0].Suffix != "" {
			counts[Affix{Text: of[0].Suffix}]++
		}
	}
	return commonest(counts, limit)
}

func commonest(counts map[Affix]int, limit int) []Affix {
	affixes := make([]Affix, 0, len(counts))
	for a, n := range counts {
		a.Count = n
		affixes = append(affixes, a)
	}
	slices.SortFunc(affixes, func(a, b Affix) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(a.Text, b.Text), byPrefix(a)-byPrefix(b))
	})
	return affixes[:min(limit, len(affixes))]
}

func byPrefix(a Affix) int {
	if a.Prefix {
		return 0
	}
	return 1
}

package suggest

import "strings"

// codeLike says whether a word may be a model number or a Code: it has a digit,
// is long enough, and is no measure.
func codeLike(w string) bool {
	if len(w) < 4 || len(w) > 24 || !hasDigit(w) || strings.Contains(w, ".") {
		return false
	}
	if isDigits(w) {
		return len(w) >= 5
	}
	_, unit := measure(w)
	return unit == ""
}

// head returns the letters that w begins with and the digits after them, if
// letters follow: dhr242 of dhr242rtj. It is empty if there is no ending, or if
// what is left says too little.
func head(w string) string {
	letters := 0
	for letters < len(w) && isLetter(w[letters]) {
		letters++
	}
	end := letters
	for end < len(w) && isDigit(w[end]) {
		end++
	}
	switch {
	case end == len(w):
		return ""
	case letters > 0 && end-letters >= 2 && end >= 4, letters == 0 && end >= 5:
		return w[:end]
	}
	return ""
}

// headOrAll is the head of w, or w where it has no ending.
func headOrAll(w string) string {
	if h := head(w); h != "" {
		return h
	}
	return w
}

// model is a model number that a text names.
type model struct {
	text string
	// weight is 1, or less for what comes after "with": an accessory's.
	weight float32
}

// maxModels bounds what a text can cost.
const maxModels = 24

// models finds the model numbers of a text: words with digits, and neighbours
// that a hyphen, a point or a blank has parted (F3H982-10, DW 088 K).
func models(ps []part) []model {
	var found []model
	add := func(text string, weight float32) {
		for i := range found {
			if found[i].text == text {
				return
			}
		}
		if codeLike(text) && len(found) < maxModels {
			found = append(found, model{text, weight})
		}
	}
	weight := float32(1)
	for i, p := range ps {
		if i >= 2 && startsAccessories(p.text) {
			weight = 0.35
		}
		add(p.text, weight)
		joined, digits := p.text, hasDigit(p.text)
		for j := i + 1; j < len(ps) && j < i+4; j++ {
			next := ps[j]
			if isPlainWord(p.text) || isPlainWord(next.text) || !next.joined && !splitModel(ps[j-1].text, next.text, j > i+1) {
				break
			}
			joined += next.text
			if digits = digits || hasDigit(next.text); digits {
				add(joined, weight)
			}
		}
	}
	return found
}

// splitModel says whether two words with a blank between them may be one model
// number: few letters then digits, or after such a pair a few letters.
func splitModel(a, b string, afterPair bool) bool {
	if hasDigit(a) {
		return afterPair && len(b) <= 3 && !hasDigit(b)
	}
	if a == "and" || a == "for" || a == "the" || a == "of" || len(a) > 3 || len(b) < 3 || len(b) > 6 || !isDigit(b[0]) {
		return false
	}
	_, unit := measure(plainWord(b))
	return unit == "" || unit == "#"
}

// isPlainWord says whether w is a word of a language and no piece of a model
// number: 6-device is none.
func isPlainWord(w string) bool { return len(w) > 4 && !hasDigit(w) }

func startsAccessories(w string) bool {
	switch w {
	case "with", "plus", "including", "includes", "incl", "complete", "mit", "avec", "con":
		return true
	}
	return false
}

package suggest

import (
	"strconv"
	"strings"
)

// valueForms are the ways in which titles write a value of an option, each as
// words with blanks between.
func valueForms(words string) []string {
	switch words {
	case "xs", "x small", "extra small", "xsmall":
		return []string{"xs", "x small", "extra small", "xsmall"}
	case "s", "small", "sm":
		return []string{"s", "small", "sml", "sm"}
	case "m", "medium", "med":
		return []string{"m", "medium", "med"}
	case "l", "large", "lg":
		return []string{"l", "large", "lrg", "lge", "lg"}
	case "xl", "x large", "extra large", "xlarge":
		return []string{"xl", "x large", "extra large", "xlarge"}
	case "2xl", "xxl", "xx large", "xxlarge":
		return []string{"2xl", "xxl", "xx large", "xxlarge", "2x large"}
	case "3xl", "xxxl", "xxx large":
		return []string{"3xl", "xxxl", "xxx large", "xxxlarge", "3x large"}
	case "4xl", "xxxxl":
		return []string{"4xl", "xxxxl", "xxxx large", "4x large"}
	case "grey", "gray":
		return []string{"grey", "gray"}
	case "one size", "os", "onesize":
		return []string{"one size", "onesize"}
	}
	return []string{words}
}

// value is one value of an option or a size's name, such as a colour.
type value struct {
	// text is as the catalogue writes it.
	text string
	// forms are split into words.
	forms [][]string
	// packed are the forms without blanks.
	packed []string
}

// maxValues is how many values of an option are looked at, its size included.
const maxValues = 4

// optionValues splits an option's name, as in Red / Long.
func optionValues(name string) []value {
	var values []value
	for _, text := range strings.Split(name, " / ") {
		if text = strings.TrimSpace(text); text != "" && len(values) < maxValues-1 {
			values = append(values, newValue(text))
		}
	}
	return values
}

func newValue(text string) value {
	v := value{text: text}
	forms := valueForms(strings.Join(partTexts(text), " "))
	if n := packOf(words(text)); n > 1 {
		count := strconv.Itoa(n)
		forms = append(forms, "pack of "+count, count+" pack", count+"pk", "pk"+count)
		v.packed = append(v.packed, count)
	}
	for _, form := range forms {
		if fields := strings.Fields(form); len(fields) > 0 {
			v.forms = append(v.forms, fields)
			v.packed = append(v.packed, strings.Join(fields, ""))
		}
	}
	return v
}

// in says how many words of the value's longest form stand together among the
// words of a title; 0 if none does.
func (v *value) in(title []string) int {
	best := 0
	for _, form := range v.forms {
		if len(form) > best && containsWords(title, form) {
			best = len(form)
		}
	}
	return best
}

func containsWords(title, form []string) bool {
	for i := 0; i+len(form) <= len(title); i++ {
		k := 0
		for k < len(form) && sameWord(title[i+k], form[k]) {
			k++
		}
		if k == len(form) {
			return true
		}
	}
	return false
}

// sameWord lets a title write the plural.
func sameWord(a, b string) bool {
	return a == b || len(b) > 3 && len(a) == len(b)+1 && a[len(b)] == 's' && a[:len(b)] == b
}

// shortens says whether t may be a short form of the value, as BLK of Black:
// its letters stand in the value in that order, the first one first.
func (v *value) shortens(t string) bool {
	for _, form := range v.packed {
		if t == form || len(t) >= 2 && len(t) < len(form) && t[0] == form[0] && !isDigit(t[0]) && isSubsequence(t, form) {
			return true
		}
	}
	return false
}

func isSubsequence(t, of string) bool {
	i := 0
	for j := 0; j < len(of) && i < len(t); j++ {
		if of[j] == t[i] {
			i++
		}
	}
	return i == len(t)
}

// spells says whether rest is short forms of the values, one after the other.
func spells(rest string, values []value) bool {
	if len(values) == 0 {
		return rest == ""
	}
	for _, lead := range [...]string{"", "uk", "us", "eu", "sz", "size"} {
		r, found := strings.CutPrefix(rest, lead)
		if !found {
			continue
		}
		for n := 1; n <= len(r); n++ {
			if values[0].shortens(r[:n]) && spells(r[n:], values[1:]) {
				return true
			}
		}
	}
	return false
}

// isColour says whether a word of a title or name is a colour.
func isColour(w string) bool {
	switch w {
	case "black", "white", "blue", "navy", "red", "green", "grey", "gray", "pink", "yellow", "purple", "orange", "brown",
		"beige", "silver", "gold", "teal", "ivory", "charcoal", "cream", "tan", "turquoise", "violet", "magenta", "cyan",
		"burgundy", "khaki", "olive", "lime", "graphite", "bronze", "copper", "chrome", "champagne", "aqua", "maroon":
		return true
	}
	return false
}

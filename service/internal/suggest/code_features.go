package suggest

import "strings"

// itemCode is an item's Code, folded, without a prefix of the account's Codes,
// and without its ending.
type itemCode struct{ folded, core, head string }

// compareSKU compares the SKU with the Code.
func compareSKU(q *query, code *itemCode, b *features) {
	s := &q.sku
	if code.folded == "" || s.body == "" {
		return
	}
	b[fCodeLength] = float32(min(max(len(code.folded)-len(s.body), len(s.body)-len(code.folded)), 12)) / 12
	switch {
	case code.folded == s.folded || code.folded == s.body:
		b[fCode] = 1
		return
	case strings.TrimLeft(code.folded, "0") == strings.TrimLeft(s.body, "0"):
		b[fCodeZeros] = 1
		return
	}
	compareRuns(s, code, b)
	if len(s.body) >= 4 && len(code.folded) >= 4 {
		compareSlips(s, code, b)
	}
}

func compareRuns(s *querySKU, code *itemCode, b *features) {
	for i := range s.runs {
		r := &s.runs[i]
		if r.text == code.folded || r.text == code.core {
			whole := float32(len(r.text)) / float32(len(s.body))
			says := whole * (0.6 + float32(min(len(r.text), 8))/20)
			if r.text != code.folded {
				says *= 0.9
			}
			if says > b[fCodeRun] {
				b[fCodeRun] = says
				b[fCodeFirst] = one(r.first)
			}
			continue
		}
		b[fCodePrefix] = max(b[fCodePrefix], beginning(r, code))
	}
}

// beginning is how much of the Code a part of the SKU is the beginning of.
func beginning(r *run, code *itemCode) float32 {
	says := float32(0)
	switch {
	case len(r.core) >= 4 && len(r.core) < len(code.core) && strings.HasPrefix(code.core, r.core):
		says = float32(len(r.core)) / float32(len(code.core))
	case code.head != "" && len(r.core) > len(code.head) && strings.HasPrefix(r.core, code.head):
		says = 0.7 * float32(len(code.head)) / float32(len(code.core))
	}
	if !r.first {
		says *= 0.6
	}
	return says
}

func compareSlips(s *querySKU, code *itemCode, b *features) {
	b[fCodeLike] = likeness(s.body, code.folded)
	if b[fCodeLike] < 0.25 {
		return
	}
	texts := [2]string{s.body, s.folded}
	for i, text := range texts {
		if i == 1 && text == s.body {
			break
		}
		if d := distance(text, code.folded); d <= maxDistance {
			longest := max(len(text), len(code.folded))
			b[fCodeSlip] = max(b[fCodeSlip], 1-2.2*float32(d)/float32(longest))
		}
	}
}

// compareStyle looks for the product's Code in the SKU, and the option's values
// in short behind it.
func compareStyle(q *query, v *productView, values []value, b *features) {
	if !v.hasStyle {
		return
	}
	b[fStyle] = 1
	if len(values) == 0 || v.rest == "" {
		return
	}
	if spells(v.rest, values) {
		b[fStyleValues] = 1
		return
	}
	hits := 0
	for i := range values {
		for _, p := range q.sku.parts {
			if values[i].shortens(p) {
				hits++
				break
			}
		}
	}
	b[fStyleValues] = 0.5 * float32(hits) / float32(len(values))
	b[fStyleOther] = one(hits == 0)
}

// compareTitleCode looks for the Code among the title's model numbers, and for
// the digits that the Code is made of.
func compareTitleCode(q *query, code *itemCode, b *features) {
	if code.folded == "" {
		return
	}
	for i := range q.models {
		m := &q.models[i]
		switch {
		case m.text == code.folded || m.core == code.core:
			b[fTitleCode] = max(b[fTitleCode], m.weight)
		case len(m.core) >= 4 && strings.HasPrefix(code.core, m.core):
			b[fTitleCodePrefix] = max(b[fTitleCodePrefix], m.weight*float32(len(m.core))/float32(len(code.core)))
		case m.head != m.core && strings.HasPrefix(code.core, m.head):
			b[fTitleCodePrefix] = max(b[fTitleCodePrefix], 0.8*m.weight*float32(len(m.head))/float32(len(code.core)))
		}
	}
	b[fCodeDigits] = codeDigits(q.digits, code.core)
}

// codeDigits is the share of the Code's numbers that the title has: ABSS1638
// and 16 x 38mm.
func codeDigits(digits []string, code string) float32 {
	if len(digits) == 0 {
		return 0
	}
	runs, found := 0, 0
	for i := 0; i < len(code); {
		if !isDigit(code[i]) {
			i++
			continue
		}
		j := i
		for j < len(code) && isDigit(code[j]) {
			j++
		}
		if j-i >= 2 {
			runs++
			for _, d := range digits {
				if d == code[i:j] || len(d)+1 == j-i && code[i] == '0' && d == code[i+1:j] {
					found++
					break
				}
			}
		}
		i = j
	}
	if runs == 0 {
		return 0
	}
	return float32(found) / float32(runs)
}

// compareEnding looks for the same model with another ending: DTD153RTJ is not
// DTD153Z.
func compareEnding(q *query, code *itemCode, b *features) {
	if code.head == "" || b[fCode] > 0 {
		return
	}
	ending := code.core[len(code.head):]
	same, other := false, false
	look := func(core string) {
		rest, found := strings.CutPrefix(core, code.head)
		if !found || rest == "" || isDigit(rest[0]) {
			return
		}
		same = same || rest == ending
		other = other || !strings.HasPrefix(rest, ending) && !strings.HasPrefix(ending, rest)
	}
	for i := range q.models {
		look(q.models[i].core)
	}
	for i := range q.sku.runs {
		look(q.sku.runs[i].core)
	}
	b[fEndingOther] = one(other && !same)
}

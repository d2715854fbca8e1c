package suggest

import (
	"slices"
)

func (f *finder) compareWords(q *query, v *productView) {
	shared, all := float32(0), float32(0)
	neighbours, lastPlace := 0, -2
	// The index has the name's words in this order, each once.
	ids := f.ix.words.of(v.place)
	for i, w := range v.words {
		if slices.Contains(v.words[:i], w) {
			continue
		}
		id := ids[0]
		ids = ids[1:]
		idf := f.ix.words.idf[id]
		all += idf
		place := q.placeOf(id)
		switch {
		case place >= 0:
			shared += idf
			if place == lastPlace+1 {
				neighbours++
			}
		case q.hasJoined(v.words, i):
			shared += idf
		default:
			shared += idf * q.beginsLike(w, i == len(v.words)-1 && len(v.name) >= 28)
		}
		if lastPlace = place; place < 0 {
			lastPlace = -2
		}
	}
	b := &v.base
	b[fNameCover] = shared / (all + 1)
	b[fTitleCover] = shared / (q.idf + 1)
	b[fCovers] = min(b[fNameCover], b[fTitleCover])
	b[fShared] = min(shared/30, 1.5)
	b[fLetters] = q.letters.likeness(v.words)
	if len(v.words) > 1 {
		b[fNeighbours] = float32(neighbours) / float32(len(v.words)-1)
	}
	if brand := f.ix.texts.get(f.ix.products[v.place].brand); brand != "" && len(q.title) > 0 {
		b[fBrand] = 2*one(containsWords(q.title, partTexts(brand))) - 1
	}
}

// placeOf is where the title has a word of the index, or -1.
func (q *query) placeOf(id uint32) int {
	for i := range q.words {
		if q.words[i].id == id && q.words[i].known {
			return i
		}
	}
	return -1
}

// place is where the title has a word, or -1.
func (q *query) place(word string) int {
	for i := range q.words {
		if q.words[i].text == word {
			return i
		}
	}
	return -1
}

// hasJoined says whether the title writes the word at i and a neighbour as one
// word, or the word as two: printshop and print shop.
func (q *query) hasJoined(name []string, i int) bool {
	w := name[i]
	for k := range q.words {
		t := q.words[k].text
		switch {
		case len(t) > len(w):
			before, after := i > 0 && len(t) == len(w)+len(name[i-1]), i+1 < len(name) && len(t) == len(w)+len(name[i+1])
			if before && t == name[i-1]+w || after && t == w+name[i+1] {
				return true
			}
		case k+1 < len(q.words) && len(w) == len(t)+len(q.words[k+1].text):
			if w == t+q.words[k+1].text {
				return true
			}
		}
	}
	return false
}

// beginsLike is from 0 to 1: how much it counts that a word of the title and w
// are the same but that one is cut short, as upgrad is. The last word of a long
// name is often cut.
func (q *query) beginsLike(w string, cut bool) float32 {
	if hasDigit(w) && !cut {
		return 0
	}
	best := float32(0)
	for i := range q.words {
		t := q.words[i].text
		short := min(len(w), len(t))
		if short < 2 || w[:short] != t[:short] {
			continue
		}
		switch {
		case cut && short == len(w), short >= 4:
			best = max(best, 0.7)
		case short == 3:
			best = max(best, 0.5)
		}
	}
	return best
}

// compareColours compares the colours that title and name say.
func compareColours(q *query, v *productView) {
	for _, w := range v.words {
		if !isColour(w) {
			continue
		}
		if q.place(w) >= 0 {
			v.base[fColour] = 1
		} else if len(q.colours) > 0 {
			v.base[fColourOther] = 1
		}
	}
}

// compareNumbers compares measures, and numbers without a unit.
func (f *finder) compareNumbers(q *query, v *productView) {
	measures, numbers := 0, 0
	var same, other [2]float32
	for _, w := range v.words {
		number, unit := measure(w)
		if unit == "" {
			continue
		}
		bare := 0
		if unit == "#" {
			bare = 1
			numbers++
		} else {
			measures++
		}
		agrees, differs := q.compareQuantity(number, unit)
		same[bare] += agrees
		other[bare] += differs
	}
	if measures > 0 {
		v.base[fMeasure] = same[0] / float32(measures)
		v.base[fMeasureOther] = other[0] / float32(measures)
	}
	if numbers > 0 {
		v.base[fNumber] = same[1] / float32(numbers)
		v.base[fNumberOther] = other[1] / float32(numbers)
	}
}

func (q *query) compareQuantity(number, unit string) (agrees, differs float32) {
	for _, m := range q.measures {
		switch {
		case m.number == number && m.unit == unit:
			return 1, 0
		case m.number == number && (m.unit == "#" || unit == "#"):
			agrees = 0.7
		case m.unit == unit:
			differs = 1
		}
	}
	if agrees > 0 {
		differs = 0
	}
	return agrees, differs
}

func (f *finder) compareModels(q *query, v *productView) {
	of := f.ix.models[f.ix.modelsAt[v.place]:f.ix.modelsAt[v.place+1]]
	b := &v.base
	for i := range q.models {
		m := &q.models[i]
		for _, h := range of {
			switch {
			case h.whole == m.hash.whole:
				b[fModel] = max(b[fModel], m.weight)
			case h.head == m.hash.head:
				b[fModelHead] = max(b[fModelHead], m.weight)
				b[fModelOther] = max(b[fModelOther], one(m.head != m.core))
			}
		}
	}
	if b[fModel] > 0 {
		b[fModelOther] = 0
	}
	b[fModelMissing] = one(len(q.models) > 0 && len(of) > 0 && b[fModel]+b[fModelHead] == 0)
}

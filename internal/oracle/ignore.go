package oracle

import (
	"strings"
	"time"
	"unicode/utf8"

	"omnimap/model"
)

// IgnoreRequest names listings by their SKUs, their families, or a condition;
// the one that is given is not nil.
type IgnoreRequest struct {
	SKUs, FamilySKUs []string
	Passes           func(ListingDump, StatusRow) bool
	TakeBack         bool
	Note             *string
}

// IgnoreResult is the outcome of ignoring. Operation is zero where nothing
// changed.
type IgnoreResult struct {
	Operation int
	Changed   int
	Rejected  []Rejected
}

// Ignore ignores listings that are not mapped, or takes that back. DOMAIN
// "Ignoring": a mapped one is refused (ALREADY_MAPPED); a SKU that is not there
// is UNKNOWN_SKU, a family NOT_FOUND.
//
// Silent: taking back refuses nothing that there is.
func (st *State) Ignore(integration string, request IgnoreRequest, now time.Time) (IgnoreResult, error) {
	if request.Note != nil && (!utf8.ValidString(*request.Note) || strings.Contains(*request.Note, "\x00") || utf8.RuneCountInString(strings.TrimSpace(*request.Note)) > 2000) {
		return IgnoreResult{}, &UserError{model.CodeInvalid, "the note is too long, or cannot be stored"}
	}
	in, err := st.find(integration)
	if err != nil {
		return IgnoreResult{}, err
	}
	st.tick(now)
	chosen, rejected := st.chooseListings(in, request)
	var res IgnoreResult
	for _, c := range chosen {
		switch {
		case request.TakeBack:
			if in.isIgnored(c.SKU) {
				delete(in.ignored, c.SKU)
				res.Changed++
			}
		case mappingOf(in.mappings, c.SKU) != nil:
			rejected = append(rejected, Rejected{Row: c.Row, SKU: c.SKU, Code: model.CodeAlreadyMapped})
		case in.ignore(c.SKU, request.Note):
			res.Changed++
		}
	}
	sortByRow(rejected)
	res.Rejected = rejected
	if res.Changed > 0 {
		res.Operation = st.record(operation{kind: KindIgnore, integration: in})
	}
	return res, nil
}

// chooseListings gives the listings that are named, each once with its first
// row, in the order of the rows and SKUs, and rejects names of nothing.
//
// Silent: the row of a listing that a condition lets pass is its place among
// those.
func (st *State) chooseListings(in *integration, request IgnoreRequest) (chosen, rejected []Rejected) {
	seen := map[string]bool{}
	choose := func(row int, l *listing) {
		if !seen[l.sku] {
			seen[l.sku] = true
			chosen = append(chosen, Rejected{Row: row, SKU: l.sku})
		}
	}
	reject := func(row int, sku string, ok bool, code model.ErrorCode) {
		if !ok {
			code = model.CodeInvalid
		}
		rejected = append(rejected, Rejected{Row: row, SKU: sku, Code: code})
	}
	for i, incoming := range request.SKUs {
		sku, ok := cleanKey(incoming)
		if l := in.listing(sku); ok && l != nil {
			choose(i+1, l)
		} else {
			reject(i+1, sku, ok, model.CodeUnknownSKU)
		}
	}
	for i, incoming := range request.FamilySKUs {
		family, ok := cleanKey(incoming)
		members := in.familyOf(family)
		if !ok || len(members) == 0 {
			reject(i+1, family, ok, model.CodeNotFound)
		}
		for _, l := range sortedListings(in) {
			if ok && l.family() == family {
				choose(i+1, l)
			}
		}
	}
	if request.Passes != nil {
		statuses, row := st.Statuses(in.name), 0
		for _, l := range st.Listings(in.name) {
			if request.Passes(l, statuses[l.SKU]) {
				row++
				choose(row, in.listing(l.SKU))
			}
		}
	}
	return chosen, rejected
}

// ignore ignores a listing and reports whether that changed anything.
//
// Silent: one that is ignored already gets the note, if one is given; an empty
// one clears it.
func (in *integration) ignore(sku string, note *string) bool {
	before, was := in.ignored[sku]
	after := before
	if note != nil {
		after = strings.TrimSpace(*note)
	}
	in.ignored[sku] = after
	return !was || after != before
}

func (in *integration) isIgnored(sku string) bool {
	_, ok := in.ignored[sku]
	return ok
}

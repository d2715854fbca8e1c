package oracle

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"omnimap/model"
)

// CustomRow is a pair of a SKU and a Cin7 Code, or a target that is named by its
// id: an option or a size. Row is its number in the file or its place in the list.
type CustomRow struct {
	Row          int
	SKU          string
	Code         *string
	Option, Size *TargetDesc
}

// CustomSummary counts what a batch of custom mappings did.
type CustomSummary struct{ RowsRead, ProductOptionsMapped, Blank, Rejected int }

// CustomResult is the outcome of a batch of custom mappings. Operation is zero
// where nothing was done: a dry run, or an atomic batch with a failed row.
type CustomResult struct {
	Operation int
	Summary   CustomSummary
	Rejected  []Rejected
}

// ApplyCustom maps the pairs. The rows are those that were read: in a
// file, rows with neither SKU nor Code are left out by the caller.
func (st *State) ApplyCustom(integration string, rows []CustomRow, atomic, allowMappable, dryRun bool, now time.Time) (CustomResult, error) {
	in, err := st.findEnabled(integration)
	if err != nil {
		return CustomResult{}, err
	}
	at := st.tick(now)
	c := st.checkPairs(in, in.mappings, rows, allowMappable)
	res := CustomResult{Rejected: c.rejected}
	res.Summary = CustomSummary{RowsRead: len(rows), Blank: c.blank, Rejected: len(c.rejected)}
	// DOMAIN "Custom mappings": with atomic set, one failed row means that
	// nothing is mapped.
	if atomic && len(c.rejected) > 0 {
		return res, nil
	}
	res.Summary.ProductOptionsMapped = len(c.passed)
	if dryRun {
		return res, nil
	}
	for _, m := range c.passed {
		st.add(in, m, at)
	}
	res.Operation = st.record(operation{kind: KindCustom, integration: in, created: len(c.passed)})
	return res, nil
}

// checkedPairs are the mappings to make of the pairs that passed, not yet
// numbered, and the rejected ones, both in the order of the rows.
type checkedPairs struct {
	passed   []*mapping
	rejected []Rejected
	blank    int
}

// checkPairs checks pairs on a state of the mappings. DOMAIN "Custom
// mappings": the first check that fails is the row's error, and all are checked
// on the state before the batch.
func (st *State) checkPairs(in *integration, mappings []*mapping, rows []CustomRow, allowMappable bool) checkedPairs {
	keys := st.keys()
	decisions := st.decide(in, mappings, taken{})
	pairs, blank := trimPairs(rows)
	errs := make([]model.ErrorCode, len(pairs))
	matches := make([]match, len(pairs))
	for i, p := range pairs {
		matches[i] = st.named(keys, p)
		errs[i] = checkPair(in, mappings, decisions, pairs, i, matches[i], allowMappable)
	}
	// DUPLICATE_CODE (another row that passed all of the above names the same
	// target: all of them fail)
	duplicate := make([]bool, len(pairs))
	for i := range pairs {
		for j := range pairs {
			if i != j && errs[i] == "" && errs[j] == "" && matches[i].targets[0] == matches[j].targets[0] {
				duplicate[i] = true
			}
		}
	}
	out := checkedPairs{blank: blank}
	for i, p := range pairs {
		if duplicate[i] {
			errs[i] = model.CodeDuplicateCode
		}
		if errs[i] == "" {
			out.passed = append(out.passed, &mapping{
				sku: p.sku, target: matches[i].targets[0], level: matches[i].level(), source: SourceCustom,
			})
			continue
		}
		out.rejected = append(out.rejected, Rejected{
			Row: p.row, SKU: p.sku, Cin7Code: p.code, Code: errs[i],
			Damaged: errs[i] == model.CodeUnknownCode && looksDamaged(p.code),
		})
	}
	return out
}

// trimmedPair is a pair that is not blank.
type trimmedPair struct {
	row          int
	sku, code    string
	option, size *TargetDesc
	valid        bool
}

// trimPairs sets aside the blank pairs. DOMAIN "Custom mappings": a pair
// without a Code is blank, not wrong. A list may name the target by its id
// instead; more than one of the three (an empty Code counts as not given) is
// INVALID.
func trimPairs(rows []CustomRow) (pairs []trimmedPair, blank int) {
	for _, r := range rows {
		given, named := "", 0
		if r.Code != nil {
			given = *r.Code
		}
		for _, is := range []bool{strings.TrimSpace(given) != "", r.Option != nil, r.Size != nil} {
			if is {
				named++
			}
		}
		if named == 0 {
			blank++
			continue
		}
		sku, skuOK := cleanKey(r.SKU)
		code, codeOK := cleanKey(given)
		pairs = append(pairs, trimmedPair{r.Row, sku, code, r.Option, r.Size, skuOK && codeOK && named == 1})
	}
	return pairs, blank
}

// named is what a pair names. DOMAIN "Custom mappings": a Code is looked up
// among the Codes, never the Barcodes; by an id UNKNOWN_CODE means that nothing
// has that id.
//
// Silent: its level is that of the item.
func (st *State) named(keys []key, p trimmedPair) match {
	id, rank := p.size, 1
	if p.option != nil {
		id, rank = p.option, 2
	}
	if id == nil {
		return lookup(keys, p.code, lastCodeRank)
	}
	for _, t := range st.targets() {
		if st.describe(t) == *id && (t.size != nil) == (rank == 1) {
			return match{rank, []target{t}}
		}
	}
	return match{}
}

// checkPair returns the first error of the ith pair but DUPLICATE_CODE, or none.
func checkPair(in *integration, mappings []*mapping, decisions map[string]decision, pairs []trimmedPair, i int, m match, allowMappable bool) model.ErrorCode {
	p := pairs[i]
	again := 0
	for _, other := range pairs {
		if other.valid && other.sku == p.sku {
			again++
		}
	}
	l := in.listing(p.sku)
	switch {
	case !p.valid:
		return model.CodeInvalid
	case p.sku != "" && again > 1:
		return model.CodeDuplicateSKU
	case l == nil:
		return model.CodeUnknownSKU
	case familyMapped(in, mappings, l.family()):
		return model.CodeAlreadyMapped
	case decisions[p.sku].status == Mappable && !allowMappable:
		return model.CodeProductIsMappable
	case len(m.targets) == 0:
		return model.CodeUnknownCode
	case len(m.targets) > 1:
		return model.CodeAmbiguousCode
	case productMapped(mappings, m.targets[0].product):
		return model.CodeOmniProductMapped
	}
	return ""
}

var (
	scientific  = regexp.MustCompile(`^[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+$`)
	excelErrors = []string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"}
)

// looksDamaged says whether an unknown Code looks like a spreadsheet's damage.
// DOMAIN "Custom mappings": 1.08E+89 or #N/A.
func looksDamaged(code string) bool {
	return scientific.MatchString(code) || slices.Contains(excelErrors, strings.ToUpper(code))
}

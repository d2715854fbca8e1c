package oracle

import (
	"slices"
	"time"

	"omnimap/model"
)

// DeleteDownloadedResult is the outcome of deleting downloaded products. Refused
// are the entries that cannot be deleted, by their places from 0.
type DeleteDownloadedResult struct {
	Operation int
	Deleted   int
	Refused   map[int]model.ErrorCode
}

// DeleteDownloaded deletes downloaded products, described by their references.
// DOMAIN "Viewing and deleting": products made by a download that no load has
// brought since can be deleted again, with their mappings, as one operation.
//
// Silent: mappings of every integration go; what can be deleted is, and a
// product that a load has brought is TAKEN. It does not need Products turned on.
func (st *State) DeleteDownloaded(integration string, references []string, now time.Time) (DeleteDownloadedResult, error) {
	in, err := st.find(integration)
	if err != nil {
		return DeleteDownloadedResult{}, err
	}
	res := DeleteDownloadedResult{Refused: map[int]model.ErrorCode{}}
	var gone []*product
	for i, reference := range references {
		at := slices.IndexFunc(st.products, func(p *product) bool { return st.referenceOf(p) == reference })
		switch {
		case at < 0:
			res.Refused[i] = model.CodeNotFound
		case !st.products[at].downloaded:
			res.Refused[i] = model.CodeTaken
		case !slices.Contains(gone, st.products[at]):
			gone = append(gone, st.products[at])
		}
	}
	if res.Deleted = len(gone); res.Deleted == 0 {
		return res, nil
	}
	st.tick(now)
	op := operation{kind: KindDeleteDownloaded, integration: in}
	for _, p := range gone {
		deleted := deletedProduct{product: p, was: *p}
		deleted.was.options = slices.Clone(p.options)
		for _, o := range p.options {
			deleted.options = append(deleted.options, *o)
		}
		op.products = append(op.products, deleted)
	}
	st.products = slices.DeleteFunc(st.products, func(p *product) bool { return slices.Contains(gone, p) })
	op.deleted = st.deleteDangling()
	res.Operation = st.record(op)
	return res, nil
}

// restoreProducts makes the products that an operation deleted again, in the
// order of their Codes, and gives those whose Code another product has. They are
// what they were, also if a load has brought and removed them since.
func (st *State) restoreProducts(op *operation, after int) (rejected []Rejected) {
	var missing []deletedProduct
	for _, d := range op.products {
		if !slices.Contains(st.products, d.product) {
			missing = append(missing, d)
		}
	}
	slices.SortFunc(missing, func(a, b deletedProduct) int {
		if a.was.code < b.was.code {
			return -1
		}
		return 1
	})
	for i, d := range missing {
		if slices.ContainsFunc(st.products, func(p *product) bool { return p.code == d.was.code }) {
			rejected = append(rejected, Rejected{Row: after + i + 1, Cin7Code: d.was.code, Code: model.CodeTaken})
			continue
		}
		options := slices.Clone(d.was.options)
		*d.product = d.was
		d.product.options, d.product.replacedBy = options, nil
		for n, o := range options {
			*o = d.options[n]
			o.replacedBy = nil
		}
		st.products = append(st.products, d.product)
	}
	return rejected
}

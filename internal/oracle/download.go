package oracle

import (
	"time"

	"omnimap/model"
)

// DownloadResult is what a download answers.
type DownloadResult struct {
	Operation           int
	OmniProductsCreated int
	MappingsCreated     int
	Rejected            []Rejected
}

// Download makes an Omni product of each family that can be, and maps it.
// DOMAIN "Downloading new products": the families that can be are done; a
// download is not an import.
//
// Silent: a refused family's Row is its place in the list, from 1. A family
// that is named again, after the first time, is DUPLICATE_SKU. An unknown one
// is NOT_FOUND, and a SKU that could be none is INVALID.
func (w *World) Download(integration string, familySKUs []string, now time.Time) (DownloadResult, error) {
	in, err := w.findEnabled(integration)
	if err != nil {
		return DownloadResult{}, err
	}
	at := w.tick(now)
	var res DownloadResult
	seen := map[string]bool{}
	for i, given := range familySKUs {
		family, ok := cleanKey(given)
		code := w.checkDownload(in, family)
		switch {
		case !ok:
			code = model.CodeInvalid
		case seen[family]:
			code = model.CodeDuplicateSKU
		}
		seen[family] = seen[family] || ok
		if code != "" {
			res.Rejected = append(res.Rejected, Rejected{Row: i + 1, SKU: family, Code: code})
			continue
		}
		res.OmniProductsCreated++
		res.MappingsCreated += w.download(in, family, at)
	}
	res.Operation = w.record(operation{kind: KindDownload, integration: in.name, created: res.MappingsCreated})
	return res, nil
}

// checkDownload says why a family cannot be downloaded. DOMAIN "Downloading
// new products": a family whose sellable listings (all but a parent) are all
// UNMAPPABLE with NO_MATCH can be. Any other family is refused with
// NOT_DOWNLOADABLE, or TAKEN where the family's SKU already is a Code.
//
// Silent: TAKEN goes before NOT_DOWNLOADABLE. A family of parents only has
// nothing to sell and is NOT_DOWNLOADABLE.
func (w *World) checkDownload(in *integration, family string) model.ErrorCode {
	if len(in.familyOf(family)) == 0 {
		return model.CodeNotFound
	}
	if len(lookup(w.keys(), family, lastCodeRank).targets) > 0 {
		return model.CodeTaken
	}
	sellable := in.sellable(family)
	verdicts := w.judge(in, in.mappings, taken{})
	for _, l := range sellable {
		if verdicts[l.sku].reason != NoMatch {
			return model.CodeNotDownloadable
		}
	}
	if len(sellable) == 0 {
		return model.CodeNotDownloadable
	}
	return ""
}

// sellable gives a family's listings but for parents, in the order of their
// SKUs. DOMAIN "The two catalogues": a parent is a listing whose SKU some other
// listing names as its parent, so a variation can be one.
func (in *integration) sellable(family string) []*listing {
	var list []*listing
	for _, l := range sortedListings(in) {
		if l.family() == family && !in.isParent(l.sku) {
			list = append(list, l)
		}
	}
	return list
}

// download makes the product and its mappings, and says how many. DOMAIN
// "Downloading new products": Code = the family's SKU; an option for each
// variation, Code = its SKU, or one default option where there are no
// variations; mapped at once: level product option, field code, source
// download. A parent is not itself mapped.
//
// Silent: the options stand in the order of their SKUs; a variation that is
// itself a parent is not sellable and gets none. The product's name is the
// title of the listing with the family's SKU, else of its first option's; an
// option's is its listing's title. There is no Barcode, price, cost or stock.
func (w *World) download(in *integration, family string, at time.Time) int {
	sellable := in.sellable(family)
	p := &product{id: w.newID(), downloaded: true, code: family, name: sellable[0].title}
	if l := in.listing(family); l != nil {
		p.name = l.title
	}
	w.products = append(w.products, p)
	for _, l := range sellable {
		o := &option{item: item{id: w.newID(), code: l.sku, name: l.title}}
		p.options = append(p.options, o)
		w.add(in, &mapping{
			sku: l.sku, target: target{product: p, option: o},
			level: LevelProductOption, field: FieldCode, source: SourceDownload,
		}, at)
	}
	return len(sellable)
}

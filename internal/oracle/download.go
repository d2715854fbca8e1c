package oracle

import (
	"slices"
	"time"

	"omnimap/model"
)

// DownloadResult is the outcome of a download.
type DownloadResult struct {
	Operation           int
	OmniProductsCreated int
	MappingsCreated     int
	Downloadable        int
	Rejected            []Rejected
}

// Download makes an Omni product of each family that can be, and maps it.
// DOMAIN "Downloading new products": the families that can be are done; a
// download is not an import. With all, those are all that can be, and no family
// may be named.
func (st *State) Download(integration string, familySKUs []string, all, dryRun bool, now time.Time) (DownloadResult, error) {
	if all && len(familySKUs) > 0 {
		return DownloadResult{}, &UserError{model.CodeInvalid, "families are named beside all"}
	}
	in, err := st.findEnabled(integration)
	if err != nil {
		return DownloadResult{}, err
	}
	if dryRun {
		tried, err := st.clone().Download(integration, familySKUs, all, false, now)
		tried.Operation = 0
		return tried, err
	}
	downloadable := st.downloadable(in)
	if all {
		familySKUs = downloadable
	}
	at := st.tick(now)
	res := DownloadResult{Downloadable: len(downloadable)}
	seen := map[string]bool{}
	for i, incoming := range familySKUs {
		family, ok := cleanKey(incoming)
		code := st.checkDownload(in, family)
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
		res.MappingsCreated += st.download(in, family, at)
	}
	res.Operation = st.record(operation{kind: KindDownload, integration: in, created: res.MappingsCreated})
	return res, nil
}

// downloadable gives the families that can be downloaded, by their SKUs.
func (st *State) downloadable(in *integration) []string {
	var families []string
	for _, l := range in.listings {
		if family := l.family(); !slices.Contains(families, family) && st.checkDownload(in, family) == "" {
			families = append(families, family)
		}
	}
	slices.Sort(families)
	return families
}

// checkDownload returns why a family cannot be downloaded. DOMAIN "Downloading
// new products": its sellable listings (all but a parent and ignored ones) must be
// UNMAPPABLE with NO_MATCH; any other family is NOT_DOWNLOADABLE, or TAKEN where its SKU is a Code.
func (st *State) checkDownload(in *integration, family string) model.ErrorCode {
	if len(in.familyOf(family)) == 0 {
		return model.CodeNotFound
	}
	if len(lookup(st.keys(), family, lastCodeRank).targets) > 0 {
		return model.CodeTaken
	}
	sellable := in.sellable(family)
	decisions := st.decide(in, in.mappings, taken{})
	for _, l := range sellable {
		if decisions[l.sku].reason != NoMatch {
			return model.CodeNotDownloadable
		}
	}
	if len(sellable) == 0 {
		return model.CodeNotDownloadable
	}
	return ""
}

// sellable gives a family's listings but for parents and ignored ones, in the
// order of their SKUs. DOMAIN "The two catalogues": a parent is a listing whose SKU some other
// listing names as its parent, so a variation can be one.
func (in *integration) sellable(family string) []*listing {
	var list []*listing
	for _, l := range sortedListings(in) {
		if l.family() == family && !in.isParent(l.sku) && !in.isIgnored(l.sku) {
			list = append(list, l)
		}
	}
	return list
}

// download makes the product and its mappings, and returns how many. DOMAIN
// "Downloading new products": an option for each variation, Code = its SKU, or
// one default option where there are none. A parent is not itself mapped.
func (st *State) download(in *integration, family string, at time.Time) int {
	sellable := in.sellable(family)
	p := &product{id: st.newID(), downloaded: true, code: family, name: sellable[0].title}
	if l := in.listing(family); l != nil {
		p.name = l.title
	}
	st.products = append(st.products, p)
	for _, l := range sellable {
		o := &option{item: item{id: st.newID(), code: l.sku, name: l.title}}
		p.options = append(p.options, o)
		st.add(in, &mapping{
			sku: l.sku, target: target{product: p, option: o},
			level: LevelProductOption, field: FieldCode, source: SourceDownload,
		}, at)
	}
	return len(sellable)
}

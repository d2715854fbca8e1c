package service_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"pgregory.net/rapid"

	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// How the refused rows of both are written out.
func rejectedText(rows []model.RejectedRow) []string {
	var all []string
	for _, row := range rows {
		all = append(all, fmt.Sprintf("%d %q %q %s", row.Row, plain(row.SKU), plain(row.Cin7Code), row.Code))
	}
	return all
}

func oracleRejectedText(rows []oracle.Rejected) []string {
	var all []string
	for _, row := range rows {
		all = append(all, fmt.Sprintf("%d %q %q %s", row.Row, row.SKU, row.Cin7Code, row.Code))
	}
	return all
}

// drawPairs draws pairs of SKUs and Codes or targets, mostly of those that there
// are.
func (w *world) drawPairs(t *rapid.T, ctx context.Context, m market, most int) ([]model.CustomPair, []oracle.CustomRow) {
	var pairs []model.CustomPair
	var rows []oracle.CustomRow
	for i := range rapid.IntRange(0, most).Draw(t, "pairs") {
		sku := w.drawSKU(t, m, "SKU")
		pair, row := model.CustomPair{SKU: sku}, oracle.CustomRow{Row: i + 1, SKU: sku}
		if !rarely(t, 8, "without a Code") {
			pair.Code = new(evenly(w.codes()...).Draw(t, "Code"))
			row.Code = pair.Code
		}
		if rarely(t, 3, "by id") {
			if !rarely(t, 10, "and by Code") {
				pair.Code, row.Code = nil, nil
			}
			w.drawTarget(t, ctx, &pair, &row)
		}
		pairs, rows = append(pairs, pair), append(rows, row)
	}
	return pairs, rows
}

// drawTarget names a target of the catalogue by its id, and now and then one
// that does not exist, or one as what it is not.
func (w *world) drawTarget(t *rapid.T, ctx context.Context, pair *model.CustomPair, row *oracle.CustomRow) {
	ids, descs := w.targets(t, ctx)
	ids, descs = append(ids, model.TargetID{Product: 1 << 40, Option: 1}), append(descs, oracle.TargetDesc{Reference: "nowhere", Size: -1})
	i := rapid.IntRange(0, len(ids)-1).Draw(t, "target")
	sized := descs[i].Size >= 0
	if rarely(t, 15, "as what it is not") {
		sized = !sized
	}
	if sized {
		pair.Size, row.Size = &ids[i], &descs[i]
		return
	}
	// The id of an option has no size.
	option := descs[i]
	option.Size = -1
	pair.Option, row.Option = &model.TargetID{Product: ids[i].Product, Option: ids[i].Option}, &option
}

// targets are the ids of all targets, and how the oracle describes them.
func (w *world) targets(t *rapid.T, ctx context.Context) (ids []model.TargetID, descs []oracle.TargetDesc) {
	page, err := w.s.OmniProducts(ctx, w.actor, nil, query.PageArgs[query.ProductKey]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	options, err := w.s.OptionsOf(ctx, w.actor, page.Items)
	if err != nil {
		t.Fatal(err)
	}
	sizes, err := w.s.SizesOf(ctx, w.actor, slices.Concat(slices.Collect(maps.Values(options))...))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range page.Items {
		for _, o := range options[p.ID] {
			ids = append(ids, model.TargetID{Product: p.ID, Option: o.ID})
			descs = append(descs, oracle.TargetDesc{Reference: oracleReference(p), Option: int(o.Position), Size: -1})
			for _, z := range sizes[o.ID] {
				ids = append(ids, model.TargetID{Product: p.ID, Option: o.ID, Size: z.ID})
				descs = append(descs, oracle.TargetDesc{Reference: oracleReference(p), Option: int(o.Position), Size: int(z.Position)})
			}
		}
	}
	return ids, descs
}

// drawSKU draws a SKU of a listing, or of a family, and now and then another.
func (w *world) drawSKU(t *rapid.T, m market, label string) string {
	var skus []string
	for _, l := range w.oracle.Listings(m.name) {
		skus = append(skus, l.SKU, l.FamilySKU)
	}
	if len(skus) == 0 || rarely(t, 12, "other "+label) {
		skus = append([]string{"no such SKU"}, keyTexts...)
	}
	return rapid.SampledFrom(skus).Draw(t, label)
}

// codes are the Codes of the Omni catalogue, and some more.
func (w *world) codes() []string {
	codes := slices.Clone(keyTexts)
	for _, p := range w.oracle.Catalogue() {
		codes = append(codes, p.Code)
		for _, o := range p.Options {
			codes = append(codes, o.Code, o.Code)
			for _, z := range o.Sizes {
				codes = append(codes, z.Code, z.Code)
			}
		}
	}
	return codes
}

func (w *world) applyCustom(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	pairs, rows := w.drawPairs(t, ctx, m, 5)
	options := service.CustomOptions{
		Atomic:        rarely(t, 4, "atomic"),
		AllowMappable: rapid.Bool().Draw(t, "allowMappable"),
		DryRun:        rarely(t, 4, "dry run"),
	}
	got, err := w.s.ApplyCustomMappings(ctx, w.actor, m.id, pairs, options)
	if err != nil {
		got = &service.CustomResult{}
	}
	want, oracleErr := w.oracle.ApplyCustom(m.name, rows, options.Atomic, options.AllowMappable, options.DryRun, time.Time{})
	return outcome{
		answer(err, got.Summary, rejectedText(got.Rejected)),
		answer(oracleErr, want.Summary, oracleRejectedText(want.Rejected)),
	}
}

func (w *world) downloadProducts(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	var families []string
	for range rapid.IntRange(0, 3).Draw(t, "families") {
		families = append(families, w.drawSKU(t, m, "family"))
	}
	request := service.DownloadRequest{FamilySKUs: families, All: rarely(t, 3, "all"), Count: true, DryRun: rarely(t, 4, "dry run")}
	if request.All && !rarely(t, 10, "and families") {
		request.FamilySKUs = nil
	}
	got, err := w.s.DownloadProducts(ctx, w.actor, m.id, request)
	if err != nil {
		got = &service.DownloadResult{}
	}
	want, oracleErr := w.oracle.Download(m.name, request.FamilySKUs, request.All, request.DryRun, time.Time{})
	return outcome{
		answer(err, got.OmniProductsCreated, got.MappingsCreated, got.Downloadable, rejectedText(got.Rejected)),
		answer(oracleErr, want.OmniProductsCreated, want.MappingsCreated, want.Downloadable, oracleRejectedText(want.Rejected)),
	}
}

// deleteDownloaded deletes downloaded products, and now and then one that a load
// has brought, or that does not exist.
func (w *world) deleteDownloaded(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	page, err := w.s.OmniProducts(ctx, w.actor, nil, query.PageArgs[query.ProductKey]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	var references []string
	for _, p := range page.Items {
		if p.Downloaded && !rarely(t, 4, "kept") || rarely(t, 12, "though loaded") {
			ids, references = append(ids, p.ID), append(references, oracleReference(p))
		}
	}
	if rarely(t, 6, "unknown product") {
		ids, references = append(ids, 1<<40), append(references, "nowhere")
	}
	if len(ids) > 0 && rarely(t, 6, "twice") {
		ids, references = append(ids, ids[0]), append(references, references[0])
	}
	got, err := w.s.DeleteDownloadedProducts(ctx, w.actor, m.id, ids)
	if err != nil {
		got = &service.DeleteDownloadedResult{}
	}
	refused := make(map[int]model.ErrorCode)
	for _, e := range got.Refused {
		place, wrong := strconv.Atoi(e.Field[len(e.Field)-1])
		if wrong != nil {
			t.Fatal(wrong)
		}
		refused[place] = e.Code
	}
	want, oracleErr := w.oracle.DeleteDownloaded(m.name, references, time.Time{})
	return outcome{
		answer(err, got.Deleted, got.Operation != nil, refused),
		answer(oracleErr, want.Deleted, want.Operation != 0, want.Refused),
	}
}

// drawProduct draws an Omni product, and now and then one that does not exist.
func (w *world) drawProduct(t *rapid.T, ctx context.Context) (id *int64, reference *string) {
	page, err := w.s.OmniProducts(ctx, w.actor, nil, query.PageArgs[query.ProductKey]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) == 0 || rarely(t, 10, "unknown product") {
		return new(int64), new("no such product")
	}
	p := page.Items[rapid.IntRange(0, len(page.Items)-1).Draw(t, "product")]
	return &p.ID, new(oracleReference(p))
}

// oracleReference is the reference by which the oracle knows a product.
func oracleReference(p *model.OmniProduct) string {
	if p.Downloaded {
		return "downloaded:" + *p.Code
	}
	return p.Reference
}

func targetText(target *model.OmniTarget) string {
	if target == nil {
		return "none"
	}
	size := int64(-1)
	if target.Size != nil {
		size = target.Size.Position
	}
	return fmt.Sprintf("%q %d %d", oracleReference(target.Product), target.Option.Position, size)
}

func oracleTargetText(target *oracle.TargetDesc) string {
	if target == nil {
		return "none"
	}
	return fmt.Sprintf("%q %d %d", target.Reference, target.Option, target.Size)
}

func remapText(pairs []*model.RemapPair) []string {
	var all []string
	for _, pair := range pairs {
		all = append(all, fmt.Sprintf("%q %s from %s", pair.SKU, targetText(pair.Target), targetText(pair.FormerTarget)))
	}
	return all
}

func oracleRemapText(pairs []oracle.RemapPair) []string {
	var all []string
	for _, pair := range pairs {
		all = append(all, fmt.Sprintf("%q %s from %s", pair.SKU, oracleTargetText(&pair.Target), oracleTargetText(pair.FormerTarget)))
	}
	return all
}

// deletions are the operations that deleted mappings, the oldest first, as both
// have them.
func (w *world) deletions(t *rapid.T, ctx context.Context) ([]*model.Operation, []oracle.OperationDump) {
	page, err := w.s.Operations(ctx, w.actor, service.OperationFilter{}, query.PageArgs[string]{Limit: query.MaxPage, Backward: true})
	if err != nil {
		t.Fatal(err)
	}
	var ours []*model.Operation
	for _, op := range page.Items {
		if op.Deleted > 0 || op.DeletedProducts() {
			ours = append([]*model.Operation{op}, ours...)
		}
	}
	var theirs []oracle.OperationDump
	for _, op := range w.oracle.Operations() {
		if op.Deleted > 0 || op.DeletedProducts > 0 {
			theirs = append(theirs, op)
		}
	}
	return ours, theirs
}

// compareOperations holds the operations that deleted mappings against the
// oracle's.
func (w *world) compareOperations(t *rapid.T, ctx context.Context) {
	ours, theirs := w.deletions(t, ctx)
	var got, want []string
	for _, op := range ours {
		got = append(got, fmt.Sprint(op.Kind, " ", op.State, " ", op.Created, " ", op.Deleted, " ", op.Restorable))
	}
	for _, op := range theirs {
		want = append(want, fmt.Sprint(op.Kind, " SUCCEEDED ", op.Created, " ", op.Deleted, " ", op.Restorable))
	}
	same(t, "operations that deleted", got, want)
}

// compareActivity holds the operations that deleted mappings and that an
// integration lists, beside those of the Omni catalogue, against the oracle's.
func (w *world) compareActivity(t *rapid.T, ctx context.Context, m market) {
	page, err := w.s.Operations(ctx, w.actor, operation.Filter{Integration: &m.id}, query.PageArgs[string]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	got, want := []string{}, []string{}
	for _, op := range slices.Backward(page.Items) {
		if op.Deleted > 0 || op.Kind == model.OperationSplit {
			got = append(got, fmt.Sprint(op.Kind, " ", op.Deleted))
		}
	}
	for _, op := range w.oracle.Operations() {
		if (op.Deleted > 0 || op.Kind == oracle.KindSplit) && (op.Integrations == nil || slices.Contains(op.Integrations, m.name)) {
			want = append(want, fmt.Sprint(op.Kind, " ", op.Deleted))
		}
	}
	same(t, m.name+" operations", got, want)
}

// restoreMappings restores an operation; where nothing was deleted yet, it
// deletes.
func (w *world) restoreMappings(t *rapid.T, ctx context.Context) outcome {
	ours, theirs := w.deletions(t, ctx)
	if len(ours) == 0 && !rarely(t, 10, "nothing to restore") {
		return w.deleteSome(t, ctx)
	}
	id, number := "00000000-0000-0000-0000-000000000000", -1
	if len(ours) > 0 && !rarely(t, 20, "unknown operation") {
		i := rapid.IntRange(0, len(ours)-1).Draw(t, "operation")
		id, number = ours[i].ID, theirs[i].ID
	}
	return w.restore(ctx, id, number)
}

// restore restores the operation that both have.
func (w *world) restore(ctx context.Context, id string, number int) outcome {
	got, err := w.s.RestoreMappings(ctx, w.actor, id)
	if err != nil {
		got = &service.RestoreResult{}
	}
	want, oracleErr := w.oracle.Restore(number, time.Time{})
	return outcome{
		answer(err, got.Restored, got.NotRestored, rejectedText(got.Rejected)),
		answer(oracleErr, want.Restored, want.NotRestored, oracleRejectedText(want.Rejected)),
	}
}

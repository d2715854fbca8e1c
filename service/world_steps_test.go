package service_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// How the two answers to a load are written out: the summary, and the refused
// rows by number and code.
func loadAnswer(result *service.LoadResult, err error) string {
	if err != nil {
		return answer(err)
	}
	var rejected []string
	for _, row := range result.Rejected {
		rejected = append(rejected, fmt.Sprint(row.Row, " ", row.Code))
	}
	return answer(nil, result.Summary, rejected)
}

func oracleLoadAnswer(result oracle.LoadResult, err error) string {
	var rejected []string
	for _, row := range result.Rejected {
		rejected = append(rejected, fmt.Sprint(row.Row, " ", row.Code))
	}
	return answer(err, result.Summary, rejected)
}

// drawFileLoad draws how a file is to be understood.
func drawFileLoad(t *rapid.T) service.FileLoad {
	return service.FileLoad{RemoveMissing: rapid.Bool().Draw(t, "removeMissing"), AllowShrink: rapid.Bool().Draw(t, "allowShrink")}
}

func (w *world) loadProductRequest(t *rapid.T, ctx context.Context) outcome {
	products := drawProducts(t, w.references(t))
	got, err := w.s.UpsertOmniProducts(ctx, w.actor, products)
	want, oracleErr := w.oracle.LoadOmniProducts(products, false, false, time.Time{})
	return outcome{loadAnswer(got, err), oracleLoadAnswer(want, oracleErr)}
}

func (w *world) loadProductExport(t *rapid.T, ctx context.Context) outcome {
	rows, file := drawExport(t, w.references(t))
	load := drawFileLoad(t)
	got, err := w.loadProductFile(t, ctx, file, load)
	want, oracleErr := w.oracle.LoadOmniRows(rows, load.RemoveMissing, load.AllowShrink, time.Time{})
	return outcome{loadAnswer(got, err), oracleLoadAnswer(want, oracleErr)}
}

func (w *world) loadProductAPI(t *rapid.T, ctx context.Context) outcome {
	products, file := drawAPIProducts(t, w.references(t))
	load := drawFileLoad(t)
	got, err := w.loadProductFile(t, ctx, file, load)
	want, oracleErr := w.oracle.LoadOmniFile(products, load.RemoveMissing, load.AllowShrink, time.Time{})
	return outcome{loadAnswer(got, err), oracleLoadAnswer(want, oracleErr)}
}

func (w *world) loadProductFile(t *rapid.T, ctx context.Context, file string, load service.FileLoad) (*service.LoadResult, error) {
	t.Logf("file %q, %+v", file, load)
	return w.s.LoadOmniProducts(ctx, w.actor, strings.NewReader(file), load)
}

func (w *world) loadListingRequest(t *rapid.T, ctx context.Context) outcome {
	return w.loadListingsInto(t, ctx, w.market(t))
}

func (w *world) loadListingsInto(t *rapid.T, ctx context.Context, m market) outcome {
	listings := drawListings(t, w.skus(t, m))
	got, err := w.s.UpsertListings(ctx, w.actor, m.id, listings)
	want, oracleErr := w.oracle.LoadListings(m.name, listings, false, false, true, time.Time{})
	return outcome{loadAnswer(got, err), oracleLoadAnswer(want, oracleErr)}
}

func (w *world) loadListingReport(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	listings, file := drawReport(t, w.skus(t, m))
	load := drawFileLoad(t)
	t.Logf("file %q", file)
	got, err := w.s.LoadListings(ctx, w.actor, m.id, strings.NewReader(file), load)
	want, oracleErr := w.oracle.LoadListings(m.name, listings, load.RemoveMissing, load.AllowShrink, false, time.Time{})
	return outcome{loadAnswer(got, err), oracleLoadAnswer(want, oracleErr)}
}

func drawScope(t *rapid.T) model.ImportScope {
	return evenly(model.ScopeAll, model.ScopeSinceLastImport).Draw(t, "scope")
}

func (w *world) previewImport(t *rapid.T, ctx context.Context) outcome {
	m, scope := w.market(t), drawScope(t)
	var counts model.ImportPreview
	got, err := w.s.ImportPreview(ctx, w.actor, m.id, scope)
	if err == nil {
		counts = *got
	}
	want, oracleErr := w.oracle.Preview(m.name, oracle.Scope(scope))
	return outcome{answer(err, counts), answer(oracleErr, want)}
}

func (w *world) importProducts(t *rapid.T, ctx context.Context) outcome {
	return w.importInto(t, ctx, w.market(t))
}

func (w *world) importInto(t *rapid.T, ctx context.Context, m market) outcome {
	scope := drawScope(t)
	var summary model.ImportSummary
	got, err := w.s.ImportProducts(ctx, w.actor, m.id, scope)
	if err == nil {
		summary = got.Summary
	}
	want, oracleErr := w.oracle.Import(m.name, oracle.Scope(scope), time.Time{})
	return outcome{answer(err, summary), answer(oracleErr, want.Summary)}
}

func (w *world) deleteSome(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	page, err := w.s.Mappings(ctx, w.actor, m.id, query.MappingFilter{}, query.PageArgs[int64]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	ids, skus := drawMappings(t, m, page.Items)
	var deleted int64
	var missing []int
	options := drawDeleteOptions(t)
	got, err := w.s.DeleteMappings(ctx, w.actor, m.id, ids, options)
	if err == nil {
		deleted, missing = got.Deleted, places(t, got.Missing)
	}
	want, oracleErr := w.oracle.DeleteSKUs(m.name, skus, options.DoNotMapAgain, time.Time{})
	return outcome{answer(err, deleted, missing), answer(oracleErr, want.Deleted, want.NotFound)}
}

// drawMappings draws mappings that exist, some twice, some that do not, and
// some of another integration: their ids, and the SKUs that stand for them.
func drawMappings(t *rapid.T, m market, mappings []*model.Mapping) (ids []*service.MappingID, skus []string) {
	for range rapid.IntRange(0, 4).Draw(t, "entries") {
		id, sku := (*service.MappingID)(nil), "no such listing"
		if i := rapid.IntRange(-2, len(mappings)-1).Draw(t, "mapping"); i >= 0 {
			id, sku = &service.MappingID{Integration: m.id, ID: mappings[i].ID}, mappings[i].Listing.SKU
		} else if i == -1 {
			id = &service.MappingID{Integration: m.id + 1, ID: 1}
		}
		ids, skus = append(ids, id), append(skus, sku)
	}
	return ids, skus
}

// places are the places in a list that errors are about.
func places(t *rapid.T, errs []*model.UserError) []int {
	var all []int
	for _, err := range errs {
		place, wrong := strconv.Atoi(err.Field[len(err.Field)-1])
		if wrong != nil || err.Code != model.CodeNotFound {
			t.Fatalf("%s at %v", err.Code, err.Field)
		}
		all = append(all, place)
	}
	return all
}

func (w *world) deleteAll(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	return w.deleteAllOf(ctx, m, evenly(m.name, m.name, m.name, strings.ToLower(m.name)).Draw(t, "confirm"), drawDeleteOptions(t))
}

func drawDeleteOptions(t *rapid.T) service.DeleteOptions {
	return service.DeleteOptions{DoNotMapAgain: rarely(t, 3, "doNotMapAgain")}
}

func (w *world) deleteAllOf(ctx context.Context, m market, confirm string, options service.DeleteOptions) outcome {
	var deleted int64
	got, err := w.s.DeleteAllMappings(ctx, w.actor, m.id, confirm, options)
	if err == nil {
		deleted = got.Deleted
	}
	want, oracleErr := w.oracle.DeleteAll(m.name, confirm, options.DoNotMapAgain, time.Time{})
	return outcome{answer(err, deleted), answer(oracleErr, want.Deleted)}
}

func (w *world) switchProducts(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	enabled := evenly(true, true, false).Draw(t, "enabled")
	_, err := w.s.UpdateIntegration(ctx, w.actor, m.id, service.IntegrationChange{ProductsEnabled: &enabled})
	return outcome{answer(err), answer(w.oracle.SetProductsEnabled(m.name, enabled))}
}

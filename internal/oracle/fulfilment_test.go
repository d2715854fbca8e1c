package oracle

import (
	"strings"
	"testing"
	"time"

	"omnimap/model"
)

// report reads "sku:channel" and "sku<parent:channel".
func report(specs string) []model.ListingInput {
	list := listingsOf(specs)
	for i := range list {
		of := &list[i].SKU
		if *list[i].ParentSKU != "" {
			of = list[i].ParentSKU
		}
		text, channel, _ := strings.Cut(*of, ":")
		*of, list[i].FulfillmentChannel = text, &channel
	}
	return list
}

// sideText writes an integration's SKUs, those that are mapped with a mark.
func sideText(st *State, integration string) string {
	var parts []string
	for _, l := range st.Listings(integration) {
		mark := ""
		if st.Statuses(integration)[l.SKU].Status == Mapped {
			mark = "!"
		}
		parts = append(parts, l.SKU+mark)
	}
	return strings.Join(parts, " ")
}

func loadReport(t *testing.T, st *State, specs string) LoadSummary {
	t.Helper()
	res, err := st.LoadListings(us, report(specs), false, false, false, time.Time{})
	ok(t, err)
	ok(t, st.Invariants())
	return res.Summary
}

func TestSplitAndFeedAPair(t *testing.T) {
	st := build(t, "", omni("A", "a", ""), omni("B", "b", ""), omni("P", "p", ""))
	loadReport(t, st, "a:DEFAULT b:AMAZON_EU p c<p:AMAZON_EU")
	importAll(t, st)
	dry, err := st.Split(us, "fba", true)
	ok(t, err)
	equal(t, "after a dry run", sideText(st, us), "a! b! c p!")
	done, err := st.Split(us, "fba", false)
	ok(t, err)
	ok(t, st.Invariants())
	equal(t, "split", done, SplitResult{Moved: 2, Mappable: 1})
	equal(t, "dry run", dry, done)
	equal(t, "merchant's", sideText(st, us), "a! p!")
	equal(t, "Amazon's", sideText(st, "fba"), "b! c p")
	_, err = st.Split(us, "again", false)
	equal(t, "again", CodeOf(err), model.CodeInvalid)
	equal(t, "beside", CodeOf(st.AddIntegrationOf("x", "seller of us", Amazon)), model.CodeTaken)

	equal(t, "channels", loadReport(t, st, "b:DEFAULT c<p:DEFAULT"), LoadSummary{Read: 2, Updated: 2, MappingsDeleted: 1})
	equal(t, "merchant's", sideText(st, us), "a! b c p!")
	equal(t, "Amazon's", sideText(st, "fba"), "p")
	ok(t, st.DeleteIntegration("fba", "fba"))
	ok(t, st.Invariants())
	equal(t, "left out", loadReport(t, st, "b:AMAZON_EU z:AMAZON_EU p:AMAZON_EU"), LoadSummary{Read: 3, Updated: 1, Removed: 1, LeftOut: 2})
	equal(t, "merchant's", sideText(st, us), "a! c p!")
	ok(t, st.AddIntegrationOf("fba", "seller of us", Amazon))
	ok(t, st.Invariants())
	equal(t, "Amazon's", sideText(st, "fba"), "p")
}

func TestInvariantsOfPairs(t *testing.T) {
	for want, spoil := range map[string]func(in *integration){
		"is sent by \"AMAZON_EU\"": func(in *integration) { in.listing("a").fulfillmentChannel = "AMAZON_EU" },
		"is not in fba":            func(in *integration) { in.counterpart.listings = nil },
		"is another in fba":        func(in *integration) { in.listing("p").title = "new" },
		"has the same seller":      func(in *integration) { in.counterpart.counterpart = nil },
	} {
		st := build(t, "a p c<p")
		_, err := st.Split(us, "fba", false)
		ok(t, err)
		ok(t, st.Invariants())
		spoil(st.integration(us))
		if err := st.Invariants(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

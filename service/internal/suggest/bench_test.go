package suggest_test

import (
	"testing"

	"omnimap/service/internal/suggest"
	"omnimap/service/internal/suggest/invent"
)

// BenchmarkSuggest suggests for one listing after the other. The million options
// of "go run ./bench suggest speed" take longer to make than a benchmark may.
func BenchmarkSuggest(b *testing.B) {
	index, cases := invented(b, 3, 200_000, 4_000)
	listings := make([]suggest.Listing, len(cases))
	for i := range cases {
		listings[i] = cases[i].Listing
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := index.Suggest(b.Context(), listings, 1); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(listings)), "µs/listing")
}

// invented is an index of an invented catalogue, with its listings.
func invented(tb testing.TB, seed uint64, options, listings int) (*suggest.Index, []invent.Case) {
	tb.Helper()
	b := suggest.NewBuilder()
	cases := invent.Catalogue(seed, options, listings, b.AddItem)
	for i := range cases {
		b.AddListing(&cases[i].Listing)
		for _, m := range cases[i].Elsewhere {
			b.AddMapping(m)
		}
	}
	index, err := b.Build(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return index, cases
}

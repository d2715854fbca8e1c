package main

import (
	"context"
	"fmt"
	"io"

	"omnimap/service/internal/suggest/invent"
)

// The invented catalogue of the table of bands.
const (
	bandSeed     = 101
	bandOptions  = 40_000
	bandListings = 12_000
)

// printBands prints, for each band of scores, how many suggestions of an
// invented catalogue have such scores, and how many of them are right; then how
// well each kind of damage is undone.
func printBands(ctx context.Context, out io.Writer) error {
	index, cases, err := inventedIndex(ctx, bandSeed, bandOptions, bandListings)
	if err != nil {
		return err
	}
	suggestions, err := index.Suggest(ctx, listingsOf(cases), workers())
	if err != nil {
		return err
	}
	for _, row := range invent.Bands(cases, suggestions) {
		fmt.Fprintf(out, "| %d–%d | %d | %.0f %% |\n", row.From, row.To, row.Suggestions, 100*row.Right)
	}
	for _, row := range invent.Kinds(cases, suggestions) {
		fmt.Fprintf(out, "| %s | %d | %.1f %% | %.1f %% |\n", row.Kind, row.Listings, 100*row.First, 100*row.FirstThree)
	}
	return nil
}

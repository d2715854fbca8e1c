// Package suggest finds the targets that Amazon listings are likely to be. It
// knows no database: a Builder takes the Omni catalogue one item at a time, the
// listings to learn an account's habits from, and what other integrations have
// mapped; the Index that it builds lives in memory for one run, and answers
// which targets each listing may be, how likely each is, and why.
//
//	b := suggest.NewBuilder()
//	b.AddItem(…)      // each option and size, those of one product together
//	b.AddListing(…)   // each listing, mapped or not: teaches prefixes and suffixes
//	b.AddMapping(…)   // each mapping of the account's other integrations
//	ix, err := b.Build(ctx)
//	for … {           // batches of listings; a family lies in one batch
//		suggestions, err := ix.Suggest(ctx, listings, workers)
//	}
//
// The same catalogue, listings and mappings give the same suggestions, in
// whatever order they come. An Index may be asked from several goroutines, and
// again later for the listings that have changed; SetTaken is not to be called
// beside that.
package suggest

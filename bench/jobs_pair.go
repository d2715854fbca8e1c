package main

import "context"

// amazonShare: one listing in so many is sent by Amazon.
const amazonShare = 4

// channel is the channel of the nth listing of a report.
func channel(nth int) string {
	if nth%amazonShare == amazonShare-1 {
		return "AMAZON_NA"
	}
	return "DEFAULT"
}

// countAmazon counts the listings that Amazon sends and that are no parents.
func (c *catalogue) countAmazon() (n int) {
	parents := make(map[string]bool)
	for _, l := range c.listings {
		parents[l.parent] = true
	}
	for i, l := range c.listings {
		if channel(i) != channel(0) && !parents[l.sku] {
			n++
		}
	}
	return n
}

// pair splits the integration, and loads the report that is known already into
// the pair, beside the same load before. Nothing is measured of the integration
// afterwards.
func (r *iteration) pair(ctx context.Context) error {
	before, err := timed(func() error { return r.loadAgain(ctx) })
	if err != nil {
		return err
	}
	err = r.beside(ctx, "split", func() error {
		done, err := r.product.mutate(ctx, "splitIntegration", variables{"integrationId": r.id, "name": "Benchmark, sent by Amazon"}, "moved")
		if err != nil {
			return err
		}
		return wantAtLeast("moved", done.Moved, r.catalogue.amazon)
	}, nil, nil)
	if err != nil {
		return err
	}
	r.dialect.checkpoint(ctx)
	s, err := r.productTimed(ctx, "pair-load", func() error { return r.loadAgain(ctx) })
	if err != nil {
		return err
	}
	s.Baseline = before
	r.run.add(jobRow("pair-load"), s)
	return nil
}

// loadAgain loads the report again, which changes nothing.
func (r *iteration) loadAgain(ctx context.Context) error {
	done, err := r.product.upload(ctx, "loadAmazonListings", variables{"integrationId": r.id}, r.files.report, "summary {read rejected created updated} rejectedRows {message}")
	if err != nil {
		return err
	}
	return r.wantSummary(done, map[string]int{"read": r.catalogue.n, "rejected": 0, "created": 0, "updated": 0})
}

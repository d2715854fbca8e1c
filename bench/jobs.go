package main

import (
	"context"
	"fmt"
)

func (r *iteration) loadOmni(ctx context.Context) error {
	return r.beside(ctx, "omni-load", func() error {
		done, err := r.product.upload(ctx, "loadOmniProducts", variables{}, r.files.export, "summary {read rejected created} rejectedRows {message}")
		if err != nil {
			return err
		}
		return r.wantSummary(done, map[string]int{"read": r.catalogue.n, "rejected": 0, "created": r.catalogue.products})
	}, func() error {
		return r.baseline.loader.gather(ctx, r.productURL, omniTables)
	}, func() error {
		return r.baseline.loader.load(ctx, omniTables)
	})
}

// wantSummary compares what a summary counted.
func (r *iteration) wantSummary(done *payload, wanted map[string]int) error {
	for name, n := range wanted {
		if err := want(name, done.Summary[name], n); err != nil {
			return err
		}
	}
	return nil
}

func (r *iteration) loadReport(ctx context.Context) error {
	tables := listingTables(r.integration)
	err := r.beside(ctx, "report-load", func() error {
		done, err := r.product.upload(ctx, "loadAmazonListings", variables{"integrationId": r.id}, r.files.report, "summary {read rejected created} rejectedRows {message}")
		if err != nil {
			return err
		}
		return r.wantSummary(done, map[string]int{"read": r.catalogue.n, "rejected": 0, "created": r.catalogue.n})
	}, func() error {
		return r.baseline.loader.gather(ctx, r.productURL, tables)
	}, func() error {
		return r.baseline.loader.load(ctx, tables)
	})
	if err != nil {
		return err
	}
	return r.checkStatus(ctx, r.catalogue.before())
}

// status asks for the counts by status.
func (r *iteration) status(ctx context.Context) (statusCounts, error) {
	var found struct {
		Integration struct{ ProductStatus statusCounts }
	}
	err := r.product.ask(ctx, "query($integration: ID!) {integration(id: $integration) {productStatus {mapped partiallyMapped mappable unmappable}}}",
		variables{"integration": r.id}, &found)
	return found.Integration.ProductStatus, err
}

func (r *iteration) checkStatus(ctx context.Context, wanted statusCounts) error {
	got, err := r.status(ctx)
	if err == nil && got != wanted {
		err = fmt.Errorf("the API counts %+v, and the catalogue %+v", got, wanted)
	}
	return err
}

func (r *iteration) statusUnmapped(ctx context.Context) error {
	return r.statuses(ctx, "status-unmapped", "preview-unmapped", r.catalogue.before())
}

func (r *iteration) statusMapped(ctx context.Context) error {
	return r.statuses(ctx, "status", "preview", r.catalogue.after)
}

// quick is how often work of milliseconds is measured in an iteration.
const quick = 15

func (r *iteration) statuses(ctx context.Context, statusName, previewName string, wanted statusCounts) error {
	if err := r.often(ctx, statusName, quick, func() error { return r.checkStatus(ctx, wanted) }); err != nil {
		return err
	}
	return r.often(ctx, previewName, quick, func() error {
		var found struct {
			ImportPreview struct{ Mappable, Unmappable int }
		}
		err := r.product.ask(ctx, "query($integration: ID!) {importPreview(integrationId: $integration) {mappable unmappable}}", variables{"integration": r.id}, &found)
		if err != nil {
			return err
		}
		if err := want("mappable", found.ImportPreview.Mappable, wanted.Mappable); err != nil {
			return err
		}
		return want("unmappable", found.ImportPreview.Unmappable, wanted.Unmappable)
	})
}

// imports imports in a scope and checks how many mappings were made.
func (r *iteration) imports(ctx context.Context, scope string, made int) error {
	done, err := r.product.mutate(ctx, "importProducts", variables{"integrationId": r.id, "scope": scope}, "summary {mappingsCreated}")
	if err != nil {
		return err
	}
	return r.wantSummary(done, map[string]int{"mappingsCreated": made})
}

func (r *iteration) importAll(ctx context.Context) error {
	err := r.beside(ctx, "import", func() error {
		return r.imports(ctx, "ALL", r.catalogue.mappable)
	}, func() error {
		return r.baseline.readyKeys(ctx)
	}, func() error {
		made, err := r.baseline.importAll(ctx)
		if err != nil {
			return err
		}
		return want("the baseline's mappings", int(made), r.catalogue.mappable)
	})
	if err != nil {
		return err
	}
	return r.checkStatus(ctx, r.catalogue.after)
}

func (r *iteration) importAgain(ctx context.Context) error {
	return r.often(ctx, "import-again", 3, func() error { return r.imports(ctx, "ALL", 0) })
}

func (r *iteration) importNew(ctx context.Context) error {
	if _, err := r.product.upload(ctx, "loadAmazonListings", variables{"integrationId": r.id}, r.files.fresh, "summary {created} rejectedRows {message}"); err != nil {
		return err
	}
	err := r.beside(ctx, "import-new", func() error {
		return r.imports(ctx, "SINCE_LAST_IMPORT", len(r.catalogue.fresh))
	}, nil, nil)
	if err != nil {
		return err
	}
	wanted := r.catalogue.after
	wanted.Mapped += len(r.catalogue.fresh)
	return r.checkStatus(ctx, wanted)
}

func (r *iteration) deleteAndRestore(ctx context.Context) error {
	operation := ""
	err := r.beside(ctx, "delete-all", func() error {
		done, err := r.product.mutate(ctx, "deleteAllMappings", variables{"integrationId": r.id, "confirm": integrationName}, "deleted operation {id}")
		if err != nil {
			return err
		}
		operation = done.Operation.ID
		return want("deleted", done.Deleted, r.catalogue.mappable)
	}, nil, func() error {
		n, err := r.baseline.deleteAll(ctx)
		if err != nil {
			return err
		}
		return want("the baseline's deletions", int(n), r.catalogue.mappable)
	})
	if err != nil {
		return err
	}
	if err := r.checkStatus(ctx, r.catalogue.before()); err != nil {
		return err
	}
	err = r.beside(ctx, "restore-all", func() error {
		done, err := r.product.mutate(ctx, "restoreMappings", variables{"operationId": operation}, "restored rejectedRows {message}")
		if err != nil {
			return err
		}
		return want("restored", done.Restored, r.catalogue.mappable)
	}, nil, func() error {
		_, err := r.baseline.restoreAll(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return r.checkStatus(ctx, r.catalogue.after)
}

// pages measures the pages of the integration once all is imported.
func (r *iteration) pages(ctx context.Context) error {
	for _, c := range pageCases(r.catalogue) {
		if err := r.page(ctx, r.id, r.integration, c); err != nil {
			return err
		}
	}
	return nil
}

func (r *iteration) page(ctx context.Context, id string, integration int64, c pageCase) error {
	if !r.wants(c.name, "pages") {
		return nil
	}
	r.recordPeak()
	r.product.resetPeak()
	r.dialect.checkpoint(ctx)
	pages := &pageRun{dialect: r.dialect, product: r.product, bare: r.bare, db: r.db, id: id, account: r.account, integration: integration,
		connections: r.connections, duration: r.pageDuration}
	finish := r.profile(ctx, c.name)
	found, err := pages.measure(ctx, c)
	finish()
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	r.run.add(row{Name: c.name, Work: c.title(), Target: pageTarget}, sample{
		Product: found.product.PerSecond, Baseline: found.bare.PerSecond, P99: found.product.P99.Seconds(), BaselineP99: found.bare.P99.Seconds(),
		Count: found.count.Seconds(), Memory: r.product.peakMemory()})
	return nil
}

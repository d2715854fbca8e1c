package service_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// TestPairRaces feeds a pair through both of its integrations at once, with
// imports and restores, while one of it is deleted and created and another
// integration is split: no lock is waited for without end, and the pair is whole
// afterwards.
func TestPairRaces(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		ctx := context.Background()
		p := openPair(t, url)
		p.loaded(p.merchant, model.LoadSummary{Read: 3, Created: 3}, "A", "B  AMAZON_EU", "P")
		p.importAll(p.amazon)
		p.loaded(p.merchant, model.LoadSummary{Read: 1, Updated: 1, MappingsDeleted: 1}, "B  DEFAULT")
		lost := p.newest(p.merchant)
		change := func(integration int64, i int) error {
			channel := []string{"DEFAULT", "AMAZON_EU"}[i%2]
			rows := []string{"A  " + channel, "B  AMAZON_EU", fmt.Sprintf("C P %s", channel), fmt.Sprintf("N%d  %s", i, channel)}
			_, err := p.report(integration, service.FileLoad{}, rows...)
			return err
		}
		acts := []func(i int) error{
			func(i int) error { return change(p.merchant, i) },
			func(i int) error { return change(p.amazon, i+1) },
			func(int) error { _, err := p.ImportProducts(ctx, p.actor, p.merchant, model.ScopeAll); return err },
			func(int) error { _, err := p.ImportProducts(ctx, p.actor, p.amazon, model.ScopeAll); return err },
			func(int) error { _, err := p.RestoreMappings(ctx, p.actor, lost.ID); return err },
			func(i int) error {
				_, err := p.SplitIntegration(ctx, p.actor, 1, service.SplitRequest{Name: fmt.Sprint("split ", i)})
				return err
			},
			func(i int) error {
				if i == 1 {
					_, err := p.DeleteIntegration(ctx, p.actor, p.amazon, "FBA")
					return err
				}
				_, err := p.CreateIntegration(ctx, p.actor, service.NewIntegration{Name: fmt.Sprint("FBA ", i), SellerID: "S", MarketplaceID: "DE", Fulfilment: model.FulfilmentAmazon})
				return err
			},
		}
		var group sync.WaitGroup
		for _, act := range acts {
			group.Go(func() {
				for i := range 4 {
					var refused *model.UserError
					if err := act(i); err != nil && !errors.As(err, &refused) {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		verified(t, p.Service)
	})
}

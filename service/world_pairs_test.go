package service_test

import (
	"context"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service"
)

// addMarket makes an integration of a marketplace.
func (w *world) addMarket(ctx context.Context, name, place string, fulfilment model.Fulfilment) outcome {
	made, err := w.s.CreateIntegration(ctx, w.actor, service.NewIntegration{Name: name, SellerID: "S", MarketplaceID: place, Fulfilment: fulfilment, ProductsEnabled: true})
	oracleErr := w.oracle.AddIntegrationOf(name, place, oracle.Fulfilment(fulfilment))
	if err == nil {
		w.markets = append(w.markets, market{made.ID, name, place})
	}
	return outcome{answer(err), answer(oracleErr)}
}

// names are what integrations are called that a step makes.
var names = evenly("DE", "UK", "DE FBA", "UK FBA", "new")

func (w *world) createCounterpart(t *rapid.T, ctx context.Context) outcome {
	fulfilment := evenly(model.FulfilmentAny, model.FulfilmentMerchant, model.FulfilmentMerchant, model.FulfilmentAmazon, model.FulfilmentAmazon).Draw(t, "fulfilment")
	return w.addMarket(ctx, names.Draw(t, "name"), evenly("DE", "UK").Draw(t, "marketplace"), fulfilment)
}

// splitIntegration splits an integration; a dry run comes before, and answers
// the same.
func (w *world) splitIntegration(t *rapid.T, ctx context.Context) outcome {
	m, name := w.market(t), names.Draw(t, "name")
	dry := w.split(t, ctx, m, name, true)
	if dry.got != dry.want || rapid.Bool().Draw(t, "dry run") {
		return dry
	}
	w.check(t, ctx, "dry run of a split", dry)
	done := w.split(t, ctx, m, name, false)
	if done.got != dry.got {
		t.Fatalf("the dry run answered %s, the split %s", dry.got, done.got)
	}
	return done
}

func (w *world) split(t *rapid.T, ctx context.Context, m market, name string, dryRun bool) outcome {
	got, err := w.s.SplitIntegration(ctx, w.actor, m.id, service.SplitRequest{Name: name, DryRun: dryRun})
	if err != nil {
		got = &service.SplitResult{}
	}
	if made := err == nil && !dryRun; made != (got.Amazon != nil) || made != (got.Operation != nil) {
		t.Fatalf("a split answered %+v", got)
	}
	if got.Amazon != nil {
		w.markets = append(w.markets, market{got.Amazon.ID, name, m.place})
	}
	want, oracleErr := w.oracle.Split(m.name, name, dryRun)
	return outcome{answer(err, got.Moved, got.Mappable), answer(oracleErr, want.Moved, want.Mappable)}
}

// deleteIntegration deletes an integration, but not the last one.
func (w *world) deleteIntegration(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	confirm := m.name
	if len(w.markets) == 1 || rarely(t, 3, "another name") {
		confirm = strings.ToLower(m.name) + "!"
	}
	_, err := w.s.DeleteIntegration(ctx, w.actor, m.id, confirm)
	if err == nil {
		w.markets = slices.DeleteFunc(w.markets, func(other market) bool { return other == m })
	}
	return outcome{answer(err), answer(w.oracle.DeleteIntegration(m.name, confirm))}
}

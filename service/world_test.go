package service_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/internal/oracle"
	"omnimap/internal/scale"
	"omnimap/model"
	"omnimap/service"
)

// world is a small account in a database and in the oracle, to which the same
// is done.
type world struct {
	s       *service.Service
	store   *db.Store
	actor   model.Actor
	oracle  *oracle.State
	markets []market
}

// market is an integration: what the service and what the oracle know it by, and
// its marketplace.
type market struct {
	id          int64
	name, place string
}

// nowhere is an integration that neither of them has.
var nowhere = market{id: 1 << 40, name: "nowhere"}

// step is something that can be done to a world.
type step struct {
	name string
	// weight is how often it is done beside the others.
	weight int
	do     func(w *world, t *rapid.T, ctx context.Context) outcome
}

// outcome is what the service and the oracle answered to a step, written out so
// that it is the same where they agree.
type outcome struct{ got, want string }

// answer writes out what was answered, or the code with which it was refused.
func answer(err error, values ...any) string {
	var refused *model.UserError
	var oracleRefused *oracle.UserError
	switch {
	case err == nil:
		return fmt.Sprintf("%+v", values)
	case errors.As(err, &refused):
		return string(refused.Code)
	case errors.As(err, &oracleRefused):
		return string(oracleRefused.Code)
	}
	return "fault: " + err.Error()
}

// steps is all that can be done to a world.
var steps = []step{
	{"load Omni products from a request", 2, (*world).loadProductRequest},
	{"load Omni products from an export", 2, (*world).loadProductExport},
	{"load Omni products from the API", 1, (*world).loadProductAPI},
	{"load listings from a request", 2, (*world).loadListingRequest},
	{"load listings from a report", 2, (*world).loadListingReport},
	{"preview an import", 1, (*world).previewImport},
	{"import products", 3, (*world).importProducts},
	{"delete some mappings", 1, (*world).deleteSome},
	{"delete all mappings", 1, (*world).deleteAll},
	{"apply custom mappings", 4, (*world).applyCustom},
	{"remap products", 4, (*world).remapProducts},
	{"download products", 3, (*world).downloadProducts},
	{"delete downloaded products", 2, (*world).deleteDownloaded},
	{"restore mappings", 4, (*world).restoreMappings},
	{"ignore listings", 3, (*world).ignoreListings},
	{"turn Products on or off", 1, (*world).switchProducts},
	{"split an integration", 1, (*world).splitIntegration},
	{"create a counterpart", 1, (*world).createCounterpart},
	{"delete an integration", 1, (*world).deleteIntegration},
}

// drawStep draws a step by its name, which is what a failure then shows.
func drawStep(t *rapid.T) step {
	byName := make(map[string]step)
	var names []string
	for _, s := range steps {
		byName[s.name] = s
		for range s.weight {
			names = append(names, s.name)
		}
	}
	return byName[evenly(names...).Draw(t, "step")]
}

// newWorld makes an account with two marketplaces: of one an integration has all
// listings, of the other, all or a part, or a pair has them.
func newWorld(t *rapid.T, ctx context.Context, s *service.Service, store *db.Store, account int64) *world {
	err := store.Reader(ctx).Exec("INSERT INTO accounts (id, name, created_at) VALUES (?, ?, 0)", account, fmt.Sprint("world ", account)).Error
	if err != nil {
		t.Fatal(err)
	}
	w := &world{s: s, store: store, actor: model.Actor{AccountID: account, Name: "test", Role: model.RoleAdmin}, oracle: oracle.NewState()}
	parts := evenly([]model.Fulfilment{model.FulfilmentAny}, []model.Fulfilment{model.FulfilmentMerchant}, []model.Fulfilment{model.FulfilmentAmazon},
		[]model.Fulfilment{model.FulfilmentMerchant, model.FulfilmentAmazon}).Draw(t, "fulfilments")
	made := []outcome{w.addMarket(ctx, "DE", "DE", model.FulfilmentAny), w.addMarket(ctx, "UK", "UK", parts[0])}
	if len(parts) > 1 {
		made = append(made, w.addMarket(ctx, "UK FBA", "UK", parts[1]))
	}
	for _, o := range made {
		if o.got != "[]" || o.got != o.want {
			t.Fatalf("got %s, want %s", o.got, o.want)
		}
	}
	return w
}

// populate loads what there is to begin with, and maps some of it.
func (w *world) populate(t *rapid.T, ctx context.Context) {
	w.check(t, ctx, "load Omni products", w.loadProductRequest(t, ctx))
	for _, m := range w.markets {
		w.check(t, ctx, "load listings", w.loadListingsInto(t, ctx, m))
		if rapid.Bool().Draw(t, "imported") {
			w.check(t, ctx, "import products", w.importInto(t, ctx, m))
		}
	}
}

// check compares what was answered to a step, and what the step left.
func (w *world) check(t *rapid.T, ctx context.Context, step string, o outcome) {
	if o.got != o.want {
		t.Fatalf("%s: got %s, want %s", step, o.got, o.want)
	}
	w.compare(t, ctx)
}

// market draws one of the integrations, and now and then none.
func (w *world) market(t *rapid.T) market {
	if rarely(t, 20, "nowhere") {
		return nowhere
	}
	return evenly(w.markets...).Draw(t, "integration")
}

// TestWorlds drives random small catalogues, full of collisions, through the
// steps, compares everything with the rules as plain loops after each, and
// searches what they leave. Each world is an account. -rapid.checks or setChecks
// sets their number. It may take over 15 s: each step is compared.
func TestWorlds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, testWorlds)
}

func testWorlds(t *testing.T, url string) {
	checkWorlds(t, url, func(t *rapid.T, ctx context.Context, w *world) {
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			step := drawStep(t)
			w.check(t, ctx, step.name, step.do(w, t, ctx))
		}
		w.searchAll(t, ctx)
	})
}

// checksFlag is how many worlds a test draws.
const checksFlag = "rapid.checks"

// setChecks sets how many worlds a test draws, unless the command line does: few
// with -short, as make check has it.
func setChecks() error {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == checksFlag })
	if given {
		return nil
	}
	checks := scale.Of(15, 100)
	if testing.Short() {
		checks = 5
	}
	return flag.Set(checksFlag, strconv.Itoa(checks))
}

// checkWorlds has rapid make worlds with something in them, live drive each, and
// the service's own check look over all of them.
func checkWorlds(t *testing.T, url string, live func(*rapid.T, context.Context, *world)) {
	t.Helper()
	ctx := context.Background()
	log := slog.New(slog.DiscardHandler)
	store, err := db.Open(ctx, url, log)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	s := service.New(store, log)
	account := int64(1)
	rapid.Check(t, func(t *rapid.T) {
		account++
		w := newWorld(t, ctx, s, store, account)
		w.populate(t, ctx)
		live(t, ctx, w)
	})
	verified(t, s)
}

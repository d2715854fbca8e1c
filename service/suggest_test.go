package service_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/job"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// suggester is a service whose suggestions are computed when it is told to.
type suggester struct {
	*service.Service
	t           *testing.T
	actor       model.Actor
	integration int64
}

// openSuggester has a worker carry out runs until the test ends.
func openSuggester(t *testing.T, url string) *suggester {
	t.Helper()
	s, actor, integration := open(t, url)
	store, err := db.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	stop := startWorker(s, store)
	t.Cleanup(func() { stop(); store.Close() })
	return &suggester{s, t, actor, integration}
}

// startWorker has a worker compute suggestions until stop is called.
func startWorker(s *service.Service, store *db.Store) (stop func()) {
	worker := job.NewWorker(store, slog.New(slog.DiscardHandler), s.FailRun, job.Options{Wake: s.RunsDue(), Poll: 20 * time.Millisecond,
		Pause: func(int64) time.Duration { return time.Millisecond }})
	worker.Handle(service.SuggestRuns, s.ComputeSuggestions)
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); worker.Run(ctx) }()
	return func() { end(); <-ended }
}

func (s *suggester) state() *model.SuggestionState {
	s.t.Helper()
	states, err := s.SuggestionStates(context.Background(), s.actor, []int64{s.integration})
	if err != nil {
		s.t.Fatal(err)
	}
	return states[s.integration]
}

// compute waits until what is stale is computed.
func (s *suggester) compute() {
	s.t.Helper()
	awaitSuggestions(s.t, s.Service, s.actor, s.integration)
}

// awaitSuggestions has what is stale computed, and waits until that of an
// integration is.
func awaitSuggestions(t rapid.TB, s *service.Service, actor model.Actor, integration int64) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		if err := s.SuggestStale(context.Background()); err != nil {
			t.Fatal(err)
		}
		states, err := s.SuggestionStates(context.Background(), actor, []int64{integration})
		if err != nil {
			t.Fatal(err)
		}
		state := states[integration]
		if !state.Stale && state.Running == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not computed: %+v", state)
		}
		time.Sleep(5 * time.Millisecond) //nolint:forbidigo // this is the wait for a condition
	}
}

// first lists the first suggestions, as "SKU>Code score obstacle".
func (s *suggester) first(filter service.SuggestionFilter) (found []string) {
	s.t.Helper()
	page, err := s.SuggestedMappings(context.Background(), s.actor, s.integration, filter, query.PageArgs[string]{Limit: query.MaxPage})
	if err != nil {
		s.t.Fatal(err)
	}
	n, err := s.CountSuggestedMappings(context.Background(), s.actor, s.integration, filter)
	if err != nil || int(n) != len(page.Items) {
		s.t.Errorf("%d are counted, and %d listed, error %v", n, len(page.Items), err)
	}
	for _, item := range page.Items {
		entry := item.Listing.SKU + ">" + codeOf(item.Suggestion.Target)
		if item.Suggestion.Obstacle != nil {
			entry += " " + string(*item.Suggestion.Obstacle)
		}
		found = append(found, entry)
	}
	return found
}

func codeOf(target *model.OmniTarget) string {
	switch {
	case target.Size != nil:
		return *target.Size.Code
	case target.Option.Code != nil:
		return *target.Option.Code
	}
	return ""
}

// loadToSuggest loads a catalogue of six products, and listings whose SKUs are
// their Codes with something before or after, or nothing of the kind.
func (s *suggester) loadToSuggest() {
	s.t.Helper()
	ctx := context.Background()
	var products []model.OmniProductInput
	for _, p := range []struct{ code, name, barcode string }{
		{"KT-4410-BK", "Kestrel kettle 1.7 l black", "5012345678900"}, {"KT-4410-WH", "Kestrel kettle 1.7 l white", ""},
		{"TOAST-22", "Harrow toaster two slots", ""}, {"PAN-28-CI", "Skillet cast iron 28 cm", ""},
		{"LAMP-900", "Desk lamp with dimmer", ""}, {"MUG-SET4", "Stoneware mugs, set of 4", ""},
	} {
		products = append(products, model.OmniProductInput{Reference: p.code, Code: &p.code, Name: &p.name, Barcode: &p.barcode})
	}
	load(s.t)(s.UpsertOmniProducts(ctx, s.actor, products))
	made := time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	var listings []model.ListingInput
	for _, l := range []struct{ sku, title string }{
		{"FBA-KT-4410-BK", "Kestrel kettle 1.7 l, black"}, {"FBA-KT-4410-WH", "Kestrel kettle 1.7 l, white"}, {"FBA-TOAST-22", "Harrow toaster, two slots"},
		{"X1", "Skillet of cast iron, 28 cm"}, {"LAMP-900", "Desk lamp with dimmer"}, {"ZZZ", "Garden hose 15 m"},
	} {
		listings = append(listings, model.ListingInput{SKU: l.sku, Title: &l.title, CreatedAt: &made})
	}
	load(s.t)(s.UpsertListings(ctx, s.actor, s.integration, listings))
}

// TestSuggestions goes through the life of suggestions: computed, listed,
// rejected, accepted, and stale by each change.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := openSuggester(t, url)
		defer verified(t, s.Service)
		s.loadToSuggest()
		if state := s.state(); !state.Stale || state.ComputedAt != nil {
			t.Errorf("before the first computation: %+v", state)
		}
		s.compute()
		got := s.first(service.SuggestionFilter{})
		slices.Sort(got)
		want := []string{"FBA-KT-4410-BK>KT-4410-BK", "FBA-KT-4410-WH>KT-4410-WH", "FBA-TOAST-22>TOAST-22", "LAMP-900>LAMP-900 PRODUCT_IS_MAPPABLE", "X1>PAN-28-CI"}
		if !slices.Equal(got, want) {
			t.Fatalf("suggested are %q, want %q", got, want)
		}
		state := s.state()
		if state.Listings != 6 || state.WithSuggestion != 5 || len(state.Affixes) != 1 || *state.Affixes[0] != (model.Affix{Text: "FBA-", Prefix: true, Count: 3}) {
			t.Errorf("the state is %+v", state)
		}
		if got := s.first(service.SuggestionFilter{Affix: new("FBA-"), Evidence: []model.EvidenceKind{model.EvidenceCodeLikeSKU}, Acceptable: new(true), Search: new("kettle")}); len(got) != 2 {
			t.Errorf("kettles with the prefix: %q", got)
		}

		// What is rejected stays away, until that is taken back.
		page, err := s.SuggestedMappings(ctx, s.actor, s.integration, service.SuggestionFilter{Search: new("X1")}, query.PageArgs[string]{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		target := query.IDOfTarget(page.Items[0].Suggestion.Target)
		pair := []model.CustomPair{{SKU: "X1", Option: &target}}
		s.reject(pair, false, 1)
		s.reject(pair, false, 0)
		for range 2 {
			if got := s.first(service.SuggestionFilter{Search: new("X1")}); slices.ContainsFunc(got, func(g string) bool { return strings.Contains(g, "PAN") }) {
				t.Errorf("after the rejection: %q", got)
			}
			s.compute()
		}
		s.reject(pair, true, 1)
		s.compute()
		if got := s.first(service.SuggestionFilter{Search: new("X1")}); !slices.Equal(got, []string{"X1>PAN-28-CI"}) {
			t.Errorf("taken back: %q", got)
		}

		// A dry run answers the same and changes nothing.
		for _, dryRun := range []bool{true, false} {
			result, err := s.AcceptSuggestions(ctx, s.actor, s.integration, service.AcceptRequest{DryRun: dryRun})
			if err != nil {
				t.Fatal(err)
			}
			if result.Summary.ProductOptionsMapped != 4 || result.Summary.Rejected != 1 || result.Rejected[0].Code != model.CodeProductIsMappable || dryRun != (result.Operation == nil) {
				t.Errorf("accepted %+v %+v", result.Summary, result.Rejected)
			}
		}
		if got := s.first(service.SuggestionFilter{}); !slices.Equal(got, []string{"LAMP-900>LAMP-900 PRODUCT_IS_MAPPABLE"}) {
			t.Errorf("left are %q", got)
		}
		if !s.state().Stale {
			t.Error("suggestions are not stale after a change")
		}
		s.compute()
	})
}

func (s *suggester) reject(pairs []model.CustomPair, takeBack bool, want int64) {
	s.t.Helper()
	result, err := s.RejectSuggestions(context.Background(), s.actor, s.integration, service.RejectRequest{Pairs: pairs, TakeBack: takeBack})
	if err != nil || result.Changed != want {
		s.t.Errorf("rejected %+v, want %d, error %v", result, want, err)
	}
}

// TestSuggestSample wants the sample's suggestions to name their items: where only
// a size, a colour or a price speaks for one, it is hardly likely.
func TestSuggestSample(t *testing.T) {
	t.Parallel()
	s := openSuggester(t, dbtest.SQLite(t))
	loadSample(t, s.Service, s.actor, s.integration)
	importSample(t, s.Service, s.actor, s.integration, 131)
	s.compute()
	page, err := s.SuggestedMappings(context.Background(), s.actor, s.integration, service.SuggestionFilter{}, query.PageArgs[string]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	vague := []model.EvidenceKind{model.EvidenceOptionWords, model.EvidenceFamily, model.EvidencePrice, model.EvidencePack, model.EvidenceBundle}
	named := 0
	for _, item := range page.Items {
		switch {
		case slices.ContainsFunc(item.Suggestion.Evidence, func(e *model.Evidence) bool { return !e.Against && !slices.Contains(vague, e.Kind) }):
			named++
		case item.Suggestion.Score > 20:
			t.Errorf("%s is suggested to be %s: %d, %+v", item.Listing.SKU, codeOf(item.Suggestion.Target), item.Suggestion.Score, *item.Suggestion.Evidence[0])
		}
	}
	if named < 40 {
		t.Errorf("%d suggestions name their items", named)
	}
}

// TestSuggestAgain computes more than sixty times: numbers of snapshots do not run
// out, and what does not count any more is deleted. A load that changes nothing
// makes nothing stale.
func TestSuggestAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := openSuggester(t, url)
		s.loadToSuggest()
		for range 70 {
			if _, err := s.SuggestMappings(ctx, s.actor, s.integration); err != nil {
				t.Fatal(err)
			}
			awaitSuggestions(t, s.Service, s.actor, s.integration)
		}
		if got := s.first(service.SuggestionFilter{}); len(got) != 5 {
			t.Errorf("suggested are %q", got)
		}
		s.loadToSuggest()
		if s.state().Stale {
			t.Error("a load that changed nothing made the suggestions stale")
		}
		verified(t, s.Service)
	})
}

// TestSuggestAfterPanic has a computation panic: the next attempt is made, and
// others can compute.
func TestSuggestAfterPanic(t *testing.T) {
	t.Parallel()
	s := openSuggester(t, dbtest.SQLite(t))
	panics := true
	s.MakeRoomWith(func() func() {
		if panics {
			panics = false
			panic("out of room")
		}
		return func() {}
	})
	s.loadToSuggest()
	s.compute()
	if got := s.first(service.SuggestionFilter{}); len(got) != 5 || panics {
		t.Errorf("suggested are %q", got)
	}
}

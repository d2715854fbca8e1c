package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/db"
	"omnimap/graph"
	"omnimap/graph/limit"
	"omnimap/internal/dbtest"
	"omnimap/job"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// statements counts the statements that the database was sent.
type statements struct{ n atomic.Int64 }

func (s *statements) Enabled(context.Context, slog.Level) bool { return true }
func (s *statements) WithAttrs([]slog.Attr) slog.Handler       { return s }
func (s *statements) WithGroup(string) slog.Handler            { return s }

func (s *statements) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "statement" {
		s.n.Add(1)
	}
	return nil
}

// server is a real server on the sample, imported.
type server struct {
	*httptest.Server
	resolver    *graph.Resolver
	options     graph.Options
	actor       model.Actor
	statements  *statements
	integration string
	store       *db.Store
}

func newServer(t testing.TB, url string) *server {
	t.Helper()
	ctx := context.Background()
	counter := &statements{}
	store, err := db.Open(ctx, url, slog.New(counter))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	log := slog.New(slog.DiscardHandler)
	s := service.New(store, log)
	actor, err := s.DefaultActor(ctx)
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "UK", SellerID: "S", MarketplaceID: "M", ProductsEnabled: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LoadListings(ctx, actor, made.ID, sample.AmazonListings(), service.FileLoad{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ImportProducts(ctx, actor, made.ID, model.ScopeAll); err != nil {
		t.Fatal(err)
	}
	resolver := &graph.Resolver{Service: s}
	actor.KeyID = "TEST"
	options := graph.Options{Authenticate: func(context.Context, string) (*model.Actor, error) { return &actor, nil }, Limits: limit.DefaultLimits(), Log: log}
	w := &server{Server: httptest.NewServer(graph.NewHandler(resolver, options)), resolver: resolver, options: options, actor: actor, statements: counter, store: store}
	t.Cleanup(w.Close)
	var found struct{ Integrations []struct{ ID string } }
	w.ask(t, "{integrations{id}}", &found)
	w.integration = found.Integrations[0].ID
	return w
}

// suggest has the suggestions computed.
func (w *server) suggest(t testing.TB) {
	t.Helper()
	s := w.resolver.Service
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	worker := job.NewWorker(w.store, slog.New(slog.DiscardHandler), s.FailRun, job.Options{Wake: s.RunsDue()})
	worker.Handle(service.SuggestRuns, s.ComputeSuggestions)
	go worker.Run(ctx)
	if err := s.SuggestStale(ctx); err != nil {
		t.Fatal(err)
	}
	for {
		var found struct {
			Integrations []struct{ SuggestionState struct{ Stale bool } }
		}
		w.ask(t, "{integrations{suggestionState{stale}}}", &found)
		if !found.Integrations[0].SuggestionState.Stale {
			return
		}
	}
}

// post sends a query and returns its data and errors. $ID in it is the integration.
func (w *server) post(t testing.TB, query string) (data json.RawMessage, errors string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": strings.ReplaceAll(query, "$ID", fmt.Sprintf("%q", w.integration))})
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(w.URL, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Data, Errors json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data, string(answer.Errors)
}

func (w *server) ask(t testing.TB, query string, dst any) {
	t.Helper()
	data, errors := w.post(t, query)
	if errors != "" {
		t.Fatalf("%s: %s", query, errors)
	}
	if err := json.Unmarshal(data, dst); err != nil {
		t.Fatal(err)
	}
}

// TestStatements shows that no list reads the database once a row: a page of
// 100 takes as many statements as a page of two.
func TestStatements(t *testing.T) {
	t.Parallel()
	const mapping = "mapping{id source integration{name}}"
	queries := []string{
		"{mappedProducts(integrationId:$ID, first:%d){totalCount nodes{id listing{sku matches{level} integration{name} " + mapping +
			"} target{product{code options{code sizes{code mapping(integrationId:$ID){id}} mapping(integrationId:$ID){id}}}}}}}",
		"{amazonListings(integrationId:$ID, first:%d){totalCount nodes{sku status matches{product{code options{code}}} " + mapping + " integration{name productStatus{mapped}}}}}",
		"{unmappableProducts(integrationId:$ID, last:%d){edges{node{sku unmappableReason matches{option{code}}}}}}",
		"{omniProducts(first:%d){totalCount nodes{code options{code isDefault product{code} sizes{code option{code}} mapping(integrationId:$ID){listing{sku}}}}}}",
		"{operations(first:%d){nodes{kind restorable integration{name}}}}",
		`{omniTargets(search:"g", first:%d){level product{code options{code sizes{code}}}}}`,
	}
	dbtest.Each(t, func(t *testing.T, url string) {
		w := newServer(t, url)
		count := func(query string) int64 {
			before := w.statements.n.Load()
			var any json.RawMessage
			w.ask(t, query, &any)
			return w.statements.n.Load() - before
		}
		for _, query := range queries {
			few, many := count(fmt.Sprintf(query, 2)), count(fmt.Sprintf(query, 50))
			if few == 0 || many > few {
				t.Errorf("%d statements for two entries, %d for 50: %s", few, many, query)
			}
		}
	})
}

// TestPageStatements shows that a page with entries is read by one statement,
// and that an integration is missed where there is none.
func TestPageStatements(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		w := newServer(t, url)
		for _, list := range []string{
			"mappedProducts(integrationId:%s, first:%d){nodes{listing{sku status} target{option{product{name}} size{code}}} edges{cursor} pageInfo{endCursor}}",
			"amazonListings(integrationId:%s, first:%d){nodes{sku status} pageInfo{startCursor}}",
			"amazonListings(integrationId:%s, first:%d, filter:{status:MAPPED}){nodes{sku status}}",
			"unmappableProducts(integrationId:%s, last:%d){edges{cursor node{sku unmappableReason}}}",
		} {
			before := w.statements.n.Load()
			var any json.RawMessage
			w.ask(t, "{"+fmt.Sprintf(list, "$ID", 5)+"}", &any)
			if n := w.statements.n.Load() - before; n != 1 {
				t.Errorf("%s: %d statements", list, n)
			}
			w.ask(t, "{"+fmt.Sprintf(list, "$ID", 0)+"}", &any)
			for _, unknown := range []string{`"none"`, `"WyJJbnRlZ3JhdGlvbiIsOTld"`} {
				for _, entries := range []int{0, 5} {
					if data, errors := w.post(t, "{"+fmt.Sprintf(list, unknown, entries)+"}"); !strings.Contains(errors, "NOT_FOUND") {
						t.Errorf("%s of %s: %s, errors %s", list, unknown, data, errors)
					}
				}
			}
		}
	})
}

// TestPaging walks whole lists in both directions, by pages of seven.
func TestPaging(t *testing.T) {
	t.Parallel()
	lists := []string{"amazonListings(integrationId:$ID, %s)", "unmappableProducts(integrationId:$ID, %s)",
		"mappedProducts(integrationId:$ID, %s)", "omniProducts(%s)", "operations(%s)",
		"amazonListings(integrationId:$ID, filter:{status:[MAPPED, PARTIALLY_MAPPED, UNMAPPABLE]}, %s)"}
	type page struct {
		TotalCount int
		Nodes      []struct{ ID string }
		PageInfo   struct {
			HasNextPage, HasPreviousPage bool
			StartCursor, EndCursor       string
		}
	}
	dbtest.Each(t, func(t *testing.T, url string) {
		w := newServer(t, url)
		read := func(list, args string) page {
			var found struct{ List page }
			w.ask(t, "{list:"+fmt.Sprintf(list, args)+"{totalCount nodes{id} pageInfo{hasNextPage hasPreviousPage startCursor endCursor}}}", &found)
			return found.List
		}
		for _, list := range lists {
			var forward, backward []string
			for args := "first:7"; ; {
				p := read(list, args)
				for _, node := range p.Nodes {
					forward = append(forward, node.ID)
				}
				if !p.PageInfo.HasNextPage {
					if p.TotalCount != len(forward) {
						t.Errorf("%s: %d entries, totalCount %d", list, len(forward), p.TotalCount)
					}
					break
				}
				args = fmt.Sprintf("first:7, after:%q", p.PageInfo.EndCursor)
			}
			for args := "last:7"; ; {
				p := read(list, args)
				var ids []string
				for _, node := range p.Nodes {
					ids = append(ids, node.ID)
				}
				backward = append(ids, backward...)
				if !p.PageInfo.HasPreviousPage {
					break
				}
				args = fmt.Sprintf("last:7, before:%q", p.PageInfo.StartCursor)
			}
			if len(forward) == 0 || fmt.Sprint(forward) != fmt.Sprint(backward) {
				t.Errorf("%s: forward %v, backward %v", list, forward, backward)
			}
			for _, id := range forward[:1] {
				var found struct{ Node struct{ ID string } }
				w.ask(t, fmt.Sprintf("{node(id:%q){id}}", id), &found)
				if found.Node.ID != id {
					t.Errorf("%s: node %s is %s", list, id, found.Node.ID)
				}
			}
		}
		for _, args := range []string{"first:251", "first:-1", "first:1, last:1", `after:"x"`} {
			if _, errors := w.post(t, "{omniProducts("+args+"){totalCount}}"); !strings.Contains(errors, "BAD_USER_INPUT") {
				t.Errorf("%s: got %s, want BAD_USER_INPUT", args, errors)
			}
		}
		for _, malformed := range []string{`createdAfter:"x"`, `createdAfter:7`} {
			query := fmt.Sprintf("{amazonListings(integrationId:%q, filter:{%s}){totalCount}}", w.integration, malformed)
			if _, errors := w.post(t, query); !strings.Contains(errors, "BAD_USER_INPUT") {
				t.Errorf("%s: got %s, want BAD_USER_INPUT", malformed, errors)
			}
		}
	})
}

// TestContract holds what the schema has of the contract against the contract,
// where that is at hand.
func TestContract(t *testing.T) {
	text, err := os.ReadFile("../../shared/contract/schema.graphql")
	if os.IsNotExist(err) {
		t.Skip("the contract is not at hand")
	}
	if err != nil {
		t.Fatal(err)
	}
	contract, err := gqlparser.LoadSchema(&ast.Source{Name: "contract", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	ours := graph.NewExecutableSchema(graph.Config{}).Schema()
	for name, want := range contract.Types {
		got := ours.Types[name]
		if got == nil || want.BuiltIn {
			continue
		}
		if got.Kind != want.Kind || fmt.Sprint(got.Interfaces) != fmt.Sprint(want.Interfaces) {
			t.Errorf("type %s differs", name)
		}
		for _, value := range want.EnumValues {
			if got.EnumValues.ForName(value.Name) == nil {
				t.Errorf("%s lacks %s", name, value.Name)
			}
		}
		for _, field := range want.Fields {
			compareField(t, name, got.Fields.ForName(field.Name), field, want.Kind == ast.InputObject)
		}
	}
}

func compareField(t *testing.T, owner string, got, want *ast.FieldDefinition, input bool) {
	t.Helper()
	if got == nil {
		if input {
			t.Errorf("%s lacks %s", owner, want.Name)
		}
		return
	}
	if got.Type.String() != want.Type.String() || fmt.Sprint(got.DefaultValue) != fmt.Sprint(want.DefaultValue) {
		t.Errorf("%s.%s is %s, want %s", owner, want.Name, got.Type, want.Type)
	}
	for _, argument := range want.Arguments {
		found := got.Arguments.ForName(argument.Name)
		if found == nil || found.Type.String() != argument.Type.String() || fmt.Sprint(found.DefaultValue) != fmt.Sprint(argument.DefaultValue) {
			t.Errorf("%s.%s: argument %s differs", owner, want.Name, argument.Name)
		}
	}
}

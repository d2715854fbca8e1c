package service_test

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/internal/scale"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// victimURL names the database on which a child of TestKill works until it is
// killed.
const victimURL = "OMNIMAP_TEST_VICTIM_URL"

func TestMain(m *testing.M) {
	if url := os.Getenv(victimURL); url != "" {
		if err := victim(url); err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if err := setChecks(); err != nil {
		panic(err)
	}
	dbtest.Main(m)
}

// victim does the cycle without end.
func victim(url string) error {
	ctx := context.Background()
	log := slog.New(slog.DiscardHandler)
	store, err := db.Open(ctx, url, log)
	if err != nil {
		return err
	}
	s := service.New(store, log)
	actor, err := s.DefaultActor(ctx)
	if err != nil {
		return err
	}
	for {
		for _, step := range cycle(s, actor, 1) {
			if err := step(ctx); err != nil {
				return err
			}
		}
	}
}

// cycle is a step of each kind, on the sample.
func cycle(s *service.Service, actor model.Actor, integration int64) []func(context.Context) error {
	code, family := "WR-TOWEL BATH", "WR-MUG"
	return []func(context.Context) error{
		func(ctx context.Context) error {
			_, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{})
			return err
		},
		func(ctx context.Context) error {
			_, err := s.LoadListings(ctx, actor, integration, sample.AmazonListings(), service.FileLoad{})
			return err
		},
		func(ctx context.Context) error {
			_, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll)
			return err
		},
		func(ctx context.Context) error {
			_, err := s.IgnoreListings(ctx, actor, integration, service.IgnoreRequest{FamilySKUs: []string{"QX-7F3K-9LPD", family}, Note: &code})
			return err
		},
		func(ctx context.Context) error {
			pairs := []model.CustomPair{{SKU: "WRN-TOWEL-BATH-UK", Code: &code}}
			_, err := s.ApplyCustomMappings(ctx, actor, integration, pairs, service.CustomOptions{})
			return err
		},
		func(ctx context.Context) error {
			_, err := s.DownloadProducts(ctx, actor, integration, service.DownloadRequest{FamilySKUs: []string{"FM-CAP-AMZ"}})
			return err
		},
		func(ctx context.Context) error {
			_, err := s.RemapProducts(ctx, actor, integration, service.RemapRequest{FamilySKU: &family})
			return err
		},
		func(ctx context.Context) error {
			_, err := s.DeleteAllMappings(ctx, actor, integration, "UK", service.DeleteOptions{})
			return err
		},
		func(ctx context.Context) error {
			page, err := s.Operations(ctx, actor, service.OperationFilter{Integration: &integration}, query.PageArgs[string]{Limit: 100})
			if err != nil {
				return err
			}
			last := slices.IndexFunc(page.Items, func(op *model.Operation) bool { return op.Restorable })
			_, err = s.RestoreMappings(ctx, actor, page.Items[last].ID)
			return err
		},
		func(ctx context.Context) error {
			_, err := s.DeleteAllMappings(ctx, actor, integration, "UK", service.DeleteOptions{DoNotMapAgain: true})
			return err
		},
		func(ctx context.Context) error {
			ignored := query.ListingFilter{Reason: []model.UnmappableReason{model.ReasonIgnored}}
			_, err := s.IgnoreListings(ctx, actor, integration, service.IgnoreRequest{Filter: &ignored, TakeBack: true})
			return err
		},
	}
}

// statesOfCycle are the counts that are seen between the cycle's steps, and those
// at its end.
func statesOfCycle(t *testing.T, url string) (states map[model.ProductStatus]bool, end model.ProductStatus) {
	t.Helper()
	s, actor, integration := open(t, url)
	states = map[model.ProductStatus]bool{{}: true}
	for range 2 {
		for _, step := range cycle(s, actor, integration) {
			if err := step(context.Background()); err != nil {
				t.Fatal(err)
			}
			end = count(t, s, actor, integration)
			states[end] = true
		}
	}
	return states, end
}

func count(t *testing.T, s *service.Service, actor model.Actor, integration int64) model.ProductStatus {
	t.Helper()
	counts, err := s.ProductStatus(context.Background(), actor, []int64{integration})
	if err != nil {
		t.Fatal(err)
	}
	return *counts[integration]
}

// TestKill kills a process with SIGKILL at different moments of its operations:
// each is found done or not begun, none is taken for running, and a whole cycle
// afterwards ends as every cycle does.
func TestKill(t *testing.T) {
	t.Parallel()
	states, end := statesOfCycle(t, dbtest.SQLite(t))
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		rounds := scale.Of(3, 8)
		for round := range rounds {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), victimURL+"="+url)
			child.Stderr = os.Stderr
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(150+1211*round/(rounds-1)) * time.Millisecond) //nolint:forbidigo // It is killed at any moment.
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = child.Wait()
			// PostgreSQL may take a moment to see that its client is gone.
			until(t, "the abandoned operation is ended", func() bool {
				if err := s.ReapAbandoned(context.Background()); err != nil {
					t.Fatal(err)
				}
				return newest(t, s, actor).State != model.StateRunning
			})
			verified(t, s)
			if found := count(t, s, actor, integration); !states[found] {
				t.Errorf("round %d: %+v is between two states", round, found)
			}
			for i, step := range cycle(s, actor, integration) {
				if err := step(context.Background()); err != nil {
					t.Fatalf("round %d, step %d afterwards: %v", round, i, err)
				}
			}
			if found := count(t, s, actor, integration); found != end {
				t.Errorf("round %d: a whole cycle afterwards ends in %+v, not %+v", round, found, end)
			}
		}
	})
}

package service_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/idempotency"
)

// repeatable is a mutation with a key.
func repeatable(key string) idempotency.Request {
	return idempotency.Request{Field: "f", Key: key, Fingerprint: []byte("same")}
}

// TestOnceWaits has two wait for one that is at work: one of them gives up,
// the other gets the answer.
func TestOnceWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, _ := open(t, url)
		ctx := context.Background()
		begun, goOn := make(chan struct{}), make(chan struct{})
		var group sync.WaitGroup
		ask := func(ctx context.Context, do func() ([]byte, bool), want string, wantErr error) {
			answer, err := s.DoIdempotent(ctx, actor, repeatable("k"), do)
			if string(answer) != want || !errors.Is(err, wantErr) {
				t.Errorf("got %q, error %v, want %q and %v", answer, err, want, wantErr)
			}
		}
		never := func() ([]byte, bool) { //nolint:unparam // the type of a mutation
			t.Error("it was done twice")
			return nil, false
		}
		group.Go(func() {
			ask(ctx, func() ([]byte, bool) { close(begun); <-goOn; return []byte("done"), true }, "done", nil)
		})
		<-begun
		hasty, giveUp := context.WithCancel(ctx)
		gaveUp := make(chan struct{})
		go func() { ask(hasty, never, "", context.Canceled); close(gaveUp) }()
		group.Go(func() { ask(ctx, never, "done", nil) })
		// A request with another key does not wait.
		if answer, err := s.DoIdempotent(ctx, actor, repeatable("other"), func() ([]byte, bool) { return []byte("other"), true }); string(answer) != "other" || err != nil {
			t.Errorf("got %q, error %v", answer, err)
		}
		giveUp()
		<-gaveUp
		close(goOn)
		group.Wait()
	})
}

// TestOnceAcrossProcesses has many ask two services on one database: it is
// done once, also where it first fails or panics.
func TestOnceAcrossProcesses(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	first, actor, _ := open(t, url)
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	services := []*service.Service{first, service.New(store, slog.New(slog.DiscardHandler))}
	var done, tries atomic.Int64
	var group sync.WaitGroup
	answers := make([]string, 24)
	for i := range answers {
		group.Go(func() {
			for answers[i] == "" {
				answers[i] = tryOnce(t, services[i%2], actor, func() ([]byte, bool) {
					switch tries.Add(1) {
					case 1:
						return nil, false
					case 2:
						panic("a fault")
					}
					return fmt.Append(nil, done.Add(1)), true
				})
			}
		})
	}
	group.Wait()
	for _, answer := range answers {
		if answer != "1" {
			t.Errorf("answers %q", answers)
			break
		}
	}
	if done.Load() != 1 || tries.Load() != 3 {
		t.Errorf("it was done %d times, in %d tries", done.Load(), tries.Load())
	}
}

// tryOnce is empty where it was not done.
func tryOnce(t *testing.T, s *service.Service, actor model.Actor, do func() ([]byte, bool)) string {
	defer func() { _ = recover() }()
	answer, err := s.DoIdempotent(context.Background(), actor, repeatable("k"), do)
	if err != nil {
		t.Error(err)
	}
	return string(answer)
}

// TestOnceConnections has as much work at once as would take all connections
// for its claims, were they not bounded, and leave none for itself.
func TestOnceConnections(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, _ := open(t, url)
		var group sync.WaitGroup
		for i := range 100 {
			group.Go(func() {
				name := fmt.Sprint("shop ", i)
				answer, err := s.DoIdempotent(context.Background(), actor, repeatable(name), func() ([]byte, bool) {
					_, err := s.CreateIntegration(context.Background(), actor, service.NewIntegration{Name: name, SellerID: name, MarketplaceID: "M"})
					return fmt.Append(nil, err), true
				})
				if string(answer) != "<nil>" || err != nil {
					t.Errorf("got %s, error %v", answer, err)
				}
			})
		}
		group.Wait()
	})
}

package service_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/operation"
)

// watched has a service watch while a test lasts.
func watched(t *testing.T, s *service.Service) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var watching sync.WaitGroup
	watching.Go(func() { s.Watch(ctx) })
	t.Cleanup(func() { stop(); watching.Wait() })
}

// subscribed gives a subscription that ends with the test.
func subscribed(t *testing.T, s *service.Service, actor model.Actor, integration *int64) *operation.Subscription {
	t.Helper()
	sub, err := s.Subscribe(actor, integration)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sub.Close)
	return sub
}

// receive waits for the next event of a subscription.
func receive(t *testing.T, sub *operation.Subscription) *model.Operation {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	op, err := sub.Next(ctx)
	if err != nil {
		t.Errorf("a subscription receives nothing: %v", err)
		runtime.Goexit()
	}
	return op
}

// receiveUntil reads until an operation has that state. Before, only it may be
// received, as running, and never as less far.
func receiveUntil(t *testing.T, sub *operation.Subscription, state model.OperationState) *model.Operation {
	t.Helper()
	last := receive(t, sub)
	for last.State != state {
		op := receive(t, sub)
		if last.State != model.StateRunning || op.ID != last.ID || op.Done < last.Done {
			t.Errorf("after %+v came %+v", last, op)
		}
		last = op
	}
	return last
}

// heldLoad is a load of listings whose file is on the way.
type heldLoad struct {
	rows   int
	upload *io.PipeWriter
	loaded chan error
}

func holdLoad(s *service.Service, actor model.Actor, integration int64, load service.FileLoad) *heldLoad {
	file, upload := io.Pipe()
	h := &heldLoad{upload: upload, loaded: make(chan error, 1)}
	go func() {
		_, err := s.LoadListings(context.Background(), actor, integration, file, load)
		h.loaded <- err
	}()
	fmt.Fprintln(upload, "seller-sku\titem-name")
	return h
}

// send sends enough rows for progress to be seen.
func (h *heldLoad) send() {
	for range 6_000 {
		h.rows++
		fmt.Fprintf(h.upload, "SKU-%d\tA title\n", h.rows)
	}
}

func (h *heldLoad) end() error {
	h.upload.Close()
	return <-h.loaded
}

// TestSubscribe receives a load from its start to its end, and what else
// concerns an integration, but not of another one's.
func TestSubscribe(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		watched(t, s)
		other, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "DE", SellerID: "S", MarketplaceID: "D", ProductsEnabled: true})
		if err != nil {
			t.Fatal(err)
		}
		all, one := subscribed(t, s, actor, nil), subscribed(t, s, actor, &integration)
		load := holdLoad(s, actor, integration, service.FileLoad{})
		for range 2 {
			load.send()
			for _, sub := range []*operation.Subscription{all, one} {
				op := receive(t, sub)
				for op.Done <= int64(load.rows)-6_000 && op.State == model.StateRunning {
					op = receive(t, sub)
				}
				if op.State != model.StateRunning || op.Kind != model.OperationLoadAmazon || op.Total != nil || op.FinishedAt != nil {
					t.Errorf("after %d rows it is %+v", load.rows, op)
				}
			}
		}
		if err := load.end(); err != nil {
			t.Fatal(err)
		}
		for _, sub := range []*operation.Subscription{all, one} {
			op := receiveUntil(t, sub, model.StateSucceeded)
			if op.Done != 12_000 || op.FinishedAt == nil || op.Summary.Load == nil || op.Summary.Load.Created != 12_000 {
				t.Errorf("it ended as %+v", op)
			}
		}
		if _, err := s.ImportProducts(ctx, actor, other.ID, model.ScopeAll); err != nil {
			t.Fatal(err)
		}
		if _, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(`[]`), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		if op := receiveUntil(t, all, model.StateSucceeded); op.Kind != model.OperationImport {
			t.Errorf("all of the account's tells %+v", op)
		}
		for _, sub := range []*operation.Subscription{all, one} {
			if op := receiveUntil(t, sub, model.StateSucceeded); op.Kind != model.OperationLoadOmni {
				t.Errorf("of the load of the Omni catalogue %+v was received", op)
			}
		}
	})
}

// TestSubscribeAccounts receives nothing of another account.
func TestSubscribeAccounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, _ := open(t, url)
		watched(t, s)
		stranger := actor
		var err error
		if stranger.AccountID, _, err = s.Account(ctx, "Stranger"); err != nil {
			t.Fatal(err)
		}
		theirs, ours := subscribed(t, s, stranger, nil), subscribed(t, s, actor, nil)
		for _, who := range []model.Actor{actor, stranger} {
			if _, err := s.LoadOmniProducts(ctx, who, strings.NewReader(`[]`), service.FileLoad{}); err != nil {
				t.Fatal(err)
			}
		}
		for sub, account := range map[*operation.Subscription]int64{theirs: stranger.AccountID, ours: actor.AccountID} {
			if op := receiveUntil(t, sub, model.StateSucceeded); op.AccountID != account {
				t.Errorf("account %d receives %+v", account, op)
			}
		}
	})
}

// TestSubscribeToRefused receives the end of an operation that was seen running
// and then refused, of which nothing is kept; and of one that a fault ended.
func TestSubscribeToRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		watched(t, s)
		sub := subscribed(t, s, actor, &integration)
		first := holdLoad(s, actor, integration, service.FileLoad{})
		first.send()
		first.send()
		if err := first.end(); err != nil {
			t.Fatal(err)
		}
		receiveUntil(t, sub, model.StateSucceeded)
		shrinking := holdLoad(s, actor, integration, service.FileLoad{RemoveMissing: true})
		shrinking.send()
		began := receive(t, sub)
		var refusal *model.UserError
		if err := shrinking.end(); !errors.As(err, &refusal) {
			t.Fatalf("got %v, want it refused", err)
		}
		op := receiveUntil(t, sub, model.StateFailed)
		if op.ID != began.ID || op.Error == nil || *op.Error != refusal.Message || op.FinishedAt == nil {
			t.Errorf("it ended as %+v, want it refused: %s", op, refusal.Message)
		}
		if kept, err := s.Operation(context.Background(), actor, op.ID); kept != nil || err != nil {
			t.Errorf("it is kept: %+v, error %v", kept, err)
		}

		broken := holdLoad(s, actor, integration, service.FileLoad{})
		broken.send()
		receive(t, sub)
		broken.upload.CloseWithError(errors.New("the connection was lost"))
		if <-broken.loaded == nil {
			t.Error("a broken upload was loaded")
		}
		if op := receiveUntil(t, sub, model.StateFailed); op.ID == began.ID || op.Error == nil {
			t.Errorf("it ended as %+v", op)
		}
	})
}

// TestSlowSubscriber does not read: it is given up, others are not held up.
func TestSlowSubscriber(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		watched(t, s)
		slow := subscribed(t, s, actor, nil)
		sub := subscribed(t, s, actor, nil)
		const imports = 501
		var reading sync.WaitGroup
		reading.Go(func() {
			for ended := 0; ended < imports; {
				if receive(t, sub).State == model.StateSucceeded {
					ended++
				}
			}
		})
		for range imports {
			if _, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll); err != nil {
				t.Fatal(err)
			}
		}
		reading.Wait()
		if _, err := slow.Next(ctx); !errors.Is(err, operation.ErrTooSlow) {
			t.Errorf("it ends with error %v, want that it is too slow", err)
		}
	})
}

// TestSubscribeAgain reads only after an operation has begun, gone on and
// ended: it receives the beginning and the end.
func TestSubscribeAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		watched(t, s)
		sub, other := subscribed(t, s, actor, nil), subscribed(t, s, actor, nil)
		load := holdLoad(s, actor, integration, service.FileLoad{})
		load.send()
		if err := load.end(); err != nil {
			t.Fatal(err)
		}
		receiveUntil(t, other, model.StateSucceeded)
		if op := receive(t, sub); op.State != model.StateRunning || op.FinishedAt != nil || op.Done != 0 || op.Summary.Load != nil {
			t.Errorf("it receives %+v, want the beginning", op)
		}
		if op := receive(t, sub); op.State != model.StateSucceeded {
			t.Errorf("it receives %+v, want the end", op)
		}
	})
}

// reads counts the statements that read operations by their ids.
type reads struct {
	slog.Handler
	n atomic.Int64
}

func (r *reads) Enabled(context.Context, slog.Level) bool { return true }
func (r *reads) WithAttrs([]slog.Attr) slog.Handler       { return r }

func (r *reads) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(a slog.Attr) bool {
		if strings.Contains(a.Value.String(), "account_id IN") {
			r.n.Add(1)
		}
		return true
	})
	return nil
}

// TestManySubscribers have their operations read together.
func TestManySubscribers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		count := &reads{Handler: slog.DiscardHandler}
		store, err := db.Open(ctx, url, slog.New(count))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		s := service.New(store, slog.New(slog.DiscardHandler))
		actor, err := s.DefaultActor(ctx)
		if err != nil {
			t.Fatal(err)
		}
		watched(t, s)
		const subscribers, operations = 200, 5
		var reading sync.WaitGroup
		for range subscribers {
			sub := subscribed(t, s, actor, nil)
			reading.Go(func() {
				for range operations {
					receiveUntil(t, sub, model.StateSucceeded)
				}
			})
		}
		for range operations {
			if _, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(`[]`), service.FileLoad{}); err != nil {
				t.Fatal(err)
			}
		}
		reading.Wait()
		// Each operation is sent twice at most, and each is read by few.
		if n := count.n.Load(); n == 0 || n > 20*operations {
			t.Errorf("%d subscribers had operations read %d times", subscribers, n)
		}
	})
}

// TestSubscribeElsewhere receives in one process of what another one does, also
// after the connections that listen were lost.
func TestSubscribeElsewhere(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := dbtest.Postgres(t)
	s, actor, integration := open(t, url)
	elsewhere := beside(t, url)
	watched(t, s)
	watched(t, elsewhere)
	store, err := db.Open(ctx, url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	cut := func() {
		until(t, "a connection that listens is cut", func() bool {
			var n int
			err := store.Reader(ctx).Raw(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND query = 'LISTEN omnimap'`).Scan(&n).Error
			return err == nil && n > 0
		})
	}
	sub := subscribed(t, elsewhere, actor, &integration)
	load := holdLoad(s, actor, integration, service.FileLoad{})
	for range 3 {
		load.send()
		op := receive(t, sub)
		for op.Done <= int64(load.rows)-6_000 && op.State == model.StateRunning {
			op = receive(t, sub)
		}
		if op.State != model.StateRunning {
			t.Errorf("after %d rows it is %+v", load.rows, op)
		}
		cut()
	}
	if err := load.end(); err != nil {
		t.Fatal(err)
	}
	if op := receiveUntil(t, sub, model.StateSucceeded); op.Done != 18_000 {
		t.Errorf("it ended as %+v", op)
	}
	for range 3 {
		cut()
		if _, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll); err != nil {
			t.Fatal(err)
		}
		if op := receiveUntil(t, sub, model.StateSucceeded); op.Kind != model.OperationImport {
			t.Errorf("%+v was received", op)
		}
	}
}

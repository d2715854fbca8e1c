package service_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// patience is how long anything may take before its test is given up.
const patience = time.Minute

// until asks again and again until the answer is yes.
func until(t *testing.T, what string, ask func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ask(); time.Sleep(10 * time.Millisecond) { //nolint:forbidigo // this is the wait for a condition
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}

// newest is the newest operation.
func newest(t *testing.T, s *service.Service, actor model.Actor) *model.Operation {
	t.Helper()
	page, err := s.Operations(context.Background(), actor, service.OperationFilter{}, query.PageArgs[string]{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) == 0 {
		return &model.Operation{}
	}
	return page.Items[0]
}

// beside gives a second service on the database of a first, as another process
// would have it.
func beside(t *testing.T, url string) *service.Service {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	store, err := db.Open(context.Background(), url, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return service.New(store, log)
}

// TestProgress looks at a load while its file is still on the way.
func TestProgress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		watched, stop := context.WithCancel(context.Background())
		defer stop()
		go s.Watch(watched)
		watchers := map[string]*service.Service{"the same process": s}
		if strings.HasPrefix(url, "postgres") {
			watchers["another process"] = beside(t, url)
		}
		file, upload := io.Pipe()
		loaded := make(chan error, 1)
		go func() {
			_, err := s.LoadListings(context.Background(), actor, integration, file, service.FileLoad{})
			loaded <- err
		}()
		const rows = 6_000
		fmt.Fprintln(upload, "seller-sku\titem-name")
		for i := range rows {
			fmt.Fprintf(upload, "SKU-%d\tA title\n", i)
		}
		for who, watcher := range watchers {
			until(t, who+" sees progress", func() bool {
				op := newest(t, watcher, actor)
				return op.Kind == model.OperationLoadAmazon && op.State == model.StateRunning && op.Done > 0 && op.Done <= rows
			})
			if who != "the same process" {
				if err := watcher.ReapAbandoned(context.Background()); err != nil {
					t.Fatal(err)
				}
				if op := newest(t, watcher, actor); op.State != model.StateRunning {
					t.Errorf("%s takes a living operation for dead: %+v", who, op)
				}
			}
		}
		upload.Close()
		if err := <-loaded; err != nil {
			t.Fatal(err)
		}
		for who, watcher := range watchers {
			op := newest(t, watcher, actor)
			if op.State != model.StateSucceeded || op.Done != rows || op.Total == nil || *op.Total != rows {
				t.Errorf("%s sees %+v, want it done", who, op)
			}
		}
	})
}

// TestFault breaks an upload off: nothing is changed, and the operation says
// that it failed. A refused one leaves no operation.
func TestFault(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		file, upload := io.Pipe()
		go func() {
			fmt.Fprintln(upload, "seller-sku")
			for i := range 20_000 {
				fmt.Fprintf(upload, "SKU-%d\n", i)
			}
			upload.CloseWithError(errors.New("the connection was lost"))
		}()
		if _, err := s.LoadListings(ctx, actor, integration, file, service.FileLoad{}); err == nil {
			t.Error("a broken upload was loaded")
		}
		op := newest(t, s, actor)
		if op.State != model.StateFailed || op.Error == nil || op.FinishedAt == nil {
			t.Errorf("got %+v, want it failed", op)
		}
		if _, err := s.DeleteAllMappings(ctx, actor, integration, "another name", service.DeleteOptions{}); err == nil {
			t.Error("a wrong confirmation was taken")
		}
		if again := newest(t, s, actor); again.ID != op.ID {
			t.Errorf("a refused operation was recorded: %+v", again)
		}
		verified(t, s)
	})
}

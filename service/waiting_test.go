package service_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// TestReadBesideWaiting has more changes wait for an integration's lock than a
// replica has connections: meanwhile what is asked is answered.
func TestReadBesideWaiting(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	url := dbtest.Postgres(t)
	s, actor, integration := open(t, url)
	other, err := db.Open(ctx, url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var group sync.WaitGroup
	err = other.Change(ctx, func(tx *db.Tx) error {
		if _, err := tx.LockIntegration(actor.AccountID, integration); err != nil {
			return err
		}
		for range 50 {
			group.Go(func() {
				if _, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll); err != nil {
					t.Error(err)
				}
			})
		}
		return readWhileRunning(ctx, s, actor, integration)
	})
	if err != nil {
		t.Errorf("beside changes that wait: %v", err)
	}
	group.Wait()
	verified(t, s)
}

// readWhileRunning reads many times, once a few operations run.
func readWhileRunning(ctx context.Context, s *service.Service, actor model.Actor, integration int64) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for reads := 0; reads < 200; {
		page, err := s.Operations(ctx, actor, service.OperationFilter{Integration: &integration}, query.PageArgs[string]{Limit: query.MaxPage})
		_, countErr := s.ProductStatus(ctx, actor, []int64{integration})
		if err := errors.Join(err, countErr); err != nil {
			return err
		}
		running := slices.DeleteFunc(page.Items, func(op *model.Operation) bool { return op.State != model.StateRunning })
		if len(running) >= 5 {
			reads++
		}
	}
	return nil
}

package service_test

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
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
	dbtest.Main(m)
}

// victim loads, imports and deletes without end.
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
		if _, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{}); err != nil {
			return err
		}
		if _, err := s.LoadListings(ctx, actor, 1, sample.AmazonListings(), service.FileLoad{}); err != nil {
			return err
		}
		if _, err := s.ImportProducts(ctx, actor, 1, model.ScopeAll); err != nil {
			return err
		}
		if _, err := s.DeleteAllMappings(ctx, actor, 1, "UK"); err != nil {
			return err
		}
	}
}

// TestKill kills a process with SIGKILL at different moments of its loads,
// imports and deletions: each is found done or not begun.
func TestKill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		for round := range 8 {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), victimURL+"="+url)
			child.Stderr = os.Stderr
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(150+73*round) * time.Millisecond)
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = child.Wait()
			verified(t, s)
			counts, err := s.ProductStatus(context.Background(), actor, []int64{integration})
			if err != nil {
				t.Fatal(err)
			}
			count := *counts[integration]
			switch count {
			case model.ProductStatus{}, // nothing loaded yet
				model.ProductStatus{Unmappable: 208}, model.ProductStatus{Mappable: 131, Unmappable: 77},
				model.ProductStatus{Mapped: 131, PartiallyMapped: 25, Unmappable: 52}:
			default:
				t.Errorf("round %d: %+v is between two states", round, count)
			}
		}
	})
}

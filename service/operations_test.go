package service_test

import (
	"reflect"
	"testing"
	"time"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// TestOperationsWithoutRows wants operations to be the same without their
// rejected rows, and to count them.
func TestOperationsWithoutRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		at := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
		listings := []model.ListingInput{{SKU: ""}, {SKU: "A", CreatedAt: &at}, {SKU: "B", CreatedAt: &at}}
		if _, err := s.UpsertListings(t.Context(), actor, integration, listings); err != nil {
			t.Fatal(err)
		}
		if _, err := s.DownloadProducts(t.Context(), actor, integration, service.DownloadRequest{FamilySKUs: []string{"A", "none"}}); err != nil {
			t.Fatal(err)
		}
		args := query.PageArgs[string]{Limit: 10}
		whole, err := s.Operations(t.Context(), actor, service.OperationFilter{Integration: &integration}, args)
		if err != nil {
			t.Fatal(err)
		}
		narrow, err := s.OperationsWithoutRows(t.Context(), actor, service.OperationFilter{Integration: &integration}, args)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole.Items) != 2 || len(narrow.Items) != 2 {
			t.Fatalf("%d and %d operations, want two", len(whole.Items), len(narrow.Items))
		}
		for i, op := range whole.Items {
			if op.Rejected() != 1 || narrow.Items[i].Rejected() != 1 {
				t.Errorf("%s rejected %d, and without rows %d; want 1", op.Kind, op.Rejected(), narrow.Items[i].Rejected())
			}
			op.RejectedRows, narrow.Items[i].RejectedRows = nil, nil
			if !reflect.DeepEqual(op, narrow.Items[i]) {
				t.Errorf("without rows %+v, with them %+v", narrow.Items[i], op)
			}
		}
	})
}

package e2e

import "testing"

// TestShortOperations runs operations that end before a subscriber could read
// that they run: it gets the beginning and the end of each, in order.
func TestShortOperations(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		updates := s.stream(t, operationUpdated, variables{"integration": id}, "")
		w := s.socket(t, "")
		w.subscribe(t, "1", operationUpdated, nil)
		w.ping(t)
		next := func() operation {
			got := w.read(t)
			return readOperation(t, got.Type, string(got.Payload))
		}
		const imports = 10
		var ids []string
		for range imports {
			s.mutate(t, "importProducts", variables{"integrationId": id}, "operation {id}")
		}
		for range imports {
			op := wantWhole(t, func() operation { return updates.operation(t) }, "IMPORT", "SUCCEEDED")
			if other := wantWhole(t, next, "IMPORT", "SUCCEEDED"); other.ID != op.ID {
				t.Errorf("one subscriber gets %+v, the other one %+v", op, other)
			}
			ids = append(ids, op.ID)
		}
		for i := range ids[1:] {
			if ids[i] == ids[i+1] {
				t.Errorf("the operation %s is sent twice", ids[i])
			}
		}
		// Nothing is kept of what is refused.
		checkJSON(t, s.mutate(t, "applyCustomMappings", variables{"integrationId": id, "atomic": true, "mappings": []variables{{"sku": "A", "cin7Code": "B"}}},
			"operation {id} rejectedRows {code}"), `{"operation": null, "rejectedRows": [{"code": "UNKNOWN_SKU"}]}`)
		for _, read := range []func() operation{func() operation { return updates.operation(t) }, next} {
			if op := wantWhole(t, read, "CUSTOM", "FAILED"); op.Error == nil {
				t.Errorf("the refused one ended as %+v", op)
			}
		}
	})
}

// wantWhole reads an operation from its beginning to its end.
func wantWhole(t *testing.T, read func() operation, kind, state string) operation {
	t.Helper()
	op := read()
	if op.Kind != kind || op.State != "RUNNING" || op.Error != nil {
		t.Errorf("it begins as %+v, want %s running", op, kind)
	}
	for begun := op; op.State == "RUNNING"; {
		if op = read(); op.ID != begun.ID {
			t.Fatalf("after %+v comes %+v", begun, op)
		}
	}
	if op.Kind != kind || op.State != state {
		t.Errorf("it ends as %+v, want %s", op, state)
	}
	return op
}

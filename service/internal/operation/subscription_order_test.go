package operation

import (
	"context"
	"log/slog"
	"testing"

	"omnimap/model"
)

// TestEndAfterDeletion hears progress of an operation, reads that its row has
// gone, and only then hears why: it is told the end once, with its reason. Where
// the news may have been missed, it is told without.
func TestEndAfterDeletion(t *testing.T) {
	const account, id = 7, "operation"
	for _, missed := range []bool{false, true} {
		var row *model.Operation
		s := NewRunner(nil, slog.New(slog.DiscardHandler), nil)
		s.reads.read = func(_ context.Context, keys []key) (map[key]*model.Operation, error) {
			found := make(map[key]*model.Operation)
			if row != nil {
				found[keys[0]] = row
			}
			return found, nil
		}
		sub, err := s.Subscribe(model.Actor{AccountID: account}, nil)
		if err != nil {
			t.Fatal(err)
		}
		heardAndRead := func(hear func()) []*model.Operation {
			hear()
			changed, err := sub.popPending()
			if err == nil {
				err = sub.read(context.Background(), changed)
			}
			if err != nil {
				t.Fatal(err)
			}
			told := sub.next
			sub.next = nil
			return told
		}
		progress := func() { s.subscriptions.receive(event{Account: account, Operation: id}) }
		end := func() {
			s.subscriptions.receive(event{Account: account, Operation: id, End: &ending{Error: "the reason"}})
		}

		row = &model.Operation{AccountID: account, ID: id, State: model.StateRunning}
		if told := heardAndRead(progress); len(told) != 1 || told[0].State != model.StateRunning {
			t.Fatalf("its beginning is told as %+v", told)
		}
		row = nil
		if told := heardAndRead(progress); len(told) != 0 {
			t.Fatalf("its end is told without its reason: %+v", told[0])
		}
		hear, want := end, "the reason"
		if missed {
			hear, want = s.subscriptions.rereadAll, refusedMessage
		}
		if told := heardAndRead(hear); len(told) != 1 || told[0].State != model.StateFailed || told[0].Error == nil || *told[0].Error != want {
			t.Errorf("missed %v: its end is told as %+v, want %q", missed, told, want)
		}
		if told := heardAndRead(end); len(told) != 0 {
			t.Errorf("missed %v: its end is told again: %+v", missed, told[0])
		}
		sub.Close()
	}
}

package operation

import (
	"context"
	"log/slog"
	"testing"

	"omnimap/model"
)

// TestEndAfterDeletion receives progress of an operation, reads that its row is
// deleted, and only then receives its end: the end must be sent once, with its
// reason, or without one if the event may have been missed.
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
		receiveAndRead := func(receive func()) []*model.Operation {
			receive()
			changed, err := sub.popPending()
			if err == nil {
				err = sub.read(context.Background(), changed)
			}
			if err != nil {
				t.Fatal(err)
			}
			sent := sub.next
			sub.next = nil
			return sent
		}
		progress := func() { s.subscriptions.receive(event{Account: account, Operation: id}) }
		end := func() {
			s.subscriptions.receive(event{Account: account, Operation: id, End: &ending{Error: "the reason"}})
		}

		row = &model.Operation{AccountID: account, ID: id, State: model.StateRunning}
		if sent := receiveAndRead(progress); len(sent) != 1 || sent[0].State != model.StateRunning {
			t.Fatalf("its beginning is sent as %+v", sent)
		}
		row = nil
		if sent := receiveAndRead(progress); len(sent) != 0 {
			t.Fatalf("its end is sent without its reason: %+v", sent[0])
		}
		receive, want := end, "the reason"
		if missed {
			receive, want = s.subscriptions.rereadAll, refusedMessage
		}
		if sent := receiveAndRead(receive); len(sent) != 1 || sent[0].State != model.StateFailed || sent[0].Error == nil || *sent[0].Error != want {
			t.Errorf("missed %v: its end is sent as %+v, want %q", missed, sent, want)
		}
		if sent := receiveAndRead(end); len(sent) != 0 {
			t.Errorf("missed %v: its end is sent again: %+v", missed, sent[0])
		}
		sub.Close()
	}
}

package operation

import (
	"context"
	"log/slog"
	"testing"

	"omnimap/model"
)

// subscriber is a subscription whose rows and events a test gives.
type subscriber struct {
	t     *testing.T
	r     *Runner
	sub   *Subscription
	row   *model.Operation
	asked int
}

const testAccount, testOperation = 7, "operation"

func newSubscriber(t *testing.T) *subscriber {
	t.Helper()
	s := &subscriber{t: t, r: NewRunner(nil, slog.New(slog.DiscardHandler), nil)}
	s.r.reads.read = func(_ context.Context, keys []key) (map[key]*model.Operation, error) {
		found := make(map[key]*model.Operation)
		if s.row != nil {
			found[keys[0]] = s.row
		}
		return found, nil
	}
	s.r.askEnd = func(context.Context, key) error { s.asked++; return nil }
	var err error
	if s.sub, err = s.r.Subscribe(model.Actor{AccountID: testAccount}, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.sub.Close)
	return s
}

// read gives what is sent after a change was received and read.
func (s *subscriber) read() []*model.Operation {
	s.t.Helper()
	changed, err := s.sub.popPending()
	if err == nil {
		err = s.sub.read(context.Background(), changed)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	sent := s.sub.next
	s.sub.next = nil
	return sent
}

func (s *subscriber) receive(e event) []*model.Operation {
	s.t.Helper()
	e.Account, e.Operation = testAccount, testOperation
	s.r.subscriptions.receive(e)
	return s.read()
}

// reconnect is what follows a connection that was lost.
func (s *subscriber) reconnect() []*model.Operation {
	s.t.Helper()
	s.r.subscriptions.rereadAll()
	return s.read()
}

// begin has the operation sent as running, and its row deleted then.
func (s *subscriber) begin() {
	s.t.Helper()
	s.row = &model.Operation{AccountID: testAccount, ID: testOperation, State: model.StateRunning}
	if sent := s.receive(event{}); len(sent) != 1 || sent[0].State != model.StateRunning {
		s.t.Fatalf("its beginning is sent as %+v", sent)
	}
	s.row = nil
}

func (s *subscriber) wantNothing(sent []*model.Operation) {
	s.t.Helper()
	if len(sent) != 0 {
		s.t.Fatalf("%+v is sent", sent[0])
	}
}

func (s *subscriber) wantEnd(sent []*model.Operation, message string) {
	s.t.Helper()
	if len(sent) != 1 || sent[0].State != model.StateFailed || sent[0].Error == nil || *sent[0].Error != message {
		s.t.Fatalf("its end is sent as %+v, want %q", sent, message)
	}
}

var testEnd = event{End: &ending{Error: "the reason", Kind: model.OperationLoadOmni, Actor: "till"}}

// TestEndAfterDeletion reads that the row is deleted before the end is received:
// the end is sent once, with its reason.
func TestEndAfterDeletion(t *testing.T) {
	s := newSubscriber(t)
	s.begin()
	s.wantNothing(s.receive(event{}))
	s.wantEnd(s.receive(testEnd), "the reason")
	s.wantNothing(s.receive(testEnd))
}

// TestEndAfterReconnect reads so after the connection was lost, when the end is
// still on its way.
func TestEndAfterReconnect(t *testing.T) {
	s := newSubscriber(t)
	s.begin()
	s.wantNothing(s.reconnect())
	if s.asked != 1 {
		t.Errorf("the end is asked for %d times, want once", s.asked)
	}
	s.wantEnd(s.receive(testEnd), "the reason")
	s.wantNothing(s.receive(event{Gone: true}))
}

// TestEndMissed has the end sent while the connection was lost: it is sent
// without its reason, once it is certain that the event will not come.
func TestEndMissed(t *testing.T) {
	s := newSubscriber(t)
	s.begin()
	s.wantNothing(s.reconnect())
	s.wantEnd(s.receive(event{Gone: true}), refusedMessage)
	s.wantNothing(s.receive(testEnd))
}

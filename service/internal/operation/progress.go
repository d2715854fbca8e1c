package operation

import (
	"slices"
	"sync"
	"sync/atomic"

	"omnimap/model"
)

// runningOperations holds the progress of the operations that this process
// runs. It is newer than what the database has.
type runningOperations struct {
	mu  sync.Mutex
	ops map[string]*Progress
}

// Progress is how far one operation is. The operation sets it; any goroutine
// may read it.
type Progress struct {
	kind                     model.OperationKind
	account                  int64
	integration, counterpart *int64

	done atomic.Int64
	// total is -1 while it is unknown.
	total atomic.Int64
	// phase holds a model.OperationPhase.
	phase atomic.Value
	// sentDone, sentTotal and sentPhase are the values of the last event.
	sentDone, sentTotal int64
	sentPhase           model.OperationPhase
}

func newRunning() *runningOperations {
	return &runningOperations{ops: make(map[string]*Progress)}
}

// RunningOperations counts the operations that this process runs.
func (r *Runner) RunningOperations() int {
	r.running.mu.Lock()
	defer r.running.mu.Unlock()
	return len(r.running.ops)
}

// RunningKinds are the kinds of the operations that this process runs.
func (r *Runner) RunningKinds() []string {
	r.running.mu.Lock()
	defer r.running.mu.Unlock()
	var kinds []string
	for _, p := range r.running.ops {
		kinds = append(kinds, string(p.kind))
	}
	slices.Sort(kinds)
	return kinds
}

func (r *runningOperations) add(op *model.Operation) *Progress {
	p := &Progress{kind: op.Kind, account: op.AccountID, integration: op.IntegrationID, counterpart: op.CounterpartID, sentTotal: -1, sentPhase: op.Phase}
	p.total.Store(-1)
	p.Enter(op.Phase)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ops[op.ID] = p
	return p
}

func (r *runningOperations) remove(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.ops, id)
}

// update sets the latest progress in an operation that was read from the
// database.
func (r *runningOperations) update(op *model.Operation) {
	r.of(op.ID).update(op)
}

// of returns the progress of an operation; nil if this process does not run it.
func (r *runningOperations) of(id string) *Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ops[id]
}

// SetDone sets the number of steps that are done.
func (p *Progress) SetDone(n int64) { p.done.Store(n) }

// SetTotal sets the number of all steps.
func (p *Progress) SetTotal(n int64) { p.total.Store(n) }

// Enter says what the operation does from now on.
func (p *Progress) Enter(phase model.OperationPhase) { p.phase.Store(phase) }

func (p *Progress) update(op *model.Operation) {
	if p != nil && op.State == model.StateRunning {
		p.write(op)
	}
}

func (p *Progress) write(op *model.Operation) {
	op.Phase, _ = p.phase.Load().(model.OperationPhase)
	op.Done = p.done.Load()
	if total := p.total.Load(); total >= 0 {
		op.Total = &total
	}
}

// pending returns the operations whose progress changed since the last event,
// and marks them as sent.
func (r *runningOperations) pending() []*model.Operation {
	r.mu.Lock()
	defer r.mu.Unlock()
	var changed []*model.Operation
	for id, p := range r.ops {
		op := &model.Operation{AccountID: p.account, ID: id, IntegrationID: p.integration, CounterpartID: p.counterpart}
		p.write(op)
		total := int64(-1)
		if op.Total != nil {
			total = *op.Total
		}
		if op.Done == p.sentDone && total == p.sentTotal && op.Phase == p.sentPhase {
			continue
		}
		p.sentDone, p.sentTotal, p.sentPhase = op.Done, total, op.Phase
		changed = append(changed, op)
	}
	return changed
}

package operation

import (
	"sync"
	"sync/atomic"

	"omnimap/model"
)

// runningOperations holds how far the operations are that this process works at. It is
// newer than what the database has of them.
type runningOperations struct {
	mu  sync.Mutex
	ops map[string]*Progress
}

// Progress is how far one operation is. Its work sets it, others read it.
type Progress struct {
	account     int64
	integration *int64

	done atomic.Int64
	// total is -1 where it is not known.
	total atomic.Int64
	// sentDone and toldTotal are what others were last told.
	sentDone, sentTotal int64
}

func newRunning() *runningOperations {
	return &runningOperations{ops: make(map[string]*Progress)}
}

// RunningOperations counts the operations that this process is working at.
func (r *Runner) RunningOperations() int {
	r.running.mu.Lock()
	defer r.running.mu.Unlock()
	return len(r.running.ops)
}

func (r *runningOperations) add(op *model.Operation) *Progress {
	p := &Progress{account: op.AccountID, integration: op.IntegrationID, sentTotal: -1}
	p.total.Store(-1)
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

// update puts the newest progress into an operation read from the database.
func (r *runningOperations) update(op *model.Operation) {
	r.of(op.ID).update(op)
}

// of gives an operation's progress; nil where it is not this process that works
// at it.
func (r *runningOperations) of(id string) *Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ops[id]
}

// SetDone says how many steps are done.
func (p *Progress) SetDone(n int64) { p.done.Store(n) }

// SetTotal says how many steps there are.
func (p *Progress) SetTotal(n int64) { p.total.Store(n) }

func (p *Progress) update(op *model.Operation) {
	if p != nil && op.State == model.StateRunning {
		p.write(op)
	}
}

func (p *Progress) write(op *model.Operation) {
	op.Done = p.done.Load()
	if total := p.total.Load(); total >= 0 {
		op.Total = &total
	}
}

// pending gives the operations whose progress others have not been told, and
// takes it for told.
func (r *runningOperations) pending() []*model.Operation {
	r.mu.Lock()
	defer r.mu.Unlock()
	var changed []*model.Operation
	for id, p := range r.ops {
		done, total := p.done.Load(), p.total.Load()
		if done == p.sentDone && total == p.sentTotal {
			continue
		}
		p.sentDone, p.sentTotal = done, total
		op := &model.Operation{AccountID: p.account, ID: id, IntegrationID: p.integration}
		p.write(op)
		changed = append(changed, op)
	}
	return changed
}

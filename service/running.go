package service

import (
	"sync"
	"sync/atomic"

	"omnimap/model"
)

// runningOperations holds how far the operations are that this process works at. It is
// newer than what the database has of them.
type runningOperations struct {
	mu  sync.Mutex
	ops map[string]*progress
}

// progress is how far one operation is. Its work sets it, others read it.
type progress struct {
	account int64
	done    atomic.Int64
	// total is -1 where it is not known.
	total atomic.Int64
	// told is what the database was last told of done.
	told int64
}

func newRunning() *runningOperations {
	return &runningOperations{ops: make(map[string]*progress)}
}

// RunningOperations counts the operations that this process is working at.
func (s *Service) RunningOperations() int {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	return len(s.running.ops)
}

func (r *runningOperations) add(op *model.Operation) *progress {
	p := &progress{account: op.AccountID}
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
	if op.State != model.StateRunning {
		return
	}
	r.mu.Lock()
	p := r.ops[op.ID]
	r.mu.Unlock()
	if p != nil {
		p.write(op)
	}
}

func (p *progress) write(op *model.Operation) {
	op.Done = p.done.Load()
	if total := p.total.Load(); total >= 0 {
		op.Total = &total
	}
}

// untold gives the operations whose progress the database has not been told,
// and takes it for told.
func (r *runningOperations) untold() []*model.Operation {
	r.mu.Lock()
	defer r.mu.Unlock()
	var changed []*model.Operation
	for id, p := range r.ops {
		op := &model.Operation{AccountID: p.account, ID: id}
		p.write(op)
		if op.Done == p.told {
			continue
		}
		p.told = op.Done
		changed = append(changed, op)
	}
	return changed
}

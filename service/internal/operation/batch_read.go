package operation

import (
	"context"
	"fmt"
	"sync"
	"time"

	"omnimap/model"
)

// gatherFor is how long a read waits for others to join it, maxRead how many
// operations one statement reads, and readTimeout how long it may take.
const (
	gatherFor   = 5 * time.Millisecond
	maxRead     = 500
	readTimeout = 30 * time.Second
)

// batchReader reads operations for many subscriptions in one statement, since
// those that receive the same event read at about the same time. A read begins
// after the call of get.
type batchReader struct {
	read func(context.Context, []key) (map[key]*model.Operation, error)

	mu      sync.Mutex
	waiting []*batchRead
	busy    bool
}

type key struct {
	account int64
	id      string
}

type batchRead struct {
	keys  []key
	found map[key]*model.Operation
	err   error
	done  chan struct{}
}

// get reads operations. Missing ones are not in the result.
func (r *batchReader) get(ctx context.Context, keys []key) (map[key]*model.Operation, error) {
	request := &batchRead{keys: keys, done: make(chan struct{})}
	r.mu.Lock()
	r.waiting = append(r.waiting, request)
	if !r.busy {
		r.busy = true
		go r.work()
	}
	r.mu.Unlock()
	select {
	case <-request.done:
		return request.found, request.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// work reads batch after batch until no read is waiting.
func (r *batchReader) work() {
	for {
		time.Sleep(gatherFor) //nolint:forbidigo // no condition: other reads may join
		r.mu.Lock()
		batch := r.waiting
		r.waiting = nil
		if len(batch) == 0 {
			r.busy = false
			r.mu.Unlock()
			return
		}
		r.mu.Unlock()
		r.respond(batch)
	}
}

func (r *batchReader) respond(batch []*batchRead) {
	ctx, cancel := context.WithTimeout(context.Background(), readTimeout)
	defer cancel()
	wanted := make(map[key]bool)
	for _, waiting := range batch {
		for _, key := range waiting.keys {
			wanted[key] = true
		}
	}
	keys := make([]key, 0, len(wanted))
	for key := range wanted {
		keys = append(keys, key)
	}
	found, err := r.read(ctx, keys)
	for _, waiting := range batch {
		waiting.found, waiting.err = found, err
		close(waiting.done)
	}
}

// readOperations reads operations with their latest progress.
func (r *Runner) readOperations(ctx context.Context, keys []key) (map[key]*model.Operation, error) {
	found := make(map[key]*model.Operation, len(keys))
	for ; len(keys) > 0; keys = keys[min(len(keys), maxRead):] {
		if err := r.readSome(ctx, keys[:min(len(keys), maxRead)], found); err != nil {
			return nil, fmt.Errorf("read operations: %w", err)
		}
	}
	return found, nil
}

func (r *Runner) readSome(ctx context.Context, keys []key, found map[key]*model.Operation) error {
	accounts, ids := make(map[int64]bool), make([]string, len(keys))
	// Progress is looked up before the read: an operation that ends during it
	// may be read as running, and its progress must not go back.
	progress := make(map[string]*Progress, len(keys))
	for i, key := range keys {
		accounts[key.account], ids[i], progress[key.id] = true, key.id, r.running.of(key.id)
	}
	var read []*model.Operation
	err := r.store.Reader(ctx).Select(columns).
		Where("account_id IN ? AND id IN ?", keysOf(accounts), ids).Find(&read).Error
	for _, op := range read {
		progress[op.ID].update(op)
		found[key{op.AccountID, op.ID}] = op
	}
	return err
}

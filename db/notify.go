package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// The listening connection: the silence after which it is pinged, the timeout
// of the ping and of connecting, and the first and the longest wait before it
// is opened again.
const (
	listenSilence = 15 * time.Second
	listenTimeout = 10 * time.Second
	relistenFirst = 100 * time.Millisecond
	relistenMax   = 5 * time.Second
)

// Notify sends text to all listeners, of this process and others, when the
// transaction commits. A text must be shorter than 8,000 bytes.
func (tx *Tx) Notify(text string) error {
	if tx.dialect.notify == "" {
		tx.events = append(tx.events, text)
		return nil
	}
	if err := tx.Exec(tx.dialect.notify, text).Error; err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

// A Listener receives the texts of Tx.Notify. Its functions are called one at a
// time and should return soon.
type Listener struct {
	// Received gets each text, in the order of the commits.
	Received func(text string)
	// Missed is called when listening begins, and again after each loss of the
	// connection: texts sent after since may not have been received.
	Missed func(since time.Time)
}

// Listen calls listener until ctx ends. A lost connection is opened again.
func (s *Store) Listen(ctx context.Context, listener Listener) {
	if s.listen == nil {
		s.local.listen(ctx, listener)
		return
	}
	since, wait := time.Now(), relistenFirst
	for {
		err := s.receive(ctx, listener, &since, func() { wait = relistenFirst })
		if ctx.Err() != nil {
			return
		}
		if conditionOfPostgres(err) == &isCrowded {
			_ = s.growing[0].makeRoom()
		}
		s.log.WarnContext(ctx, "lost the listening connection to the database", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = min(2*wait, relistenMax)
	}
}

// receive listens on its own connection until that is lost. since is when it
// was last known to work.
func (s *Store) receive(ctx context.Context, listener Listener, since *time.Time, listening func()) error {
	connecting, cancel := context.WithTimeout(ctx, listenTimeout)
	defer cancel()
	conn, err := pgx.ConnectConfig(connecting, s.listen.Copy())
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing)
	}()
	if _, err := conn.Exec(connecting, s.dialect.listen); err != nil {
		return err
	}
	listening()
	listener.Missed(*since)
	for {
		*since = time.Now()
		text, err := nextNotification(ctx, conn)
		if err != nil {
			return err
		}
		if text != "" {
			listener.Received(text)
		}
	}
}

// nextNotification waits for a text. It returns none after a long silence, if
// the server answers a ping.
func nextNotification(ctx context.Context, conn *pgx.Conn) (string, error) {
	waiting, cancel := context.WithTimeout(ctx, listenSilence)
	defer cancel()
	notification, err := conn.WaitForNotification(waiting)
	if err == nil {
		return notification.Payload, nil
	}
	if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) || conn.IsClosed() {
		return "", err
	}
	asking, cancel := context.WithTimeout(ctx, listenTimeout)
	defer cancel()
	return "", conn.Ping(asking)
}

// localListeners are the listeners of a database that one process serves.
type localListeners struct {
	mu        sync.Mutex
	listeners map[*Listener]bool
}

func (l *localListeners) listen(ctx context.Context, listener Listener) {
	l.add(&listener)
	<-ctx.Done()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.listeners, &listener)
}

func (l *localListeners) add(listener *Listener) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.listeners == nil {
		l.listeners = make(map[*Listener]bool)
	}
	l.listeners[listener] = true
	listener.Missed(time.Now())
}

// send passes on the texts of a committed transaction.
func (l *localListeners) send(texts []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, text := range texts {
		for listener := range l.listeners {
			listener.Received(text)
		}
	}
}

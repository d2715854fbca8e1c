package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// How the connection that listens is kept: after how long a silence it is asked
// whether it still lives, how long it may take to say so, and how long to wait
// before another is made in its place.
const (
	listenSilence = 15 * time.Second
	listenTimeout = 10 * time.Second
	relistenFirst = 100 * time.Millisecond
	relistenMax   = 5 * time.Second
)

// Notify tells text to all listeners, in this process and the others, once the
// transaction is committed; to nobody where it is not. A text is to be shorter
// than 8,000 bytes.
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

// A Listener hears what Tx.Notify tells. Its functions are called one at a time
// and should return soon.
type Listener struct {
	// Received is given each text, in the order of the commits.
	Received func(text string)
	// Missed is called when it begins to listen, and again whenever the
	// connection was lost and there is a new one: of what was told after since
	// it may not have heard.
	Missed func(since time.Time)
}

// Listen has listener hear until ctx ends. A connection that is lost is made
// anew.
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
		s.log.WarnContext(ctx, "the connection that listens to the database was lost", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = min(2*wait, relistenMax)
	}
}

// hear listens on a connection of its own until that is lost. since is when it
// was last known to live.
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

// nextNotification waits for a text. It gives none after a long silence, in
// which the server was found alive.
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

// localListeners are those of a database that serves this process alone.
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

// tell hands on what a transaction told that is committed now.
func (l *localListeners) send(texts []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, text := range texts {
		for listener := range l.listeners {
			listener.Received(text)
		}
	}
}

package httpserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// maxHeader is how many bytes a request's first line and headers may have.
	// A query by GET is in the first line.
	maxHeader = 64 << 10
	// idleTime is how long a connection may wait for its next request.
	idleTime = 2 * time.Minute
	// waitLog is how often a stop tells what it waits for, and giveUpTime how long
	// what is given up may take to end.
	waitLog    = 5 * time.Second
	giveUpTime = 3 * time.Second
)

// Stop says how serving stops.
type Stop struct {
	// Drain is how long requests are still taken, so that those who send them can
	// learn that the server is no longer ready, and Wait how long work may then
	// take to end.
	Drain, Wait time.Duration
	// EndStreams ends what lasts by itself: subscriptions.
	EndStreams func()
	// Sockets are the open WebSockets.
	Sockets *sync.WaitGroup
	// Work tells what runs, for the log.
	Work func() []string
	Log  *slog.Logger
}

// errGivenUp is why requests end that a stop no longer waits for.
var errGivenUp = errors.New("the server stops and no longer waits")

// Serve serves until ctx ends, and then stops as stop says. It returns an error
// if work had to be given up.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, stop Stop) error {
	base, giveUp := context.WithCancelCause(context.Background())
	defer giveUp(nil)
	s := &serving{stop: stop, giveUp: giveUp}
	s.server = &http.Server{Handler: s.counted(defaultTimeouts().handler(handler)), MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: idleTime, BaseContext: func(net.Listener) context.Context { return base }}
	failed := make(chan error, 1)
	go func() { failed <- s.server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop.Log.Info("stopping", "still served for", stop.Drain)
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-time.After(stop.Drain):
	}
	if err := s.end(); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// serving is a server and what it does at the moment.
type serving struct {
	server *http.Server
	stop   Stop
	giveUp context.CancelCauseFunc
	// requests are those being served, and sockets those that became WebSockets.
	requests, sockets atomic.Int64
}

// counted counts the requests that are being served.
func (s *serving) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count := &s.requests
		if r.Header.Get("Upgrade") != "" {
			count = &s.sockets
		}
		count.Add(1)
		defer count.Add(-1)
		next.ServeHTTP(w, r)
	})
}

// end takes no more requests and waits until what runs has ended. After a time
// it waits no longer: what can be given up is, and the rest ends with the
// process, as if that had been killed.
func (s *serving) end() error {
	s.stop.EndStreams()
	ended := make(chan error, 1)
	go func() {
		err := s.server.Shutdown(context.Background())
		s.stop.Sockets.Wait()
		ended <- err
	}()
	tell, limit := time.NewTicker(waitLog), time.NewTimer(s.stop.Wait)
	defer tell.Stop()
	defer limit.Stop()
	s.tellWork("waiting for what runs")
	for {
		select {
		case err := <-ended:
			return err
		case <-tell.C:
			s.tellWork("still waiting for what runs")
		case <-limit.C:
			s.tellWork("giving up what runs")
			s.giveUp(errGivenUp)
			select {
			case <-ended:
			case <-time.After(giveUpTime):
			}
			s.server.Close()
			return fmt.Errorf("work did not end within %v (SHUTDOWN_WAIT) and was given up", s.stop.Wait)
		}
	}
}

// tellWork logs what runs, if anything does.
func (s *serving) tellWork(what string) {
	requests, sockets, work := s.requests.Load(), s.sockets.Load(), s.stop.Work()
	if requests+sockets > 0 || len(work) > 0 {
		s.stop.Log.Warn(what, "at most", s.stop.Wait, "requests", requests, "WebSockets", sockets, "operations", work)
	}
}

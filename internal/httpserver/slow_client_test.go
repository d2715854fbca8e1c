package httpserver

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"omnimap/internal/doctables"
)

// timeout is how long clients may stop in tests before their connections are
// closed.
const timeout = 200 * time.Millisecond

func shortTimeouts() slowClientTimeouts {
	return slowClientTimeouts{body: timeout, bodyBytesPerSecond: 10 << 10, chunk: timeout}
}

// serve serves a handler with timeouts. The error that the handler returns is
// sent to the channel.
func serve(t *testing.T, timeouts slowClientTimeouts, handler func(http.ResponseWriter, *http.Request) error) (*httptest.Server, <-chan error) {
	t.Helper()
	ended := make(chan error, 1)
	s := httptest.NewServer(timeouts.handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ended <- handler(w, r)
	})))
	t.Cleanup(s.Close)
	return s, ended
}

// connect opens a connection and sends the beginning of a request.
func connect(t *testing.T, s *httptest.Server, request string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	return conn
}

// TestStalledBody sends the beginning of a body, and no more.
func TestStalledBody(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]string{
		"of a length": "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
		"in chunks":   "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			s, ended := serve(t, shortTimeouts(), func(_ http.ResponseWriter, r *http.Request) error {
				_, err := io.Copy(io.Discard, r.Body)
				return err
			})
			connect(t, s, request)
			if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("the body ended with %v", err)
			}
		})
	}
}

// TestSlowBody sends a body that takes longer than a small one may, but comes
// fast enough for its size.
func TestSlowBody(t *testing.T) {
	t.Parallel()
	timeouts := shortTimeouts()
	timeouts.bodyBytesPerSecond = 1
	s, ended := serve(t, timeouts, func(_ http.ResponseWriter, r *http.Request) error {
		n, err := io.Copy(io.Discard, r.Body)
		if n != 100 {
			return fmt.Errorf("%d bytes were read: %w", n, err)
		}
		return err
	})
	conn := connect(t, s, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"+strings.Repeat("x", 60))
	time.Sleep(2 * timeout) //nolint:forbidigo // the client is slow
	if _, err := io.WriteString(conn, strings.Repeat("x", 40)); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestLongWork has a handler work for longer than the body may take, after it
// has read it, and for longer than may pass between two chunks of a response.
func TestLongWork(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]io.Reader{
		"of a length": strings.NewReader("asked"),
		"in chunks":   io.MultiReader(strings.NewReader("asked")),
		"none":        nil,
	} {
		t.Run(name, func(t *testing.T) {
			s, ended := serve(t, shortTimeouts(), func(w http.ResponseWriter, r *http.Request) error {
				if _, err := io.Copy(io.Discard, r.Body); err != nil {
					return err
				}
				for _, part := range []string{"one", "two", "three"} {
					select {
					case <-r.Context().Done():
						return r.Context().Err()
					case <-time.After(2 * timeout):
					}
					if _, err := io.WriteString(w, part); err != nil {
						return err
					}
				}
				return nil
			})
			// Twice over one connection.
			for range 2 {
				response, err := http.Post(s.URL, "text/plain", body)
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(response.Body)
				response.Body.Close()
				if string(text) != "onetwothree" || err != nil {
					t.Errorf("it responds with %q, error %v", text, err)
				}
				if err := <-ended; err != nil {
					t.Error(err)
				}
				body = nil
			}
		})
	}
}

// large is more than the buffers between two programs hold.
const large = 64 << 20

// TestStalledReader asks for a long response and does not read it, however it
// is written.
func TestStalledReader(t *testing.T) {
	t.Parallel()
	long, text := make([]byte, large), strings.Repeat("x", large)
	for name, write := range map[string]func(io.Writer) error{
		"in one write": func(w io.Writer) error { _, err := w.Write(long); return err },
		"as a string":  func(w io.Writer) error { _, err := io.WriteString(w, text); return err },
		"copied": func(w io.Writer) error {
			_, err := io.Copy(w, io.LimitReader(bytes.NewReader(long), large))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, ended := serve(t, shortTimeouts(), func(w http.ResponseWriter, _ *http.Request) error { return write(w) })
			connect(t, s, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("the response ended with %v", err)
			}
			s, ended = serve(t, defaultTimeouts(), func(w http.ResponseWriter, _ *http.Request) error { return write(w) })
			response, err := http.Get(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if n, err := io.Copy(io.Discard, response.Body); n != large || err != nil {
				t.Errorf("a client that reads gets %d bytes, error %v", n, err)
			}
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestOwnDeadlines has one handler set a deadline itself, and another one take
// the connection over.
func TestOwnDeadlines(t *testing.T) {
	t.Parallel()
	timeouts := shortTimeouts()
	timeouts.chunk = time.Hour
	s, ended := serve(t, timeouts, func(w http.ResponseWriter, _ *http.Request) error {
		if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(timeout)); err != nil {
			return err
		}
		_, err := w.Write(make([]byte, large))
		return err
	})
	connect(t, s, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("past its own deadline, the handler's response ended with %v", err)
	}

	s, ended = serve(t, shortTimeouts(), func(w http.ResponseWriter, _ *http.Request) error {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return err
		}
		defer conn.Close()
		time.Sleep(2 * timeout) //nolint:forbidigo // the client is slow
		_, err = io.WriteString(conn, "mine\n")
		return err
	})
	conn := connect(t, s, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	line, err := bufio.NewReader(conn).ReadString('\n')
	if line != "mine\n" || err != nil {
		t.Errorf("over the connection came %q, error %v", line, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestDocumentedTimeouts compares docs/partners.md with the timeouts in force.
func TestDocumentedTimeouts(t *testing.T) {
	timeouts := defaultTimeouts()
	doctables.Check(t, "partners.md", "Limits", map[string][]int64{
		"a request's headers, with its address": {maxHeader},
		"time of a body":                        {int64(timeouts.body.Seconds()), 1, timeouts.bodyBytesPerSecond},
		"time to read 64 KiB of an answer":      {int64(timeouts.chunk.Seconds())},
		"time of an idle connection":            {int64(idleTime.Seconds())},
	})
	if chunkSize != 64<<10 {
		t.Errorf("a chunk is %d bytes", chunkSize)
	}
}

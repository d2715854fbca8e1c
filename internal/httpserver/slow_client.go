package httpserver

import (
	"io"
	"net/http"
	"time"

	"github.com/felixge/httpsnoop"
)

// slowClientTimeouts are how slow a client may be. One that stops sending or
// reading would keep a connection, and what its request holds, indefinitely.
type slowClientTimeouts struct {
	// body is how long a request's body may take, beside a second for each
	// bodyBytesPerSecond bytes of it that have come.
	body               time.Duration
	bodyBytesPerSecond int64
	// chunk is how long a client may take to read the next chunkSize bytes of its
	// response.
	chunk time.Duration
}

const chunkSize = 64 << 10

// defaultTimeouts are for slow lines; a client that works is far from them.
func defaultTimeouts() slowClientTimeouts {
	return slowClientTimeouts{body: time.Minute, bodyBytesPerSecond: 10 << 10, chunk: 30 * time.Second}
}

// handler closes the connections of slower clients. Handlers that set write
// deadlines themselves, or take over the connection, are left to do so.
func (t slowClientTimeouts) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if r.Body != http.NoBody {
			timed := *r
			timed.Body = &readDeadlineBody{ReadCloser: r.Body, timeouts: t, control: control, began: time.Now()}
			r = &timed
		}
		response := &writeDeadlineResponse{timeouts: t, control: control}
		next.ServeHTTP(response.wrap(w), r)
		response.extend() // What is buffered is sent after this.
	})
}

// readDeadlineBody is a request's body that must come in time.
type readDeadlineBody struct {
	io.ReadCloser
	timeouts slowClientTimeouts
	control  *http.ResponseController
	began    time.Time
	// n is the number of bytes that have come.
	n int64
}

func (b *readDeadlineBody) Read(p []byte) (int, error) {
	deadline := b.began.Add(b.timeouts.body + time.Duration(b.n)*time.Second/time.Duration(b.timeouts.bodyBytesPerSecond))
	if err := b.control.SetReadDeadline(deadline); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if err == io.EOF {
		// The server reads on to notice that the client goes away, and would take
		// a deadline that has passed for that.
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// writeDeadlineResponse is a response that must be read in time.
type writeDeadlineResponse struct {
	timeouts slowClientTimeouts
	control  *http.ResponseController
	// ownDeadlines is whether the handler sets deadlines itself.
	ownDeadlines bool
}

func (d *writeDeadlineResponse) extend() {
	if !d.ownDeadlines {
		// A connection without deadlines is one that is gone or taken over.
		_ = d.control.SetWriteDeadline(time.Now().Add(d.timeouts.chunk))
	}
}

// wrap gives w with a new deadline for each chunk that is written to it.
func (d *writeDeadlineResponse) wrap(w http.ResponseWriter) http.ResponseWriter {
	return httpsnoop.Wrap(w, httpsnoop.Hooks{
		Write: func(write httpsnoop.WriteFunc) httpsnoop.WriteFunc {
			return func(p []byte) (int, error) { return inChunks(p, d.extend, write) }
		},
		WriteString: func(write httpsnoop.WriteStringFunc) httpsnoop.WriteStringFunc {
			return func(s string) (int, error) { return inChunks(s, d.extend, write) }
		},
		ReadFrom: func(httpsnoop.ReadFromFunc) httpsnoop.ReadFromFunc {
			return func(src io.Reader) (int64, error) {
				return io.Copy(writerFunc(func(p []byte) (int, error) { return inChunks(p, d.extend, w.Write) }), src)
			}
		},
		Flush: func(flush httpsnoop.FlushFunc) httpsnoop.FlushFunc {
			return func() { d.extend(); flush() }
		},
		SetWriteDeadline: func(set httpsnoop.SetWriteDeadlineFunc) httpsnoop.SetWriteDeadlineFunc {
			return func(deadline time.Time) error {
				d.ownDeadlines = true
				return set(deadline)
			}
		},
	})
}

// inChunks writes a text chunk by chunk, and calls before each of them.
func inChunks[T string | []byte](text T, before func(), write func(T) (int, error)) (written int, err error) {
	for {
		before()
		n, err := write(text[written:min(written+chunkSize, len(text))])
		written += n
		if err != nil || written >= len(text) {
			return written, err
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

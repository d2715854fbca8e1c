package httpserver

import (
	"io"
	"net/http"
	"time"

	"github.com/felixge/httpsnoop"
)

// pace is how slow a client may be. One that stops sending or reading would
// hold a connection, and what its request holds, for ever.
type pace struct {
	// body is how long a request's body may take, beside a second for each
	// perSecond bytes of it that have come.
	body      time.Duration
	perSecond int64
	// piece is how long a client may take to read the next pieceSize bytes of
	// its answer.
	piece time.Duration
}

const pieceSize = 64 << 10

// usualPace is for slow lines; a client that works is far from it.
func usualPace() pace {
	return pace{body: time.Minute, perSecond: 10 << 10, piece: 30 * time.Second}
}

// handler gives up clients that are slower. Handlers that set deadlines for
// writing themselves, or take over the connection, see to that on their own.
func (p pace) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if r.Body != http.NoBody {
			paced := *r
			paced.Body = &pacedBody{ReadCloser: r.Body, pace: p, control: control, began: time.Now()}
			r = &paced
		}
		answer := &pacedAnswer{pace: p, control: control}
		next.ServeHTTP(answer.wrap(w), r)
		answer.extend() // What is buffered is sent after this.
	})
}

// pacedBody is a request's body that must come in time.
type pacedBody struct {
	io.ReadCloser
	pace
	control *http.ResponseController
	began   time.Time
	n       int64
}

func (b *pacedBody) Read(p []byte) (int, error) {
	deadline := b.began.Add(b.body + time.Duration(b.n)*time.Second/time.Duration(b.perSecond))
	if err := b.control.SetReadDeadline(deadline); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if err == io.EOF {
		// The server goes on reading, to see whether the client goes away, and
		// takes a deadline that has passed for that.
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// pacedAnswer is an answer that must be read in time.
type pacedAnswer struct {
	pace
	control *http.ResponseController
	// left is whether the handler sees to deadlines itself.
	left bool
}

func (a *pacedAnswer) extend() {
	if !a.left {
		// A connection without deadlines is one that is gone or taken over.
		_ = a.control.SetWriteDeadline(time.Now().Add(a.piece))
	}
}

// wrap gives w with a new deadline for each piece that is written to it.
func (a *pacedAnswer) wrap(w http.ResponseWriter) http.ResponseWriter {
	return httpsnoop.Wrap(w, httpsnoop.Hooks{
		Write: func(write httpsnoop.WriteFunc) httpsnoop.WriteFunc {
			return func(p []byte) (int, error) { return inPieces(p, a.extend, write) }
		},
		WriteString: func(write httpsnoop.WriteStringFunc) httpsnoop.WriteStringFunc {
			return func(s string) (int, error) { return inPieces(s, a.extend, write) }
		},
		ReadFrom: func(httpsnoop.ReadFromFunc) httpsnoop.ReadFromFunc {
			return func(src io.Reader) (int64, error) {
				return io.Copy(writerFunc(func(p []byte) (int, error) { return inPieces(p, a.extend, w.Write) }), src)
			}
		},
		Flush: func(flush httpsnoop.FlushFunc) httpsnoop.FlushFunc {
			return func() { a.extend(); flush() }
		},
		SetWriteDeadline: func(set httpsnoop.SetWriteDeadlineFunc) httpsnoop.SetWriteDeadlineFunc {
			return func(deadline time.Time) error {
				a.left = true
				return set(deadline)
			}
		},
	})
}

// inPieces writes a text piece by piece, each after it has told so.
func inPieces[T string | []byte](text T, next func(), write func(T) (int, error)) (written int, err error) {
	for {
		next()
		n, err := write(text[written:min(written+pieceSize, len(text))])
		written += n
		if err != nil || written >= len(text) {
			return written, err
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

package transport

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"omnimap/graph/gqlerr"
)

// subprotocol is the one that is spoken over WebSocket, as the client library
// graphql-ws does. gqlgen's own transport does not tell its close codes.
const subprotocol = "graphql-transport-ws"

// The protocol's reasons to close a connection, beside those of WebSocket.
const (
	closeBadMessage       websocket.StatusCode = 4400
	closeUnauthorized     websocket.StatusCode = 4401
	closeForbidden        websocket.StatusCode = 4403
	closeBadSubprotocol   websocket.StatusCode = 4406
	closeInitTimeout      websocket.StatusCode = 4408
	closeSubscriberExists websocket.StatusCode = 4409
	closeTooManyInits     websocket.StatusCode = 4429
	closeInternalError    websocket.StatusCode = 4500
)

// What connections may cost: how many there may be in all and of one account,
// how many operations each may have open, how long a client may take to say who
// it is, and how large what it says may be.
const (
	MaxConnections        = 10_000
	MaxAccountConnections = 1_000
	MaxOpenOperations     = 100
	initTimeout           = 5 * time.Second
	maxInit               = 16 << 10
)

// WebSocket serves GraphQL over WebSocket.
type WebSocket struct {
	options StreamOptions
	open    *openConnections
}

// NewWebSocket makes the transport, which counts its connections.
func NewWebSocket(options StreamOptions) *WebSocket {
	return &WebSocket{options: options, open: &openConnections{ofAccount: make(map[int64]int)}}
}

// Supports tells whether a request wants a WebSocket.
func (t *WebSocket) Supports(r *http.Request) bool { return isWebSocket(r) }

// Do serves a connection until it is closed.
func (t *WebSocket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if !t.options.allows(r) {
		writeRequestError(w, r, gqlerr.NewRequestError(http.StatusForbidden, codeForbidden, "Pages of "+r.Header.Get("Origin")+" may not open WebSockets here."))
		return
	}
	if !t.open.add() {
		writeRequestError(w, r, gqlerr.NewRequestError(http.StatusServiceUnavailable, "TOO_MANY_CONNECTIONS", "The server has as many connections as it may have. Try again later."))
		return
	}
	defer t.open.remove()
	t.options.WebSockets.Add(1)
	defer t.options.WebSockets.Done()
	// The origin was checked above.
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true})
	if err != nil {
		return // and responded
	}
	if socket.Subprotocol() != subprotocol {
		_ = socket.Close(closeBadSubprotocol, "Subprotocol not acceptable; use "+subprotocol)
		return
	}
	newConnection(t, socket, r, exec).serve()
}

// openConnections counts connections.
type openConnections struct {
	mu        sync.Mutex
	n         int
	ofAccount map[int64]int
}

// add counts one more, unless there are as many as there may be.
func (o *openConnections) add() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.n >= MaxConnections {
		return false
	}
	o.n++
	return true
}

func (o *openConnections) remove() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.n--
}

// addTo counts one more of an account, unless it has as many as it may have.
func (o *openConnections) addTo(account int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ofAccount[account] >= MaxAccountConnections {
		return false
	}
	o.ofAccount[account]++
	return true
}

func (o *openConnections) removeFrom(account int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ofAccount[account]--; o.ofAccount[account] == 0 {
		delete(o.ofAccount, account)
	}
}

// allows tells whether the page that a request comes from, if any, may open
// WebSockets. Browsers say where a page is from, and let it open them anywhere.
func (o StreamOptions) allows(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	from, err := url.Parse(origin)
	if err == nil && from.Host != "" && strings.EqualFold(from.Host, r.Host) {
		return true
	}
	return slices.ContainsFunc(o.Origins, func(allowed string) bool {
		return allowed == "*" || strings.EqualFold(allowed, origin)
	})
}

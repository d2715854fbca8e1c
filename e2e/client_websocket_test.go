package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/coder/websocket"
)

// socket is a WebSocket whose client knows the protocol, or breaks it.
type socket struct {
	*websocket.Conn
	ctx context.Context
}

// dial opens a WebSocket and sends nothing yet.
func (c *client) dial(t *testing.T, options *websocket.DialOptions) (*socket, *http.Response, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	conn, resp, err := websocket.Dial(ctx, c.url+"/graphql", options)
	if err != nil {
		return nil, resp, err
	}
	t.Cleanup(func() { conn.CloseNow() })
	conn.SetReadLimit(1 << 20)
	return &socket{conn, ctx}, resp, nil
}

func (c *client) open(t *testing.T) *socket {
	t.Helper()
	s, _, err := c.dial(t, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// socket opens a WebSocket and sends connection_init with a payload, which may
// hold the API key.
func (c *client) socket(t *testing.T, payload string) *socket {
	t.Helper()
	s := c.open(t)
	s.init(t, payload)
	if got := s.read(t); got.Type != "connection_ack" {
		t.Fatalf("got %+v, want connection_ack", got)
	}
	return s
}

func (s *socket) init(t *testing.T, payload string) {
	t.Helper()
	if payload == "" {
		payload = "null"
	}
	s.send(t, `{"type": "connection_init", "payload": `+payload+`}`)
}

func (s *socket) send(t *testing.T, text string) {
	t.Helper()
	if err := s.Write(s.ctx, websocket.MessageText, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func (s *socket) subscribe(t *testing.T, id, query string, v variables) {
	t.Helper()
	s.send(t, `{"type": "subscribe", "id": "`+id+`", "payload": `+string(marshal(t, query, v))+`}`)
}

// ping waits until the server has read everything sent so far.
func (s *socket) ping(t *testing.T) {
	t.Helper()
	s.send(t, `{"type": "ping", "payload": {"here":1}}`)
	if got := s.read(t); got.Type != "pong" || string(got.Payload) != `{"here":1}` {
		t.Fatalf("got %+v, want pong", got)
	}
}

type message struct {
	Type, ID string
	Payload  json.RawMessage
}

func (s *socket) read(t *testing.T) message {
	t.Helper()
	_, text, err := s.Read(s.ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got message
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return got
}

// wantClosed wants the server to close the connection.
func (s *socket) wantClosed(t *testing.T, code websocket.StatusCode) {
	t.Helper()
	_, text, err := s.Read(s.ctx)
	var closing websocket.CloseError
	if !errors.As(err, &closing) || closing.Code != code || closing.Reason == "" {
		t.Errorf("got %s, %v, want it closed with %d", text, err, code)
	}
}

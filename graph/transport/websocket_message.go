package transport

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/coder/websocket"

	"omnimap/graph/gqlerr"
)

// message is what goes over a connection, in either direction.
type message struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// A closeError is why a connection is closed.
type closeError struct {
	code   websocket.StatusCode
	reason string
}

func (e *closeError) Error() string { return e.reason }

// badMessage closes a connection whose client does not keep to the protocol.
func badMessage(reason string) error { return &closeError{closeBadMessage, reason} }

// readMessage reads what a client sent, as the protocol has it.
func readMessage(kind websocket.MessageType, text []byte) (message, error) {
	var m message
	if kind != websocket.MessageText {
		return m, badMessage("Messages are text")
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, badMessage("The message is not JSON of the protocol")
	}
	if bytes.Equal(m.Payload, []byte("null")) {
		m.Payload = nil
	}
	if m.Payload != nil && m.Payload[0] != '{' {
		return m, badMessage("The payload must be an object")
	}
	switch m.Type {
	case "connection_init", "ping", "pong":
		return m, nil
	case "complete", "subscribe":
		if m.ID == "" {
			return m, badMessage("The message must have an id")
		}
		return m, nil
	}
	return m, badMessage(short("There is no message of the type " + m.Type))
}

// readSubscribe reads the operation of a message.
func readSubscribe(m message) (*operation, error) {
	request, err := readRequest("payload", io.NopCloser(bytes.NewReader(m.Payload)), int64(len(m.Payload)))
	if err != nil || request.operations[0].malformed != nil {
		return nil, badMessage("The payload is not that of a request")
	}
	if request.operations[0].params.Query == "" {
		return nil, badMessage("The payload must have a query")
	}
	return &request.operations[0], nil
}

// initKey gives the API key of a connection_init, and whether there is any: as a
// header would have it, {"Authorization": "Bearer …"}, or as {"apiKey": "…"}.
func initKey(payload json.RawMessage) (key string, given bool, err error) {
	if payload == nil {
		return "", false, nil
	}
	var init struct {
		Authorization *string `json:"authorization"` // in any case
		APIKey        *string `json:"apiKey"`
	}
	if err := json.Unmarshal(payload, &init); err != nil {
		return "", false, badMessage("Authorization and apiKey must be texts")
	}
	switch {
	case init.Authorization != nil:
		return parseBearer(*init.Authorization), true, nil
	case init.APIKey != nil:
		return strings.TrimSpace(*init.APIKey), true, nil
	}
	return "", false, nil
}

// encode gives a message as it goes over the connection. Its payload is JSON
// already, of which encoding/json would make a copy.
func (m message) encode() []byte {
	text := append(make([]byte, 0, len(m.Payload)+100), `{"type":`...)
	text = gqlerr.AppendText(text, m.Type)
	if m.ID != "" {
		text = gqlerr.AppendText(append(text, `,"id":`...), m.ID)
	}
	if m.Payload != nil {
		text = append(append(text, `,"payload":`...), m.Payload...)
	}
	return append(text, '}')
}

// short cuts a reason to what a close frame can hold.
func short(reason string) string {
	const most = 123
	if len(reason) <= most {
		return reason
	}
	return strings.ToValidUTF8(reason[:most], "")
}

package transport

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/coder/websocket"

	"omnimap/graph/gqlerr"
)

// message is what goes over a connection, in either direction. ID and Payload
// may be absent.
type message struct {
	Type, ID string
	Payload  json.RawMessage
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
	if !m.decode(text) {
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

// decode reads the JSON of a message, and reports whether it is that.
func (m *message) decode(text []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(text))
	isObject, err := eachField(dec, func(name string, dec *json.Decoder) (err error) {
		switch name {
		case "type":
			m.Type, err = readValue[string](dec)
		case "id":
			m.ID, err = readValue[string](dec)
		case "payload":
			m.Payload, err = readValue[json.RawMessage](dec)
		default:
			_, err = readValue[json.RawMessage](dec)
		}
		return err
	})
	return isObject && err == nil && expectEnd("message", dec) == nil
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
// header would have it, {"Authorization": "Bearer …"}, whose name is one in any
// case, or as {"apiKey": "…"}.
func initKey(payload json.RawMessage) (key string, given bool, err error) {
	if payload == nil {
		return "", false, nil
	}
	var authorization, apiKey *string
	_, err = eachField(json.NewDecoder(bytes.NewReader(payload)), func(name string, dec *json.Decoder) (err error) {
		switch {
		case strings.EqualFold(name, "Authorization"):
			authorization, err = readValue[*string](dec)
		case name == "apiKey":
			apiKey, err = readValue[*string](dec)
		default:
			_, err = readValue[json.RawMessage](dec)
		}
		return err
	})
	switch {
	case err != nil:
		return "", false, badMessage("Authorization and apiKey must be texts")
	case authorization != nil:
		return parseBearer(*authorization), true, nil
	case apiKey != nil:
		return strings.TrimSpace(*apiKey), true, nil
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

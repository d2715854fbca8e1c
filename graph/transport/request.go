package transport

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/graph/gqlerr"
)

// MaxOperations is how many operations a request may hold.
const MaxOperations = 100

// request is a request's JSON: one operation, or an array of them.
type request struct {
	operations []operation
	array      bool
}

// operation is an operation as it was sent, and what is wrong with that.
type operation struct {
	params    graphql.RawParams
	malformed *gqlerr.RequestError
}

// readRequest reads JSON that is exactly one value, of at most limit bytes.
// Errors call it by what it is.
func readRequest(what string, r io.ReadCloser, limit int64) (*request, error) {
	body := bufio.NewReaderSize(http.MaxBytesReader(nil, r, limit), 512)
	first, err := firstByte(body)
	if err != nil {
		return nil, readError(what, err)
	}
	dec := json.NewDecoder(body)
	dec.UseNumber()
	q := &request{array: first == '['}
	if q.array {
		err = q.readArray(dec)
	} else {
		err = q.readOperation(dec)
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // It has begun.
	}
	if err != nil {
		return nil, readError(what, err)
	}
	return q, expectEnd(what, dec)
}

// firstByte gives the first byte that is not white space, and leaves it to be
// read.
func firstByte(r *bufio.Reader) (byte, error) {
	for {
		c, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case ' ', '\t', '\r', '\n':
		default:
			return c, r.UnreadByte()
		}
	}
}

func (q *request) readArray(dec *json.Decoder) error {
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		if len(q.operations) == MaxOperations {
			return gqlerr.BadRequest("An array may hold at most %d operations. Send the rest in another request.", MaxOperations)
		}
		if err := q.readOperation(dec); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	if len(q.operations) == 0 {
		return gqlerr.BadRequest("The array holds no operation.")
	}
	return nil
}

// readOperation reads an operation. A value of a wrong type is an error of
// this operation alone.
func (q *request) readOperation(dec *json.Decoder) error {
	var operation operation
	isObject, err := eachField(dec, operation.readField)
	if err != nil {
		return err
	}
	if !isObject {
		operation.malformed = gqlerr.BadRequest("An operation must be a JSON object with a query.")
	}
	q.operations = append(q.operations, operation)
	return nil
}

// readField reads the value of one field of an operation. Of a field that comes
// again, the last counts.
func (o *operation) readField(name string, dec *json.Decoder) error {
	var err error
	switch name {
	case "query":
		o.params.Query, err = readValue[string](dec)
	case "operationName":
		o.params.OperationName, err = readValue[string](dec)
	case "variables":
		o.params.Variables, err = readValue[map[string]any](dec)
	case "extensions":
		o.params.Extensions, err = readValue[map[string]any](dec)
	default:
		_, err = readValue[json.RawMessage](dec)
	}
	if mistyped := (*json.UnmarshalTypeError)(nil); errors.As(err, &mistyped) {
		o.malformed = gqlerr.BadRequest("%s", mistypedMessage(name))
		return nil
	}
	return err
}

func mistypedMessage(field string) string {
	if field == "query" || field == "operationName" {
		return `"` + field + `" must be a string.`
	}
	return `"` + field + `" must be a JSON object.`
}

// expectEnd gives an error where something follows the value that was read.
func expectEnd(what string, dec *json.Decoder) error {
	switch _, err := dec.Token(); err {
	case io.EOF:
		return nil
	case nil:
		return gqlerr.BadRequest("The %s goes on after its JSON value.", what)
	default:
		return readError(what, err)
	}
}

// readError says why JSON cannot be read.
func readError(what string, err error) error {
	var large *http.MaxBytesError
	var worded *gqlerr.RequestError
	switch {
	case errors.As(err, &worded):
		return worded
	case errors.As(err, &large):
		return gqlerr.TooLarge("The %s's JSON is larger than the %d bytes that this server takes. Send less at a time, or a file.", what, large.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return gqlerr.TooSlow()
	case err == io.EOF:
		return gqlerr.BadRequest("The %s is empty, where JSON is wanted.", what)
	default:
		return gqlerr.BadRequest("The %s is not JSON: %v.", what, err)
	}
}

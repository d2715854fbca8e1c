package graph

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/99designs/gqlgen/graphql"
)

// maxOperations is how many operations a request may hold.
const maxOperations = 100

// asked is what a request's JSON asks: one operation, or an array of them.
type asked struct {
	operations []askedOperation
	array      bool
}

// askedOperation is an operation as it was sent, and what is wrong with that.
type askedOperation struct {
	params    graphql.RawParams
	malformed *requestError
}

// readAsked reads JSON that is exactly one value, of at most limit bytes.
// Errors call it by what it is.
func readAsked(what string, r io.ReadCloser, limit int64) (*asked, error) {
	body := bufio.NewReaderSize(http.MaxBytesReader(nil, r, limit), 512)
	first, err := firstByte(body)
	if err != nil {
		return nil, unreadable(what, err)
	}
	dec := json.NewDecoder(body)
	dec.UseNumber()
	a := &asked{array: first == '['}
	if a.array {
		err = a.readArray(dec)
	} else {
		err = a.readOperation(dec)
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // It has begun.
	}
	if err != nil {
		return nil, unreadable(what, err)
	}
	return a, atEnd(what, dec)
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

func (a *asked) readArray(dec *json.Decoder) error {
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		if len(a.operations) == maxOperations {
			return badRequest("An array may hold at most %d operations. Send the rest in another request.", maxOperations)
		}
		if err := a.readOperation(dec); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	if len(a.operations) == 0 {
		return badRequest("The array holds no operation.")
	}
	return nil
}

// readOperation reads an operation. A value of a wrong type is an error of
// this operation alone.
func (a *asked) readOperation(dec *json.Decoder) error {
	var operation askedOperation
	err := dec.Decode(&operation.params)
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mistyped):
		operation.malformed = badRequest("%s", mistypedMessage(mistyped.Field))
	case err != nil:
		return err
	}
	a.operations = append(a.operations, operation)
	return nil
}

func mistypedMessage(field string) string {
	switch field {
	case "query", "operationName":
		return `"` + field + `" must be a string.`
	case "":
		return "An operation must be a JSON object with a query."
	default:
		return `"` + field + `" must be a JSON object.`
	}
}

// atEnd wants nothing to follow the value that was read.
func atEnd(what string, dec *json.Decoder) error {
	switch _, err := dec.Token(); {
	case err == io.EOF:
		return nil
	case err == nil:
		return badRequest("The %s goes on after its JSON value.", what)
	default:
		return unreadable(what, err)
	}
}

// unreadable says why JSON cannot be read.
func unreadable(what string, err error) error {
	var large *http.MaxBytesError
	var worded *requestError
	switch {
	case errors.As(err, &worded):
		return worded
	case errors.As(err, &large):
		return tooLarge("The %s's JSON is larger than the %d bytes that this server takes. Send less at a time, or a file.", what, large.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return tooSlow()
	case err == io.EOF:
		return badRequest("The %s is empty, where JSON is wanted.", what)
	default:
		return badRequest("The %s is not JSON: %v.", what, err)
	}
}

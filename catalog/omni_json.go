package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"omnimap/model"
)

// maxElement is how long a product of a JSON file may be, in bytes, give or
// take what is read ahead.
const maxElement = 16 << 20

// OmniProductReader reads products as Cin7 Omni's API returns them: a JSON
// array, in UTF-8, packed with gzip or not. Keys are known in any case; others
// are passed over.
type OmniProductReader struct {
	in  *elementReader
	dec *json.Decoder
	row int
	err error
}

// NewOmniProductReader reads the beginning of r. A file that is not a JSON
// array is a *FileError.
func NewOmniProductReader(r io.Reader) (*OmniProductReader, error) {
	src, err := open(r)
	if err != nil {
		return nil, err
	}
	head, err := src.lookInside(wantOmni)
	if err != nil {
		return nil, err
	}
	if !isJSON(head) {
		return nil, fileErrorf("The file is not JSON. %s", wantOmni)
	}
	if head[0] == '{' {
		return nil, fileErrorf("The JSON is one object, not a list of products. Send the products between [ and ], as Cin7's API returns them.")
	}
	in := &elementReader{r: transform.NewReader(src, encoding.UTF8Validator), left: maxElement + bufferSize}
	p := &OmniProductReader{in: in, dec: json.NewDecoder(in)}
	if _, err := p.dec.Token(); err != nil {
		return nil, p.fileError(err)
	}
	return p, nil
}

// Read gives the next product, and io.EOF after the last one. Row is its place
// in the array, from 1; what is absent or null gives nil. A product that cannot
// be read is a *RowError, and the next call reads the one after it. After any
// other error, every call gives the same error again.
func (p *OmniProductReader) Read() (model.OmniProductInput, error) {
	if p.err != nil {
		return model.OmniProductInput{}, p.err
	}
	p.in.left = maxElement + bufferSize
	if !p.dec.More() {
		p.err = p.end()
		return model.OmniProductInput{}, p.err
	}
	p.row++
	var product apiProduct
	err := p.decode(&product)
	if wrong, ok := errors.AsType[*FileError](err); ok {
		p.err = wrong
		return model.OmniProductInput{}, wrong
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return p.reject(&product, wrongType(wrong))
	}
	if err != nil {
		p.err = p.fileError(err)
		return model.OmniProductInput{}, p.err
	}
	in, err := product.input()
	if err != nil {
		return p.reject(&product, err)
	}
	in.Row = p.row
	return in, nil
}

// decode reads the next product. It refuses the file if the first one shows
// that it holds something else.
func (p *OmniProductReader) decode(product *apiProduct) error {
	if p.row > 1 {
		return p.dec.Decode(product)
	}
	var first json.RawMessage
	if err := p.dec.Decode(&first); err != nil {
		return err
	}
	if err := otherJSONError(first); err != nil {
		return err
	}
	return json.Unmarshal(first, product)
}

// end reads the end of the array, and of the file. It gives io.EOF where all
// is as it should be.
func (p *OmniProductReader) end() error {
	if _, err := p.dec.Token(); err != nil {
		return p.fileError(err)
	}
	_, err := p.dec.Token()
	if err == io.EOF {
		return io.EOF
	}
	if err == nil || errors.As(err, new(*json.SyntaxError)) {
		return fileErrorf("Something follows the end of the list of products (after product %d). Send one list, between one [ and one ].", p.row)
	}
	return p.fileError(err)
}

// fileError says why the file cannot be read further. An error of the file's
// own stays as it is.
func (p *OmniProductReader) fileError(err error) error {
	switch {
	case p.in.err == encoding.ErrInvalidUTF8:
		return fileErrorf("The JSON is not in UTF-8 (near byte %d, product %d). Save it in UTF-8.", p.dec.InputOffset(), p.row)
	case p.in.err != nil:
		return p.in.err
	case err == io.EOF, err == io.ErrUnexpectedEOF:
		return fileErrorf("The file ends in the middle of the list (product %d). Download it again.", max(p.row, 1))
	}
	return fileErrorf("The JSON is broken near byte %d, product %d: %s. Download it again.", p.dec.InputOffset(), max(p.row, 1), strings.TrimPrefix(err.Error(), "json: "))
}

// reject refuses the product last read.
func (p *OmniProductReader) reject(product *apiProduct, err error) (model.OmniProductInput, error) {
	e := rowErrorf(p.row, "Product %d: %v.", p.row, err)
	if product.StyleCode != nil {
		e.Cin7Code = rowKey(*product.StyleCode)
	}
	if product.ID != nil {
		e.Reference = string(*product.ID)
	}
	return model.OmniProductInput{}, e
}

// wrongType says in plain words which value has the wrong type.
func wrongType(err *json.UnmarshalTypeError) error {
	if err.Field == "" {
		return fmt.Errorf("it is a JSON %s where an object belongs", err.Value)
	}
	return fmt.Errorf("its %s cannot be a JSON %s; send it as Cin7's API does", quote(err.Field), err.Value)
}

// elementReader bounds how much is read for one element of the array, and
// remembers why it ended.
type elementReader struct {
	r    io.Reader
	left int
	err  error
}

func (e *elementReader) Read(b []byte) (int, error) {
	if e.left == 0 {
		e.err = fileErrorf("A product of the JSON is longer than 16 MiB. Send the products as Cin7's API returns them.")
		return 0, e.err
	}
	n, err := e.r.Read(b[:min(len(b), e.left)])
	e.left -= n
	if err != nil && err != io.EOF {
		e.err = err
	}
	return n, err
}

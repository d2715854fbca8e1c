package catalog

import (
	"bytes"
	"io"
)

// OmniKind is the format of a file with Omni products.
type OmniKind int

// The formats in which Omni products come.
const (
	// OmniCSV is Cin7 Omni's product export: NewOmniRowReader reads it.
	OmniCSV OmniKind = iota + 1
	// OmniJSON is the products as Cin7 Omni's API returns them:
	// NewOmniProductReader reads it.
	OmniJSON
)

const (
	wantListings = "Send Amazon's All Listings Report as tab-separated text (.txt), as it is downloaded; from a spreadsheet, save it as text with tabs."
	wantOmni     = "Send Cin7's product export as CSV, or the products as Cin7's API returns them, in JSON; from a spreadsheet, save it as CSV."
)

// DetectOmni finds the format of a file with Omni products by its first bytes.
// The reader of that format continues with rest instead of r; rest is unpacked.
// A file that is obviously neither is a *FileError.
func DetectOmni(r io.Reader) (kind OmniKind, rest io.Reader, err error) {
	src, err := open(r)
	if err != nil {
		return 0, nil, err
	}
	head, err := src.lookInside(wantOmni)
	if err != nil {
		return 0, nil, err
	}
	if isJSON(head) {
		return OmniJSON, src, nil
	}
	return OmniCSV, src, nil
}

// foreignKinds are the files that are sent by mistake, by how they begin.
var foreignKinds = []struct{ begin, name string }{
	{"PK\x03\x04", "an Excel workbook (.xlsx) or another ZIP file"},
	{"PK\x05\x06", "an empty ZIP file"},
	{"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"},
	{"%PDF", "a PDF"},
	{"\x1f\x8b", "a gzip file within a gzip file"},
	{"<", "a web page (HTML) or XML"},
}

// lookInside gives how the file begins, after white space. A file that is
// empty or obviously none of ours is a *FileError that ends with what is
// wanted instead.
func (s *source) lookInside(wanted string) ([]byte, error) {
	head, err := peek(s.Reader, 512)
	if err != nil {
		return nil, err
	}
	if len(head) == 0 {
		return nil, fileErrorf("The file is empty. %s", wanted)
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	for _, kind := range foreignKinds {
		if bytes.HasPrefix(head, []byte(kind.begin)) {
			return nil, fileErrorf("The file seems to be %s. %s", kind.name, wanted)
		}
	}
	return head, nil
}

// lookForTable is lookInside for a table, which JSON is not.
func (s *source) lookForTable(wanted string) error {
	head, err := s.lookInside(wanted)
	if err != nil {
		return err
	}
	if isJSON(head) {
		return fileErrorf("The file seems to be JSON. %s", wanted)
	}
	return nil
}

func isJSON(head []byte) bool {
	return len(head) > 0 && (head[0] == '[' || head[0] == '{')
}

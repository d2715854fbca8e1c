package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// A Book is an Excel workbook: its sheets, and what its cells refer to.
type Book struct {
	zip *bookZip
	// Sheets are the sheets that have cells, in their order.
	Sheets []Sheet
	// from1904 says that dates count from 1904.
	from1904 bool
	// stringsPart and stylesPart are empty where the workbook has none.
	stringsPart, stylesPart string
	strings                 *sharedStrings
	styles                  *numberStyles
	// stylesErr is why the styles cannot be read.
	stylesErr error
}

// A Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	// part is the name of the part that holds it.
	part string
}

// Open reads which sheets a workbook has. A file that is no workbook, or is
// damaged, is an *Error. The File is to be closed after the Book.
func Open(file *File) (*Book, error) {
	compound, err := file.begins(compoundBegin)
	if err != nil {
		return nil, err
	}
	if compound {
		return nil, file.compoundError()
	}
	return openBook(file)
}

// openBook reads which sheets a workbook has, in their order.
func openBook(file *File) (*Book, error) {
	packed, err := openBookZip(file)
	if err != nil {
		return nil, err
	}
	b := &Book{zip: packed}
	main, err := b.mainPart()
	if err != nil {
		return nil, err
	}
	relations, err := b.relations(main)
	if err != nil {
		return nil, err
	}
	for _, to := range relations {
		switch to.kind {
		case "sharedStrings":
			b.stringsPart = to.part
		case "styles":
			b.stylesPart = to.part
		}
	}
	if err := b.readSheets(main, relations); err != nil {
		return nil, err
	}
	if len(b.Sheets) == 0 {
		return nil, &Error{Reason: NoSheets}
	}
	return b, nil
}

// Close removes what the workbook keeps in a temporary file. The File stays open.
func (b *Book) Close() error {
	if b.strings == nil {
		return nil
	}
	return b.strings.file.close()
}

// mainPart gives the name of the part that lists the sheets.
func (b *Book) mainPart() (string, error) {
	if !b.zip.has("_rels/.rels") {
		return "", b.zip.foreignBook()
	}
	relations, err := b.relations("")
	if err != nil {
		return "", err
	}
	for _, to := range relations {
		if to.kind == "officeDocument" && strings.HasPrefix(partKey(to.part), "xl/") && strings.HasSuffix(partKey(to.part), ".xml") {
			return to.part, nil
		}
	}
	return "", b.zip.foreignBook()
}

// relation is another part that a part refers to.
type relation struct {
	// kind is the last word of the relation's type.
	kind, part string
}

// maxName is how many characters are kept of a name in the list of sheets.
const maxName = 1 << 10

var errTooMany = errors.New("it has too many sheets or relations")

// relations gives what a part refers to, by their ids.
func (b *Book) relations(from string) (map[string]relation, error) {
	slash := strings.LastIndexByte(from, '/') + 1
	relations := make(map[string]relation)
	err := b.read(from[:slash]+"_rels/"+from[slash:]+".rels", func(x *xmlReader) error {
		for {
			e, err := x.find("Relationship")
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if len(relations) == maxParts {
				return errTooMany
			}
			kind := attribute(e, "Type")
			relations[name(attribute(e, "Id"))] = relation{
				kind: name(kind[strings.LastIndexByte(kind, '/')+1:]),
				part: target(from, name(attribute(e, "Target"))),
			}
		}
	})
	return relations, err
}

// readSheets lists the sheets that have cells, which a chart on a sheet of its
// own has not.
func (b *Book) readSheets(main string, relations map[string]relation) error {
	return b.read(main, func(x *xmlReader) error {
		seen := make(map[string]bool)
		for {
			e, err := x.nextStart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			switch e.Name.Local {
			case "workbookPr":
				date1904 := attribute(e, "date1904")
				b.from1904 = date1904 == "1" || date1904 == "true"
			case "sheet":
				to := relations[attribute(e, "id")]
				if to.kind != "worksheet" {
					continue
				}
				// No part is read twice, so that reading has an end.
				if len(b.Sheets) == maxParts || seen[partKey(to.part)] {
					return errTooMany
				}
				seen[partKey(to.part)] = true
				b.Sheets = append(b.Sheets, newSheet(e, to.part))
			}
		}
	})
}

// name gives as much of a name as is kept, apart from what it was cut from.
func name(text string) string {
	return strings.Clone(prefix(text, maxName))
}

func newSheet(e xml.StartElement, part string) Sheet {
	return Sheet{
		Name:   name(attribute(e, "name")),
		part:   part,
		Hidden: strings.HasSuffix(strings.ToLower(attribute(e, "state")), "hidden"),
	}
}

// read reads a part as XML.
func (b *Book) read(part string, read func(*xmlReader) error) error {
	r, err := b.zip.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := read(newXMLReader(r)); err != nil {
		return b.zip.damaged(err)
	}
	return nil
}

// First gives the place of the sheet that a person sees first.
func (b *Book) First() int {
	for i, sheet := range b.Sheets {
		if !sheet.Hidden {
			return i
		}
	}
	return 0
}

// stringAt gives a text of the table that cells refer to.
func (b *Book) stringAt(i int) (string, error) {
	if b.strings == nil {
		if b.stringsPart == "" {
			return "", errNoString
		}
		err := b.read(b.stringsPart, func(x *xmlReader) (err error) {
			b.strings, err = readSharedStrings(x)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return b.strings.at(i)
}

// formatOf gives the number format of a cell's style, nil for General.
func (b *Book) formatOf(style int) (*numberFormat, error) {
	if b.stylesPart == "" || style <= 0 {
		return nil, nil
	}
	if b.styles == nil && b.stylesErr == nil {
		b.stylesErr = b.read(b.stylesPart, func(x *xmlReader) (err error) {
			b.styles, err = readNumberStyles(x)
			return err
		})
	}
	if b.stylesErr != nil {
		return nil, b.stylesErr
	}
	return b.styles.of(style), nil
}

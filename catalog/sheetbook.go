package catalog

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// workbook is an Excel workbook: its sheets, and what its cells refer to.
type workbook struct {
	zip    *bookZip
	sheets []bookSheet
	// from1904 says that dates count from 1904.
	from1904 bool
	// stringsPart and stylesPart are empty where the workbook has none.
	stringsPart, stylesPart string
	strings                 *sharedStrings
	styles                  *numberStyles
}

// bookSheet is a sheet by its name and the part that holds it.
type bookSheet struct {
	name, part string
	hidden     bool
}

// openWorkbook reads which sheets a workbook has, in their order.
func openWorkbook(file *sheetFile) (*workbook, error) {
	packed, err := openBookZip(file)
	if err != nil {
		return nil, err
	}
	b := &workbook{zip: packed}
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
	if len(b.sheets) == 0 {
		return nil, fileErrorf("The Excel workbook has no sheets with cells. %s", wantSheet)
	}
	return b, nil
}

func (b *workbook) close() error {
	if b.strings == nil {
		return nil
	}
	return b.strings.file.close()
}

// mainPart gives the name of the part that lists the sheets.
func (b *workbook) mainPart() (string, error) {
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
func (b *workbook) relations(from string) (map[string]relation, error) {
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
func (b *workbook) readSheets(main string, relations map[string]relation) error {
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
				if len(b.sheets) == maxParts || seen[partKey(to.part)] {
					return errTooMany
				}
				seen[partKey(to.part)] = true
				b.sheets = append(b.sheets, newBookSheet(e, to.part))
			}
		}
	})
}

// name gives as much of a name as is kept, apart from what it was cut from.
func name(text string) string {
	return strings.Clone(prefix(text, maxName))
}

func newBookSheet(e xml.StartElement, part string) bookSheet {
	return bookSheet{
		name:   name(attribute(e, "name")),
		part:   part,
		hidden: strings.HasSuffix(strings.ToLower(attribute(e, "state")), "hidden"),
	}
}

// read reads a part as XML.
func (b *workbook) read(part string, read func(*xmlReader) error) error {
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

// first gives the place of the sheet that the person sees first.
func (b *workbook) first() int {
	for i, sheet := range b.sheets {
		if !sheet.hidden {
			return i
		}
	}
	return 0
}

// stringAt gives a text of the table that cells refer to.
func (b *workbook) stringAt(i int) (string, error) {
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

// formatOf gives the number format of a cell's style.
func (b *workbook) formatOf(style int) (numberFormat, error) {
	if b.stylesPart == "" || style <= 0 {
		return numberFormat{}, nil
	}
	if b.styles == nil {
		err := b.read(b.stylesPart, func(x *xmlReader) (err error) {
			b.styles, err = readNumberStyles(x)
			return err
		})
		if err != nil {
			return numberFormat{}, err
		}
	}
	return b.styles.of(style), nil
}

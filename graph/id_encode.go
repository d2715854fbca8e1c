package graph

import (
	"encoding/base64"
	"encoding/json"
	"strconv"

	"omnimap/model"
)

// Lists hold an id an entry; so these are made as encode does, but without its
// reflection, and where they are wanted.

// idRoom holds the text of most ids.
const idRoom = 128

func appendIntegrationID(dst []byte, i *model.Integration) []byte {
	text := startID(make([]byte, 0, idRoom), kindIntegration)
	return endID(dst, appendInt(text, i.ID))
}

func appendListingID(dst []byte, l *model.AmazonListing) []byte {
	text := startID(make([]byte, 0, idRoom), kindListing)
	text = appendPart(text, `{"Integration":`, l.IntegrationID)
	text = appendJSON(append(text, `,"SKU":`...), l.SKU)
	return endID(dst, append(text, '}'))
}

func appendMappingID(dst []byte, m *model.Mapping) []byte {
	text := startID(make([]byte, 0, idRoom), kindMapping)
	text = appendPart(text, `{"Integration":`, m.IntegrationID)
	text = appendPart(text, `,"ID":`, m.ID)
	return endID(dst, append(text, '}'))
}

func appendProductID(dst []byte, p *model.OmniProduct) []byte {
	text := startID(make([]byte, 0, idRoom), kindProduct)
	return endID(dst, appendInt(text, p.ID))
}

func appendOptionID(dst []byte, o *model.OmniOption) []byte {
	return appendTargetID(dst, kindOption, o.Product.ID, o.ID, 0)
}

func appendSizeID(dst []byte, s *model.OmniSize) []byte {
	return appendTargetID(dst, kindSize, s.Option.Product.ID, s.Option.ID, s.ID)
}

// appendTargetID appends a service.TargetID.
func appendTargetID(dst []byte, kind string, product, option, size int64) []byte {
	text := startID(make([]byte, 0, idRoom), kind)
	text = appendPart(text, `{"Product":`, product)
	text = appendPart(text, `,"Option":`, option)
	text = appendPart(text, `,"Size":`, size)
	return endID(dst, append(text, '}'))
}

func appendOperationID(dst []byte, o *model.Operation) []byte {
	text := startID(make([]byte, 0, idRoom), kindOperation)
	return endID(dst, appendJSON(text, o.ID))
}

func startID(text []byte, kind string) []byte {
	return append(append(append(text, `["`...), kind...), `",`...)
}

func endID(dst, text []byte) []byte {
	return base64.RawURLEncoding.AppendEncode(dst, append(text, ']'))
}

func appendPart(text []byte, name string, n int64) []byte {
	return strconv.AppendInt(append(text, name...), n, 10)
}

// appendJSON appends a text as package json writes one.
func appendJSON(dst []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			escaped, err := json.Marshal(text)
			if err != nil {
				panic(err) // texts can be marshalled
			}
			return append(dst, escaped...)
		}
	}
	return append(append(append(dst, '"'), text...), '"')
}

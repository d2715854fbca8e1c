package catalog

import (
	"encoding/json"
	"strings"
)

// apiProductKeys are the keys of a product of Cin7's API besides productOptions
// and styleCode, in lower case.
var apiProductKeys = setOf("id", "status", "createddate", "modifieddate", "name", "description", "tags", "images", "pdfupload",
	"pdfdescription", "supplierid", "brand", "category", "subcategory", "categoryidarray", "channels", "weight", "height", "width",
	"length", "volume", "stockcontrol", "ordertype", "producttype", "productsubtype", "projectname", "optionlabel1", "optionlabel2",
	"optionlabel3", "salesaccount", "purchasesaccount", "importcustomsduty", "sizerangeid", "customfields")

func setOf(keys ...string) map[string]bool {
	set := make(map[string]bool, len(keys))
	for _, key := range keys {
		set[key] = true
	}
	return set
}

// jsonKind is a kind of JSON list that people send, known by its keys.
type jsonKind struct {
	name, belongs string
	// signs are keys in lower case; an object with all of one set is of the
	// kind.
	signs [][]string
}

const wantProducts = "Send the list of GET v1/Products."

var jsonKinds = []jsonKind{
	{"orders", "Orders are not loaded. " + wantProducts, [][]string{{"lineitems"}, {"line_items"}, {"orderid"}, {"order_id"}, {"amazonorderid"}, {"ordernumber"}, {"order_number"}}},
	{"rows of Cin7's stock (GET v1/Stock)", wantProducts, [][]string{{"productoptionid", "available"}, {"productid", "available"}, {"productid", "branchid"}}},
	{"rows of Cin7's product options (GET v1/ProductOptions)", wantProducts, [][]string{{"productid"}, {"productoptionid"}}},
	{"products of Cin7 Core", "The products come from Cin7 Omni. " + wantProducts, [][]string{{"sku", "costingmethod"}, {"sku", "pricetier1"}, {"sku", "pricetiers"}, {"sku", "defaultlocation"}, {"productcode", "fixedassettype"}}},
	{"Amazon's listings", "Load Amazon's All Listings Report as Amazon listings.", [][]string{{"sku", "asin"}, {"sku", "summaries"}, {"seller-sku"}, {"sellersku"}}},
	{"products of Shopify", "The products come from Cin7 Omni. " + wantProducts, [][]string{{"variants", "handle"}, {"variants", "vendor"}, {"variants", "title"}}},
}

// otherJSONError refuses a list whose first entry is no product of Cin7's API:
// one with neither productOptions nor styleCode, and with keys that products do
// not have. Stock rows have a styleCode, too.
func otherJSONError(entry []byte) error {
	var object map[string]json.RawMessage
	if json.Unmarshal(entry, &object) != nil || object == nil {
		return nil // What is wrong with the entry is said of it alone.
	}
	keys := make(map[string]bool, len(object))
	for key := range object {
		keys[strings.ToLower(key)] = true
	}
	if keys["productoptions"] {
		return nil
	}
	kind := jsonKindOf(keys)
	if kind != nil {
		return fileErrorf("The JSON looks like a list of %s. %s", kind.name, kind.belongs)
	}
	if keys["stylecode"] {
		return nil
	}
	if key := firstForeignKey(object); key != "" {
		return fileErrorf("The JSON is not a list of Cin7's products: its first entry has neither productOptions nor styleCode, but %s. %s", quote(key), wantOmni)
	}
	return nil
}

// firstForeignKey gives the first key, by the alphabet, that no product has.
func firstForeignKey(object map[string]json.RawMessage) string {
	first := ""
	for key := range object {
		if !apiProductKeys[strings.ToLower(key)] && (first == "" || key < first) {
			first = key
		}
	}
	return first
}

func jsonKindOf(keys map[string]bool) *jsonKind {
	for i, kind := range jsonKinds {
		for _, sign := range kind.signs {
			if hasAll(keys, sign) {
				return &jsonKinds[i]
			}
		}
	}
	return nil
}

func hasAll(keys map[string]bool, sign []string) bool {
	for _, key := range sign {
		if !keys[key] {
			return false
		}
	}
	return true
}

package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// codeSpan is a value in README's text.
var codeSpan = regexp.MustCompile("`([^`]+)`")

// forRemap are the pairs that README says are for a remap: the last of the
// table above, and those of the sentence below it.
func forRemap(t *testing.T) []skuPair {
	t.Helper()
	_, text, found := strings.Cut(sampleReadme(t), "\nThe last one, ")
	sentence, _, ended := strings.Cut(text, "are for a\nremap")
	if !found || !ended {
		t.Fatal("README has no sentence of pairs for a remap")
	}
	byHand := linkedByHand(t)
	pairs := byHand[len(byHand)-1:]
	for _, pair := range regexp.MustCompile("`([^`]+)` with `([^`]+)`").FindAllStringSubmatch(sentence, -1) {
		pairs = append(pairs, skuPair{sku: pair[1], code: pair[2]})
	}
	return pairs
}

// TestReadmeRemaps maps what README says that only a remap can map: named by
// the Omni product, or, where a mapping ties it to that, by the family.
func TestReadmeRemaps(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		pairs := forRemap(t)
		if len(pairs) != 4 {
			t.Errorf("README names %d pairs for a remap, want 4", len(pairs))
		}
		for i, pair := range pairs {
			t.Run(pair.sku, func(t *testing.T) {
				refused := s.customMappingError(t, id, pair)
				family := variables{"familySku": s.familyOf(t, id, pair.sku)}
				product := variables{"omniProductId": s.productOf(t, pair.code)}
				checkRemapped(t, s.remap(t, id, pair, product, true), pair, "null")
				named := []variables{product, family}[i%2]
				if byFamily := s.remap(t, id, pair, family, true); refused == "ALREADY_MAPPED" {
					checkRemapped(t, byFamily, pair, "null")
				} else {
					checkJSON(t, byFamily, fmt.Sprintf(`{"operation": null, "deleted": 0, "created": [], "lost": [], "rejectedRows": [{"code": %q}], "userErrors": []}`, refused))
					named = product
				}
				checkRemapped(t, s.remap(t, id, pair, named, false), pair, `{"kind": "REMAP", "created": 1}`)
			})
		}
		checkJSON(t, s.ask(t, "{integrations {productStatus {mapped}}}", nil), `{"integrations": [{"productStatus": {"mapped": 135}}]}`)
	})
}

// customMappingError gives the code with which custom mappings reject a pair.
func (c *client) customMappingError(t *testing.T, integration string, pair skuPair) string {
	t.Helper()
	got := c.applyList(t, variables{"integrationId": integration, "allowMappable": true}, []skuPair{pair})
	if len(got.RejectedRows) != 1 {
		t.Fatalf("by hand: %+v", got)
	}
	code := got.RejectedRows[0].Code
	if pair.answer != "" && code != pair.answer || !slices.Contains([]string{"ALREADY_MAPPED", "OMNI_PRODUCT_MAPPED"}, code) {
		t.Errorf("by hand it is refused with %s", code)
	}
	return code
}

func (c *client) familyOf(t *testing.T, integration, sku string) string {
	t.Helper()
	var found struct{ AmazonListing struct{ FamilySKU string } }
	c.read(t, "query($id: ID!, $sku: String!) {amazonListing(integrationId: $id, sku: $sku) {familySku}}", variables{"id": integration, "sku": sku}, &found)
	return found.AmazonListing.FamilySKU
}

// productOf gives the id of the Omni product that has a Code.
func (c *client) productOf(t *testing.T, code string) string {
	t.Helper()
	var found struct {
		OmniProducts struct{ Nodes []struct{ ID string } }
	}
	c.read(t, "query($code: String) {omniProducts(search: $code) {nodes {id}}}", variables{"code": code}, &found)
	if len(found.OmniProducts.Nodes) != 1 {
		t.Fatalf("%d products have a Code that begins with %q", len(found.OmniProducts.Nodes), code)
	}
	return found.OmniProducts.Nodes[0].ID
}

func (c *client) remap(t *testing.T, integration string, pair skuPair, named variables, dryRun bool) string {
	t.Helper()
	input := variables{"integrationId": integration, "dryRun": dryRun, "mappings": []variables{{"sku": pair.sku, "cin7Code": pair.code}}}
	for name, value := range named {
		input[name] = value
	}
	return c.mutate(t, "remapProducts", input,
		"operation {kind created} deleted created {sku target {option {code} size {code}} formerTarget {level}} lost {sku} rejectedRows {code} userErrors {code}")
}

// checkRemapped wants the pair to be mapped, and nothing to be lost for it.
func checkRemapped(t *testing.T, payload string, pair skuPair, operation string) {
	t.Helper()
	var got struct {
		Created []struct{ Target json.RawMessage }
	}
	if err := json.Unmarshal([]byte(payload), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Created) != 1 {
		t.Fatalf("got %s", payload)
	}
	target := string(got.Created[0].Target)
	checkWords(t, target, fmt.Sprintf("%q", pair.code))
	checkJSON(t, payload, fmt.Sprintf(`{"operation": %s, "deleted": 0, "created": [{"sku": %q, "target": %s, "formerTarget": null}], "lost": [], "rejectedRows": [], "userErrors": []}`,
		operation, pair.sku, target))
}

// download is a family that README says what a download of makes.
type download struct {
	family, answer string
	// variations is their number in a word, empty where README does not say.
	variations string
}

// downloads are the families of README's table of new products, those that its
// last column names too.
func downloads(t *testing.T) []download {
	t.Helper()
	var list []download
	for _, cells := range readmeTable(t, "| family | answer | why |") {
		got := strings.Trim(cells[1], "`")
		variations, _, _ := strings.Cut(cells[2], " variations")
		list = append(list, download{strings.Trim(cells[0], "`"), got, variations})
		for _, also := range codeSpan.FindAllStringSubmatch(cells[2], -1) {
			list = append(list, download{also[1], got, ""})
		}
	}
	return list
}

// variations counts the listings of a family that are variations.
func (c *client) variations(t *testing.T, integration, family string) int {
	t.Helper()
	var found struct {
		AmazonListings struct{ Nodes []struct{ Kind string } }
	}
	c.read(t, "query($id: ID!, $family: String) {amazonListings(integrationId: $id, filter: {familySku: $family}) {nodes {kind}}}",
		variables{"id": integration, "family": family}, &found)
	n := 0
	for _, listing := range found.AmazonListings.Nodes {
		if listing.Kind == "VARIATION" {
			n++
		}
	}
	return n
}

// TestReadmeDownloads downloads the families that README names.
func TestReadmeDownloads(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		products, mappings := 0, 0
		for _, d := range downloads(t) {
			t.Run(d.family, func(t *testing.T) {
				n := s.variations(t, id, d.family)
				got := s.mutate(t, "downloadProducts", variables{"integrationId": id, "familySkus": []string{d.family}},
					"omniProductsCreated mappingsCreated rejectedRows {row sku code} userErrors {code}")
				if d.answer != "downloaded" {
					checkJSON(t, got, fmt.Sprintf(`{"omniProductsCreated": 0, "mappingsCreated": 0, "rejectedRows": [{"row": 1, "sku": %q, "code": %q}], "userErrors": []}`, d.family, d.answer))
					return
				}
				if words := []string{"no", "one", "two", "three"}; d.variations != "" && d.variations != words[n] {
					t.Errorf("README says %s variations, and there are %d", d.variations, n)
				}
				// Without variations the listing itself is the option.
				made := max(n, 1)
				checkJSON(t, got, fmt.Sprintf(`{"omniProductsCreated": 1, "mappingsCreated": %d, "rejectedRows": [], "userErrors": []}`, made))
				products, mappings = products+1, mappings+made
			})
		}
		if products != 6 {
			t.Errorf("%d families are downloaded, want 6", products)
		}
		checkJSON(t, s.ask(t, "query($id: ID!) {mappedProducts(integrationId: $id, filter: {source: DOWNLOAD}) {totalCount} omniProducts {totalCount}}", variables{"id": id}),
			fmt.Sprintf(`{"mappedProducts": {"totalCount": %d}, "omniProducts": {"totalCount": %d}}`, mappings, 87+products))
	})
}

package e2e

import (
	"os"
	"strings"
	"testing"
)

// sampleCounts queries everything that the sample's summary prints, and the
// number of operations.
const sampleCounts = `{
	integrations {name productsEnabled productStatus {mapped partiallyMapped mappable unmappable}}
	omniProducts {totalCount}
	operations {totalCount}
}`

const wantSampleCounts = `{
	"integrations": [{"name": "Amazon UK (sample)", "productsEnabled": true,
		"productStatus": {"mapped": 131, "partiallyMapped": 25, "mappable": 0, "unmappable": 52}}],
	"omniProducts": {"totalCount": 87},
	"operations": {"totalCount": 3}
}`

// sampleID gives the id of the sample's integration.
func (c *client) sampleID(t *testing.T) string {
	t.Helper()
	var found struct{ Integrations []struct{ ID string } }
	c.read(t, "{integrations {id}}", nil, &found)
	return found.Integrations[0].ID
}

// sampleReadme is the sample's README, whose words are held to what happens.
func sampleReadme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../sample/README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readmeTable gives the rows of README's table with the header.
func readmeTable(t *testing.T, header string) [][]string {
	t.Helper()
	_, text, found := strings.Cut(sampleReadme(t), "\n"+header+"\n")
	if !found {
		t.Fatalf("README has no table %s", header)
	}
	var rows [][]string
	for i, line := range strings.Split(text, "\n") {
		if i == 0 {
			continue // |---|
		}
		if !strings.HasPrefix(line, "| ") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i, cell := range cells {
			cells[i] = strings.TrimSpace(cell)
		}
		rows = append(rows, cells)
	}
	return rows
}

// skuPair is a pair of the README's tables, with the result that it gives.
type skuPair struct{ sku, code, answer string }

// linkedByHand are the pairs of README's table of custom mappings.
func linkedByHand(t *testing.T) []skuPair {
	t.Helper()
	var pairs []skuPair
	for _, cells := range readmeTable(t, "| SKU | Cin7 Code | answer |") {
		for i, cell := range cells {
			cells[i] = strings.Trim(cell, "`")
		}
		pairs = append(pairs, skuPair{cells[0], cells[1], cells[2]})
	}
	return pairs
}

// anotherSample makes another integration with the sample's listings, imported
// as those of the first are.
func (c *client) anotherSample(t *testing.T, name string) string {
	t.Helper()
	report, err := os.ReadFile("../sample/amazon-listings.txt")
	if err != nil {
		t.Fatal(err)
	}
	id := c.integration(t, name)
	c.upload(t, "loadAmazonListings", variables{"integrationId": id}, string(report), "userErrors {message}")
	checkJSON(t, c.mutate(t, "importProducts", variables{"integrationId": id}, "summary {mappingsCreated}"), `{"summary": {"mappingsCreated": 131}}`)
	return id
}

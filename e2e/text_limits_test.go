package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// maxText is how many characters a text may have that is no key.
const maxText = 2000

// rejections are how many rows a load rejected as INVALID, and the messages.
func (s *server) rejections(t *testing.T, payload string) (rejected int, messages string) {
	t.Helper()
	var found struct {
		Summary      struct{ Rejected, Created int }
		RejectedRows []struct {
			Code, Message string
			Sku           *string
		}
	}
	if err := json.Unmarshal([]byte(payload), &found); err != nil {
		t.Fatal(err)
	}
	for _, row := range found.RejectedRows {
		if row.Code != "INVALID" || len(row.Message) > 500 || row.Sku != nil && len(*row.Sku) > 255 {
			t.Errorf("the row is rejected with %s: %.600s", row.Code, row.Message)
		}
		messages += row.Message + "\n"
	}
	return found.Summary.Rejected, messages
}

// TestTextLimits sends every text of the two catalogues as long as it may be, and
// a character longer, in lists and in files: that row alone is rejected.
func TestTextLimits(t *testing.T) {
	const selection = "summary {rejected created} rejectedRows {code message sku} userErrors {code}"
	longest, longer := strings.Repeat("é", maxText), strings.Repeat("é", maxText+1)
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		check := func(t *testing.T, send func(text string) (payload string)) {
			t.Helper()
			if n, messages := s.rejections(t, send(longest)); n != 0 {
				t.Errorf("%d characters: %s", maxText, messages)
			}
			n, messages := s.rejections(t, send(longer))
			if n != 1 {
				t.Fatalf("%d characters: %d rows are rejected", maxText+1, n)
			}
			checkWords(t, messages, "has 2001 characters", "at most 2000")
		}
		for _, field := range []string{"title", "asin", "listingStatus", "fulfillmentChannel"} {
			check(t, func(text string) string {
				listing := variables{"sku": field, "createdAt": "2026-01-31T12:00:00Z", field: text}
				return s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{listing, {"sku": "other", "createdAt": "2026-01-31T12:00:00Z"}}}, selection)
			})
		}
		option := func(option variables) variables { return variables{"options": []variables{option}} }
		for name, product := range map[string]func(text string) variables{
			"name":     func(text string) variables { return variables{"name": text} },
			"brand":    func(text string) variables { return variables{"brand": text} },
			"category": func(text string) variables { return variables{"category": text} },
			"option":   func(text string) variables { return option(variables{"name": text}) },
			"size": func(text string) variables {
				return option(variables{"sizes": []variables{{"name": text}}})
			},
		} {
			check(t, func(text string) string {
				of := product(text)
				of["reference"] = name
				return s.mutate(t, "upsertOmniProducts", variables{"products": []variables{of, {"reference": "other"}}}, selection)
			})
		}
		for _, column := range []string{"item-name", "status", "fulfillment-channel", "asin1"} {
			check(t, func(text string) string {
				report := fmt.Sprintf("seller-sku\topen-date\t%s\nF-%[1]s\t31/01/2026 12:00:00 GMT\t%s\nother\t31/01/2026 12:00:00 GMT\tB1\n", column, text)
				return s.upload(t, "loadAmazonListings", variables{"integrationId": id}, report, selection)
			})
		}
		for _, column := range []string{"Product Name", "Brand", "Category", "Option 1", "Size"} {
			check(t, func(text string) string {
				export := fmt.Sprintf("Style Code,Code,%s\nE-%[1]s,E-%[1]s-1,%s\nother,other-1,x\n", column, text)
				return s.upload(t, "loadOmniProducts", variables{}, export, selection)
			})
		}
		check(t, func(text string) string {
			products := fmt.Sprintf(`[{"id": 1, "styleCode": "J", "productOptions": [{"code": "J-1", "option1": %q}]}, {"id": 2, "name": "x"}]`, text)
			return s.upload(t, "loadOmniProducts", variables{}, products, selection)
		})
		for _, input := range []variables{
			{"name": longer, "sellerId": "S", "marketplaceId": "M"},
			{"name": "n", "sellerId": longer, "marketplaceId": "M"},
			{"name": "n", "sellerId": "S", "marketplaceId": longer},
		} {
			checkWords(t, s.mutate(t, "createIntegration", input, "integration {id} userErrors {code message}"), `"code":"INVALID"`, "at most 255")
		}
	})
}

// TestLongSKUs wants what is told of a row whose SKU is far too long to be short.
func TestLongSKUs(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	id := s.integration(t, "UK")
	sku := strings.Repeat("A", 100_000)
	n, messages := s.rejections(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{{"sku": sku}}}, "summary {rejected} rejectedRows {code message sku}"))
	if n != 1 {
		t.Errorf("%d rows are rejected: %s", n, messages)
	}
	n, messages = s.rejections(t, s.mutate(t, "applyCustomMappings", variables{"integrationId": id, "mappings": []variables{{"sku": sku, "cin7Code": sku}}}, "summary {rejected} rejectedRows {code message sku}"))
	if n != 1 {
		t.Errorf("%d pairs are rejected: %s", n, messages)
	}
	for _, query := range []string{
		"query($long: String!, $id: ID!) {amazonListing(integrationId: $id, sku: $long) {sku}}",
		"query($long: String!, $id: ID!) {a: amazonListings(integrationId: $id, filter: {familySku: $long}) {totalCount} b: mappedProducts(integrationId: $id, filter: {familySku: $long}) {totalCount}}",
	} {
		s.ask(t, query, variables{"long": sku, "id": id})
	}
	resp := s.post(t, "query($long: String!) {a: omniProducts(after: $long) {totalCount} b: operations(before: $long) {totalCount}}", variables{"long": sku})
	for _, refused := range resp.Errors {
		if len(refused.Message) > 200 || refused.Extensions.Code != "BAD_USER_INPUT" {
			t.Errorf("%s: %.300s", refused.Extensions.Code, refused.Message)
		}
	}
	if len(resp.Errors) == 0 {
		t.Error("a text that is no cursor was taken")
	}
}

// TestLongerTextStays leaves a title that is longer than one may be, from when
// there was no limit: it is read whole, and a change of something else keeps it.
func TestLongerTextStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url)
		id := s.integration(t, "UK")
		listing := variables{"sku": "A", "title": "x", "createdAt": "2026-01-31T12:00:00Z"}
		s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{listing}}, "summary {created}")
		title := strings.Repeat("long ", 1000)
		change(t, openBeside(t, url), "UPDATE listings SET title = '"+title+"'")
		checkJSON(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{{"sku": "A", "quantity": 3}}},
			"summary {updated rejected}"), `{"summary": {"updated": 1, "rejected": 0}}`)
		checkJSON(t, s.ask(t, "query($id: ID!) {amazonListing(integrationId: $id, sku: \"A\") {title quantity}}", variables{"id": id}),
			fmt.Sprintf(`{"amazonListing": {"title": %q, "quantity": 3}}`, title))
	})
}

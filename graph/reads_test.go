package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// aliased is a query with a field so many times.
func aliased(n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d:%s ", i, strings.ReplaceAll(field, "$i", fmt.Sprint(i)))
	}
	return "{" + b.String() + "}"
}

// TestEqualReads shows that what is equal is read once: a hundred aliases take as
// many statements as one, and so do the parts of an array. What differs is read
// apart.
func TestEqualReads(t *testing.T) {
	t.Parallel()
	fields := []string{
		`omniProducts(search:"b", first:0){totalCount}`,
		`omniProducts(first:3){totalCount nodes{id}}`,
		`amazonListings(integrationId:$ID, filter:{search:"a", status:[MAPPED, MAPPABLE]}, first:2){totalCount nodes{sku}}`,
		`unmappableProducts(integrationId:$ID, filter:{createdAfter:"2020-01-31T12:00:00Z"}){totalCount}`,
		`mappedProducts(integrationId:$ID, filter:{search:"a", level:PRODUCT_OPTION}, last:2){totalCount nodes{id}}`,
		`operations(last:2){totalCount nodes{id rejectedRows{message}}}`,
		`omniTargets(search:"be"){level}`,
		`importPreview(integrationId:$ID, scope:SINCE_LAST_IMPORT){mappable}`,
		`amazonListing(integrationId:$ID, sku:"none"){sku}`,
		`integrations{name}`,
		`node(id:$ID){id}`,
	}
	dbtest.Each(t, func(t *testing.T, url string) {
		w := newServer(t, url)
		count := func(send func()) int64 {
			before := w.statements.n.Load()
			send()
			return w.statements.n.Load() - before
		}
		ask := func(query string) func() {
			return func() {
				var any json.RawMessage
				w.ask(t, query, &any)
			}
		}
		for _, field := range fields {
			one, many := count(ask(aliased(1, field))), count(ask(aliased(100, field)))
			array := count(func() { w.postArray(t, 20, aliased(3, field)) })
			if one == 0 || many != one || array > one+arrayOwn {
				t.Errorf("%d statements for one, %d for 100 aliases, %d for an array of 20: %s", one, many, array, field)
			}
		}
		equal := `{a:omniProducts(search:"b"){totalCount} b:omniProducts(search:" b "){totalCount}
c:unmappableProducts(integrationId:$ID){totalCount} d:unmappableProducts(integrationId:$ID, filter:{status:[UNMAPPABLE, MAPPED, MAPPED]}){totalCount}}`
		if one, two := count(ask(aliased(1, `omniProducts(search:"b"){totalCount} c:unmappableProducts(integrationId:$ID){totalCount}`))), count(ask(equal)); one != two {
			t.Errorf("what means the same takes %d statements, and once %d", two, one)
		}
		if one, apart := count(ask(aliased(1, fields[0]))), count(ask(aliased(9, `omniProducts(search:"b$i", first:0){totalCount}`))); apart < 9 || apart > 9*one {
			t.Errorf("nine searches take %d statements, and one %d", apart, one)
		}
	})
}

// arrayOwn are the statements that each operation of an array may send again: for
// the integration that it names.
const arrayOwn = 20

// postArray sends a query so many times, in an array.
func (w *server) postArray(t *testing.T, n int, query string) {
	t.Helper()
	one, err := json.Marshal(map[string]string{"query": strings.ReplaceAll(query, "$ID", fmt.Sprintf("%q", w.integration))})
	if err != nil {
		t.Fatal(err)
	}
	body := "[" + string(one) + strings.Repeat(","+string(one), n-1) + "]"
	response, err := http.Post(w.URL, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answers []struct{ Data, Errors json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answers); err != nil || len(answers) != n {
		t.Fatalf("%d answers, error %v", len(answers), err)
	}
	for _, answer := range answers {
		if string(answer.Data) != string(answers[0].Data) || answer.Errors != nil {
			t.Fatalf("an answer of an array is %s %s, and the first %s", answer.Data, answer.Errors, answers[0].Data)
		}
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// A loadClient sends one request after the other to one replica.
type loadClient struct {
	server *process
	// id is what the API calls the integration.
	id string
	// place is the client's number.
	place int
	turn  func(context.Context) error
	turns int
	// No other client deletes and imports these families, or maps these pairs.
	families []family
	pairs    [][2]string
	// mapped and quantity are what the last responses to its lists said.
	mapped   bool
	quantity int
	tallies  map[string]*tally
}

// A tally holds the times and errors of the requests of a kind.
type tally struct {
	Kind   string
	Took   []time.Duration
	Errors []error
}

// The kinds of request, in the order in which they are shown.
var loadKinds = []string{"page", "search", "status", "list", "import"}

// ask sends a request, and records its time and error.
func (c *loadClient) ask(kind string, request func() error) error {
	began := time.Now()
	err := request()
	t := c.tallies[kind]
	if t == nil {
		t = &tally{Kind: kind}
		c.tallies[kind] = t
	}
	t.Took = append(t.Took, time.Since(began))
	if err != nil {
		t.Errors = append(t.Errors, fmt.Errorf("%s: %w", kind, err))
	}
	return err
}

// runClients lets all clients send requests until the time is over, and returns
// how long it was. A client stops at its first error, as it no longer knows the
// state of its rows.
func runClients(ctx context.Context, clients []*loadClient, duration time.Duration) time.Duration {
	began := time.Now()
	var group sync.WaitGroup
	for _, c := range clients {
		group.Go(func() {
			for time.Since(began) < duration && ctx.Err() == nil {
				if err := c.turn(ctx); err != nil {
					return
				}
				c.turns++
			}
		})
	}
	group.Wait()
	return time.Since(began)
}

// tallies sums the tallies of all clients.
func tallies(clients []*loadClient) []*tally {
	var all []*tally
	for _, kind := range loadKinds {
		sum := &tally{Kind: kind}
		for _, c := range clients {
			if t := c.tallies[kind]; t != nil {
				sum.Took = append(sum.Took, t.Took...)
				sum.Errors = append(sum.Errors, t.Errors...)
			}
		}
		all = append(all, sum)
	}
	return all
}

// failed joins the first errors that the clients got.
func (r *loadRun) failed() error {
	var all []error
	for _, t := range r.Kinds {
		all = append(all, t.Errors...)
	}
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%d replicas: %d requests failed, such as: %w", r.Replicas, len(all), errors.Join(all[:min(len(all), 5)]...))
}

// read sends the dashboard's queries: mostly pages, of each list in turn.
func (c *loadClient) read(ctx context.Context) error {
	const place = "($integration: ID!) {list: %s(integrationId: $integration%s, first: 50) {%s}}"
	pages := []struct{ kind, query string }{
		{"page", "query" + fmt.Sprintf(place, "mappedProducts", "", mappingNodes)},
		{"page", "query" + fmt.Sprintf(place, "unmappableProducts", "", listingNodes)},
		{"status", "query($integration: ID!) {integration(id: $integration) {productStatus {mapped unmappable}} importPreview(integrationId: $integration) {mappable}}"},
		{"page", "query" + fmt.Sprintf(place, "amazonListings", "", listingNodes)},
		{"search", "query" + fmt.Sprintf(place, "amazonListings", `, filter: {search: "`+rareInside+`"}`, listingNodes)},
	}
	page := pages[(c.place+c.turns)%len(pages)]
	return c.ask(page.kind, func() error {
		var found struct {
			List *struct{ Nodes []struct{} }
		}
		err := c.server.ask(ctx, page.query, variables{"integration": c.id}, &found)
		if err == nil && found.List != nil && len(found.List.Nodes) == 0 {
			err = errors.New("the page is empty")
		}
		return err
	})
}

// changeLists maps the client's pairs by one list, sets the quantities of their
// listings by another, and deletes the mappings by a third.
func (c *loadClient) changeLists(ctx context.Context) error {
	switch c.turns % 3 {
	case 0:
		return c.ask("list", func() error {
			err := pairList(ctx, c.server, c.id, c.pairs)
			c.mapped = c.mapped || err == nil
			return err
		})
	case 1:
		return c.ask("list", func() error { return c.setQuantities(ctx, c.turns) })
	}
	ids, err := c.idsOf(ctx, "{source: CUSTOM}", c.ownSKUs())
	if err != nil {
		return err
	}
	return c.ask("list", func() error {
		err := c.deleteMappings(ctx, ids)
		c.mapped = c.mapped && err != nil
		return err
	})
}

func (c *loadClient) ownSKUs() []string {
	skus := make([]string, len(c.pairs))
	for i, pair := range c.pairs {
		skus[i] = pair[0]
	}
	return skus
}

// setQuantities sets the quantities of the client's listings.
func (c *loadClient) setQuantities(ctx context.Context, quantity int) error {
	list := make([]variables, len(c.pairs))
	for i, pair := range c.pairs {
		list[i] = variables{"sku": pair[0], "quantity": quantity}
	}
	done, err := c.server.mutate(ctx, "upsertAmazonListings", variables{"integrationId": c.id, "listings": list}, "summary {updated} rejectedRows {message}")
	if err != nil {
		return err
	}
	c.quantity = quantity
	return want("updated", done.Summary["updated"], len(list))
}

// idsOf returns the ids of the mappings of some listings. Each listing must have
// one among the first 250 that the filter finds.
func (c *loadClient) idsOf(ctx context.Context, filter string, skus []string) ([]string, error) {
	var found struct {
		MappedProducts struct {
			Nodes []struct {
				ID      string
				Listing struct{ SKU string }
			}
		}
	}
	err := c.ask("page", func() error {
		return c.server.ask(ctx, "query($integration: ID!) {mappedProducts(integrationId: $integration, first: 250, filter: "+filter+") {nodes {id listing {sku}}}}",
			variables{"integration": c.id}, &found)
	})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, node := range found.MappedProducts.Nodes {
		if slices.Contains(skus, node.Listing.SKU) {
			ids = append(ids, node.ID)
		}
	}
	if err := want("mappings of the client's listings", len(ids), len(skus)); err != nil {
		return nil, c.ask("page", func() error { return err })
	}
	return ids, nil
}

func (c *loadClient) deleteMappings(ctx context.Context, ids []string) error {
	done, err := c.server.mutate(ctx, "deleteMappings", variables{"integrationId": c.id, "ids": ids}, "deleted")
	if err != nil {
		return err
	}
	return want("deleted", done.Deleted, len(ids))
}

// importFamily deletes the mappings of one of the client's families and imports
// again. Another client's import may have made them: they must be there.
func (c *loadClient) importFamily(ctx context.Context) error {
	f := c.families[c.turns%len(c.families)]
	ids, err := c.mappedFamily(ctx, f)
	if err != nil {
		return err
	}
	if err := c.ask("list", func() error { return c.deleteMappings(ctx, ids) }); err != nil {
		return err
	}
	err = c.ask("import", func() error {
		_, err := c.server.mutate(ctx, "importProducts", variables{"integrationId": c.id, "scope": "ALL"}, "summary {mappingsCreated}")
		return err
	})
	if err != nil {
		return err
	}
	_, err = c.mappedFamily(ctx, f)
	return err
}

// mappedFamily returns the ids of the mappings that a family's listings must have.
func (c *loadClient) mappedFamily(ctx context.Context, f family) ([]string, error) {
	return c.idsOf(ctx, fmt.Sprintf("{familySku: %q}", f.name), f.skus)
}

// checkState compares the database with the last responses to the client.
func (c *loadClient) checkState(ctx context.Context) error {
	for _, f := range c.families {
		if _, err := c.mappedFamily(ctx, f); err != nil {
			return err
		}
	}
	for _, sku := range c.ownSKUs() {
		var found struct {
			AmazonListing struct {
				Status   string
				Quantity *int
			}
		}
		err := c.server.ask(ctx, "query($integration: ID!, $sku: String!) {amazonListing(integrationId: $integration, sku: $sku) {status quantity}}",
			variables{"integration": c.id, "sku": sku}, &found)
		if err != nil {
			return err
		}
		if mapped := found.AmazonListing.Status == "MAPPED"; mapped != c.mapped {
			return fmt.Errorf("%s is %s, and the responses said mapped: %t", sku, found.AmazonListing.Status, c.mapped)
		}
		if got := found.AmazonListing.Quantity; c.quantity > 0 && (got == nil || *got != c.quantity) {
			return fmt.Errorf("the quantity of %s is not the last response's %d", sku, c.quantity)
		}
	}
	return nil
}

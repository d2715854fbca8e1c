package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// A mixClient does one thing after the other on one replica.
type mixClient struct {
	server *process
	// id is what the API calls the integration.
	id string
	// place tells the client from the others.
	place int
	turn  func(context.Context) error
	turns int
	// families are those that the client alone deletes and has imported again;
	// pairs those that it alone maps by a list.
	families []family
	pairs    [][2]string
	// mapped and quantity are what the answers to the client's lists said last.
	mapped   bool
	quantity int
	tallies  map[string]*tally
}

// A tally is what came of the requests of a kind.
type tally struct {
	Kind   string
	Took   []time.Duration
	Errors []error
}

// The kinds of request, in the order in which they are shown.
var mixKinds = []string{"page", "search", "status", "list", "import"}

// ask times a request and keeps what came of it.
func (c *mixClient) ask(kind string, request func() error) error {
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

// runClients has each client take turns until the time is over, and gives how
// long it was. A client that gets an error has no more turns: what it knows of
// its rows may be wrong.
func runClients(ctx context.Context, clients []*mixClient, duration time.Duration) time.Duration {
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

// tallies are those of all clients together.
func tallies(clients []*mixClient) []*tally {
	var all []*tally
	for _, kind := range mixKinds {
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

// failed tells of the errors that the clients got.
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

// read asks for what the dashboard shows: mostly pages, of each list in turn.
func (c *mixClient) read(ctx context.Context) error {
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

// changeLists maps the client's pairs by one list, deletes them by another, and
// says by a third how many are offered of their listings.
func (c *mixClient) changeLists(ctx context.Context) error {
	switch c.turns % 3 {
	case 0:
		return c.ask("list", func() error {
			err := pairList(ctx, c.server, c.id, c.pairs)
			c.mapped = c.mapped || err == nil
			return err
		})
	case 1:
		return c.ask("list", func() error { return c.offer(ctx, c.turns) })
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

func (c *mixClient) ownSKUs() []string {
	skus := make([]string, len(c.pairs))
	for i, pair := range c.pairs {
		skus[i] = pair[0]
	}
	return skus
}

// offer sets the quantities of the client's listings.
func (c *mixClient) offer(ctx context.Context, quantity int) error {
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

// idsOf are the ids of the mappings of some listings, of all of which there
// must be one among the first that a filter finds.
func (c *mixClient) idsOf(ctx context.Context, filter string, skus []string) ([]string, error) {
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

func (c *mixClient) deleteMappings(ctx context.Context, ids []string) error {
	done, err := c.server.mutate(ctx, "deleteMappings", variables{"integrationId": c.id, "ids": ids}, "deleted")
	if err != nil {
		return err
	}
	return want("deleted", done.Deleted, len(ids))
}

// importFamily deletes the mappings of one of the client's families and has
// them imported again. Whoever's import it was, afterwards they are there.
func (c *mixClient) importFamily(ctx context.Context) error {
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

// mappedFamily gives the ids of the mappings that a family's listings must have.
func (c *mixClient) mappedFamily(ctx context.Context, f family) ([]string, error) {
	return c.idsOf(ctx, fmt.Sprintf("{familySku: %q}", f.name), f.skus)
}

// checkSaid checks that what the answers to the client's requests said is so.
func (c *mixClient) checkSaid(ctx context.Context) error {
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
			return fmt.Errorf("%s is %s, and the answers said mapped: %t", sku, found.AmazonListing.Status, c.mapped)
		}
		if got := found.AmazonListing.Quantity; c.quantity > 0 && (got == nil || *got != c.quantity) {
			return fmt.Errorf("the quantity of %s is not the %d that was said last", sku, c.quantity)
		}
	}
	return nil
}

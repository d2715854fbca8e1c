package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"time"
)

// A loadRun holds what many clients measured on replicas over one PostgreSQL.
type loadRun struct {
	Replicas, Clients, N int
	Duration             time.Duration
	Kinds                []*tally
}

// replicaCounts are how many replicas are measured, one count after the other.
var replicaCounts = []int{1, 3}

// measureLoad lets many clients read, change lists of mappings and listings, and
// import, all at once, and then checks the database.
func (s *settings) measureLoad(ctx context.Context, server string) error {
	c, f, err := s.makeCatalogue(s.n)
	if err != nil {
		return err
	}
	d, about, err := s.openPostgres(ctx)
	if err != nil {
		return err
	}
	defer d.stop()
	var runs []*loadRun
	var failed error
	for _, replicas := range replicaCounts {
		m := &loadTest{settings: s, dialect: d, catalogue: c, files: f, serverPath: server, replicas: replicas}
		found, err := m.play(ctx)
		if err != nil {
			return fmt.Errorf("%d replicas: %w", replicas, err)
		}
		runs = append(runs, found)
		failed = errors.Join(failed, found.failed())
	}
	part := loadMarkdown(about, runs)
	fmt.Print(part)
	if failed != nil || s.report == "" {
		return failed
	}
	return replaceMarked(s.report, "load", part)
}

// makeCatalogue makes a catalogue and its files.
func (s *settings) makeCatalogue(n int) (*catalogue, files, error) {
	log.Printf("making a catalogue of %d", n)
	c, err := newCatalogue(n, s.seed)
	if err != nil {
		return nil, files{}, err
	}
	f, err := c.writeFiles(s.out)
	return c, f, err
}

// A loadTest is the replicas and the clients of one run.
type loadTest struct {
	*settings
	dialect    *dialect
	catalogue  *catalogue
	files      files
	serverPath string
	replicas   int

	url     string
	servers []*process
	// id is what the API calls the integration.
	id string
}

// play starts the replicas on a database of their own, loads it, and runs the
// clients until the time is over.
func (m *loadTest) play(ctx context.Context) (found *loadRun, err error) {
	url, drop, err := m.dialect.make(ctx, "load")
	if err != nil {
		return nil, err
	}
	defer drop()
	m.url = url
	defer func() {
		for _, server := range m.servers {
			err = errors.Join(err, server.stop())
		}
	}()
	for range m.replicas {
		server, err := startServer(m.serverPath, m.out, m.url)
		if err != nil {
			return nil, err
		}
		m.servers = append(m.servers, server)
	}
	if m.id, err = m.servers[0].fill(ctx, m.files.export, m.files.report, m.files.fresh); err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	m.dialect.checkpoint(ctx)
	log.Printf("%d replicas: %d clients for %s", m.replicas, m.clients, m.load)
	clients := m.makeClients()
	took := runClients(ctx, clients, m.load)
	found = &loadRun{Replicas: m.replicas, Clients: m.clients, N: m.n, Duration: took, Kinds: tallies(clients)}
	if found.failed() != nil {
		return found, nil
	}
	return found, m.checkLeft(ctx, clients)
}

// fill makes an integration, loads the catalogue into it, and imports it.
func (p *process) fill(ctx context.Context, export string, reports ...string) (id string, err error) {
	if id, err = p.integration(ctx, integrationName); err != nil {
		return "", err
	}
	if _, err := p.upload(ctx, "loadOmniProducts", variables{}, export, "rejectedRows {message}"); err != nil {
		return "", err
	}
	for _, report := range reports {
		if _, err := p.upload(ctx, "loadAmazonListings", variables{"integrationId": id}, report, "rejectedRows {message}"); err != nil {
			return "", err
		}
	}
	_, err = p.mutate(ctx, "importProducts", variables{"integrationId": id, "scope": "ALL"}, "summary {mappingsCreated}")
	return id, err
}

// Of fifty clients two import, eight change lists, and forty read.
const (
	importersIn50 = 2
	listersIn50   = 8
)

// makeClients spreads the clients over the replicas. Each client that writes has
// rows of its own, so that it knows their state.
func (m *loadTest) makeClients() []*loadClient {
	importers, listers := max(1, m.clients*importersIn50/50), max(1, m.clients*listersIn50/50)
	clients := make([]*loadClient, m.clients)
	for i := range clients {
		c := &loadClient{server: m.servers[i%len(m.servers)], id: m.id, place: i, tallies: map[string]*tally{}}
		switch {
		case i < importers:
			c.families = share(m.catalogue.freshFamilies(), i, importers)
			c.turn = c.importFamily
		case i < importers+listers:
			c.pairs = share(m.catalogue.customPairs, i-importers, listers)
			c.turn = c.changeLists
		default:
			c.turn = c.read
		}
		clients[i] = c
	}
	return clients
}

// share is the nth of some equal shares of a list.
func share[T any](list []T, nth, shares int) []T {
	return list[len(list)*nth/shares : len(list)*(nth+1)/shares]
}

// A family is listings that are mapped, or not, together.
type family struct {
	name string
	skus []string
}

// freshFamilies groups the later listings by family. No family shares an Omni
// product with another.
func (c *catalogue) freshFamilies() []family {
	var families []family
	for _, l := range c.fresh {
		name := cmp.Or(l.parent, l.sku)
		if n := len(families); n == 0 || families[n-1].name != name {
			families = append(families, family{name: name})
		}
		last := &families[len(families)-1]
		last.skus = append(last.skus, l.sku)
	}
	return families
}

// checkLeft compares the database with the responses to all changes, and runs
// the server's own verify command.
func (m *loadTest) checkLeft(ctx context.Context, clients []*loadClient) error {
	wanted := m.catalogue.after
	wanted.Mapped += len(m.catalogue.fresh)
	for _, c := range clients {
		if err := c.checkState(ctx); err != nil {
			return fmt.Errorf("client %d: %w", c.place, err)
		}
		if c.mapped {
			wanted.Mapped += len(c.pairs)
			wanted.Unmappable -= len(c.pairs)
		}
	}
	it := &iteration{settings: m.settings, serverPath: m.serverPath, productURL: m.url, id: m.id}
	for i, server := range m.servers {
		it.product = server
		if err := it.checkStatus(ctx, wanted); err != nil {
			return fmt.Errorf("replica %d: %w", i+1, err)
		}
	}
	return it.checkDatabase(ctx)
}

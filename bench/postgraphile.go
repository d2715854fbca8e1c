package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

//go:embed postgraphile
var postgraphileFiles embed.FS

// postgraphileRow is the mapped page beside PostGraphile's.
var postgraphileRow = row{Name: "postgraphile", Work: "mapped: first", Beside: "PostGraphile", Target: target{MinRate: 2.5}}

// installPostGraphile installs PostGraphile, and the Node that it needs, from
// npm into a folder, unless they are there.
func installPostGraphile(ctx context.Context, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"package.json", "server.mjs"} {
		text, err := postgraphileFiles.ReadFile("postgraphile/" + name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	install := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--no-save")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("npm install: %w: %s", err, out)
	}
	return nil
}

// postgraphile measures the mapped page beside PostGraphile on the same
// database. Its response has numbers where the API has names, and the target's
// product, option and size side by side: no more work.
func (r *iteration) postgraphile(ctx context.Context) (err error) {
	if !r.withPostGraphile || r.dialect.name != postgres {
		return nil
	}
	folder := r.file("postgraphile")
	peer, err := startProcess(filepath.Join(folder, "node_modules", ".bin", "node"), r.file("postgraphile.log"),
		[]string{"DATABASE_URL=" + r.productURL, "NODE_ENV=production", "GRAPHILE_ENV=production"}, filepath.Join(folder, "server.mjs"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, peer.stop()) }()
	c := pageCase{name: postgraphileRow.Name, list: mappedPages, found: r.catalogue.after.Mapped}
	pages := &pageRun{product: r.product, id: r.id}
	ours, err := pages.productRequest(ctx, c, variables{"first": pageSize})
	if err != nil {
		return err
	}
	theirs, err := jsonRequest(ctx, peer.url+"/graphql", `query($account: BigInt!, $integration: BigInt!) {
list: allMappings(first: 50, condition: {accountId: $account, integrationId: $integration}, orderBy: PRIMARY_KEY_DESC) {
nodes {source matchedOn createdAt listing {sku parentSku title asin price quantity} level product {code name} option {code name} size {code name}}
pageInfo {hasNextPage endCursor}}}`, variables{"account": fmt.Sprint(r.account), "integration": fmt.Sprint(r.integration)})
	if err != nil {
		return err
	}
	if err := r.checkPeer(pages, c, ours, peer.http, theirs); err != nil {
		return err
	}
	s := sample{}
	for _, side := range []struct {
		http      *http.Client
		request   *http.Request
		rate, p99 *float64
	}{{r.product.http, ours, &s.Product, &s.P99}, {peer.http, theirs, &s.Baseline, &s.BaselineP99}} {
		found, err := generateLoad(ctx, side.http, side.request, r.connections, r.pageDuration)
		if err != nil {
			return err
		}
		*side.rate, *side.p99 = found.PerSecond, found.P99.Seconds()
	}
	r.run.add(postgraphileRow, s)
	return nil
}

// checkPeer compares the SKUs of both pages.
func (r *iteration) checkPeer(pages *pageRun, c pageCase, ours *http.Request, peer *http.Client, theirs *http.Request) error {
	page, err := pages.productPage(ours, c)
	if err != nil {
		return err
	}
	var response struct{ Data struct{ List decodedPage } }
	if err := fetchJSON(peer, theirs, &response); err != nil {
		return fmt.Errorf("PostGraphile: %w", err)
	}
	if !slices.Equal(page.keys(mappedPages), response.Data.List.keys(mappedPages)) {
		return errors.New("PostGraphile's page has other rows")
	}
	return nil
}

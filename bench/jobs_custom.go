package main

import (
	"context"
	"fmt"
	"strings"
)

// custom measures pairs as one list, and one by one in a document.
func (r *iteration) custom(ctx context.Context) error {
	pairs := r.catalogue.customPairs
	if err := r.pairsBeside(ctx, "custom-list", func() error { return pairList(ctx, r.product, r.id, pairs) }); err != nil {
		return err
	}
	return r.pairsBeside(ctx, "custom-aliases", func() error { return r.pairAliases(ctx, pairs) })
}

// pairsBeside measures a way to map the pairs beside the baseline, as often does.
// Each time they are deleted again.
func (r *iteration) pairsBeside(ctx context.Context, name string, mapPairs func() error) error {
	pairs := len(r.catalogue.customPairs)
	var took, baselines []float64
	var memory float64
	r.dialect.checkpoint(ctx)
	for total := 0.0; len(took) < 5 && total < enough; {
		s, err := r.productTimed(ctx, name, mapPairs)
		if err != nil {
			return err
		}
		if err := r.deleteCustom(ctx, pairs); err != nil {
			return err
		}
		baseline, err := timed(func() error { return r.baseline.insertPairs(ctx, pairs) })
		if err != nil {
			return fmt.Errorf("baseline: %w", err)
		}
		if err := r.baseline.removePairs(ctx); err != nil {
			return fmt.Errorf("baseline: %w", err)
		}
		took, baselines, memory, total = append(took, s.Product), append(baselines, baseline), max(memory, s.Memory), total+s.Product
	}
	r.run.add(jobRow(name), sample{Product: median(took), Baseline: median(baselines), Memory: memory})
	return nil
}

// pairList maps pairs as one list.
func pairList(ctx context.Context, server *process, integration string, pairs [][2]string) error {
	list := make([]variables, len(pairs))
	for i, pair := range pairs {
		list[i] = variables{"sku": pair[0], "cin7Code": pair[1]}
	}
	done, err := server.mutate(ctx, "applyCustomMappings", variables{"integrationId": integration, "mappings": list}, "summary {productOptionsMapped} rejectedRows {message}")
	if err != nil {
		return err
	}
	return want("mapped by a list", done.Summary["productOptionsMapped"], len(pairs))
}

func (r *iteration) pairAliases(ctx context.Context, pairs [][2]string) error {
	var query strings.Builder
	query.WriteString("mutation($integration: ID!) {")
	for i, pair := range pairs {
		fmt.Fprintf(&query, "a%d: applyCustomMappings(input: {integrationId: $integration, mappings: [{sku: %q, cin7Code: %q}]}) {summary {productOptionsMapped} rejectedRows {message} userErrors {message}}\n",
			i, pair[0], pair[1])
	}
	query.WriteString("}")
	var found map[string]*payload
	if err := r.product.ask(ctx, query.String(), variables{"integration": r.id}, &found); err != nil {
		return err
	}
	mapped := 0
	for _, one := range found {
		if err := one.refused(); err != nil {
			return err
		}
		mapped += one.Summary["productOptionsMapped"]
	}
	return want("mapped by aliases", mapped, len(pairs))
}

// deleteCustom deletes the custom mappings.
func (r *iteration) deleteCustom(ctx context.Context, n int) error {
	var found struct {
		MappedProducts struct{ Nodes []struct{ ID string } }
	}
	err := r.product.ask(ctx, "query($integration: ID!) {mappedProducts(integrationId: $integration, first: 250, filter: {source: CUSTOM}) {nodes {id}}}",
		variables{"integration": r.id}, &found)
	if err != nil {
		return err
	}
	var ids []string
	for _, node := range found.MappedProducts.Nodes {
		ids = append(ids, node.ID)
	}
	done, err := r.product.mutate(ctx, "deleteMappings", variables{"integrationId": r.id, "ids": ids}, "deleted")
	if err != nil {
		return err
	}
	return want("deleted custom mappings", done.Deleted, n)
}

package main

import (
	"context"
	"fmt"
	"strings"
)

// custom measures pairs as one list, and one by one in a document. Each time
// they are deleted again.
func (r *round) custom(ctx context.Context) error {
	pairs := r.catalogue.customPairs
	var lists, aliases, floors []float64
	var memory float64
	r.dialect.settle(ctx)
	for total := 0.0; len(lists) < 5 && total < enough; total += lists[len(lists)-1] + aliases[len(aliases)-1] {
		list, err := r.productTimed(ctx, "custom-list", func() error { return pairList(ctx, r.product, r.id, pairs) })
		if err != nil {
			return err
		}
		if err := r.deleteCustom(ctx, len(pairs)); err != nil {
			return err
		}
		floor, err := timed(func() error { return r.floor.insertPairs(ctx, len(pairs)) })
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		if err := r.floor.removePairs(ctx); err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		alias, err := r.productTimed(ctx, "custom-aliases", func() error { return r.pairAliases(ctx, pairs) })
		if err != nil {
			return err
		}
		if err := r.deleteCustom(ctx, len(pairs)); err != nil {
			return err
		}
		lists, aliases, floors = append(lists, list.Product), append(aliases, alias.Product), append(floors, floor)
		memory = max(memory, list.Memory, alias.Memory)
	}
	r.run.add(jobRow("custom-list"), sample{Product: median(lists), Floor: median(floors), Memory: memory})
	r.run.add(jobRow("custom-aliases"), sample{Product: median(aliases), Floor: median(floors), Memory: memory})
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

func (r *round) pairAliases(ctx context.Context, pairs [][2]string) error {
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
func (r *round) deleteCustom(ctx context.Context, n int) error {
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

package main

import (
	"context"
	"slices"
)

func (r *iteration) remap(ctx context.Context) error {
	return r.often(ctx, "remap", 3, func() error {
		done, err := r.product.mutate(ctx, "remapProducts", variables{"integrationId": r.id, "familySku": r.catalogue.chainFamily},
			"created {sku} kept {sku} lost {sku} rejectedRows {message}")
		if err != nil {
			return err
		}
		if err := want("lost", len(done.Lost), 0); err != nil {
			return err
		}
		return want("the connected set", len(done.Created)+len(done.Kept), r.catalogue.chain)
	})
}

// remapMany measures remaps of many families at once: of those of which a
// listing has lost its mapping, and of all that are partially mapped.
func (r *iteration) remapMany(ctx context.Context) error {
	families, skus := make([]string, len(r.catalogue.several)), make([]string, len(r.catalogue.several))
	for i, one := range r.catalogue.several {
		families[i], skus[i] = one.parent, one.sku
	}
	var took []float64
	var memory float64
	for total := 0.0; len(took) < 3 && total < enough; {
		if err := r.deleteMappingsOf(ctx, skus); err != nil {
			return err
		}
		r.dialect.checkpoint(ctx)
		s, err := r.productTimed(ctx, "remap-many", func() error {
			return r.remapSets(ctx, variables{"familySkus": families}, len(families))
		})
		if err != nil {
			return err
		}
		took, memory, total = append(took, s.Product), max(memory, s.Memory), total+s.Product
	}
	r.run.add(jobRow("remap-many"), sample{Product: median(took), Memory: memory})
	return r.often(ctx, "remap-all", 3, func() error {
		return r.remapSets(ctx, variables{"allPartiallyMapped": true, "dryRun": true}, 0)
	})
}

// remapSets remaps what is safe, and wants so many mappings created by as many
// sets.
func (r *iteration) remapSets(ctx context.Context, input variables, created int) error {
	input["integrationId"], input["onlySafe"] = r.id, true
	done, err := r.product.mutate(ctx, "remapProducts", input, "sets createdCount lostCount created {sku} kept {sku target {option {code}}} lost {sku} rejectedRows {message}")
	if err != nil {
		return err
	}
	if err := want("sets", done.Sets, created); err != nil {
		return err
	}
	if err := want("created", done.CreatedCount, created); err != nil {
		return err
	}
	return want("lost", done.LostCount, 0)
}

// deleteMappingsOf deletes the mappings of listings.
func (r *iteration) deleteMappingsOf(ctx context.Context, skus []string) error {
	var ids []string
	for some := range slices.Chunk(skus, 250) {
		var found struct {
			AmazonListings struct {
				Nodes []struct{ Mapping struct{ ID string } }
			}
		}
		err := r.product.ask(ctx, "query($integration: ID!, $skus: [String!]) {amazonListings(integrationId: $integration, first: 250, filter: {skus: $skus}) {nodes {mapping {id}}}}",
			variables{"integration": r.id, "skus": some}, &found)
		if err != nil {
			return err
		}
		for _, node := range found.AmazonListings.Nodes {
			ids = append(ids, node.Mapping.ID)
		}
	}
	done, err := r.product.mutate(ctx, "deleteMappings", variables{"integrationId": r.id, "ids": ids}, "deleted")
	if err != nil {
		return err
	}
	return want("deleted", done.Deleted, len(skus))
}

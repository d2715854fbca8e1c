package graph

import (
	"context"
	"sync"

	"omnimap/model"
	"omnimap/service"
)

// batch answers look-ups within one request together: keys are announced when
// the things that they belong to are read, and the first look-up fetches all
// that were announced. So no list asks the database once a row.
type batch[K comparable, V any] struct {
	fetch func(context.Context, []K) (map[K]V, error)

	mu sync.Mutex
	// announced may hold keys more than once, and ones that are done.
	announced []K
	done      map[K]V
	failed    error
}

func newBatch[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) *batch[K, V] {
	return &batch[K, V]{fetch: fetch, done: make(map[K]V)}
}

func (b *batch[K, V]) announce(keys ...K) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.announced = append(b.announced, keys...)
}

// get gives the zero value where there is nothing of that key.
func (b *batch[K, V]) get(ctx context.Context, key K) (V, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if value, ok := b.done[key]; ok || b.failed != nil {
		return value, b.failed
	}
	keys := b.wanted(key)
	found, err := b.fetch(ctx, keys)
	if err != nil {
		b.failed = err
		return b.done[key], err
	}
	for _, k := range keys {
		b.done[k] = found[k]
	}
	b.announced = nil
	return b.done[key], nil
}

// wanted are the key and those announced that are not done, each once.
func (b *batch[K, V]) wanted(key K) []K {
	keys := []K{key}
	met := map[K]bool{key: true}
	for _, k := range b.announced {
		if _, done := b.done[k]; !done && !met[k] {
			met[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

// lookups are one request's batches. Those that belong to an integration are
// made when it is first met.
type lookups struct {
	service *service.Service
	actor   model.Actor

	integrations *batch[int64, *model.Integration]
	statuses     *batch[int64, *model.ProductStatus]
	options      *batch[*model.OmniProduct, []*model.OmniOption]
	sizes        *batch[*model.OmniOption, []*model.OmniSize]

	mu       sync.Mutex
	matches  map[int64]*batch[string, []*model.OmniTarget]
	mappings map[int64]*batch[string, *model.Mapping]
	targets  map[int64]*batch[int64, map[service.TargetID]*model.Mapping]
	products []int64
}

func newLookups(s *service.Service, actor model.Actor) *lookups {
	l := &lookups{
		service: s, actor: actor,
		matches:  make(map[int64]*batch[string, []*model.OmniTarget]),
		mappings: make(map[int64]*batch[string, *model.Mapping]),
		targets:  make(map[int64]*batch[int64, map[service.TargetID]*model.Mapping]),
	}
	l.integrations = newBatch(func(ctx context.Context, ids []int64) (map[int64]*model.Integration, error) {
		return s.IntegrationsByID(ctx, actor, ids)
	})
	l.statuses = newBatch(func(ctx context.Context, ids []int64) (map[int64]*model.ProductStatus, error) {
		return s.ProductStatus(ctx, actor, ids)
	})
	l.options = newBatch(l.fetchOptions)
	l.sizes = newBatch(l.fetchSizes)
	return l
}

func (l *lookups) fetchOptions(ctx context.Context, products []*model.OmniProduct) (map[*model.OmniProduct][]*model.OmniOption, error) {
	found, err := l.service.OptionsOf(ctx, l.actor, products)
	options := make(map[*model.OmniProduct][]*model.OmniOption, len(products))
	for _, product := range products {
		options[product] = found[product.ID]
		l.sizes.announce(found[product.ID]...)
	}
	return options, err
}

func (l *lookups) fetchSizes(ctx context.Context, options []*model.OmniOption) (map[*model.OmniOption][]*model.OmniSize, error) {
	found, err := l.service.SizesOf(ctx, l.actor, options)
	sizes := make(map[*model.OmniOption][]*model.OmniSize, len(options))
	for _, option := range options {
		sizes[option] = found[option.ID]
	}
	return sizes, err
}

// sawListings announces what may be asked about an integration's listings.
func (l *lookups) sawListings(integration int64, listings []*model.AmazonListing) {
	skus := make([]string, len(listings))
	for i, listing := range listings {
		skus[i] = listing.SKU
	}
	matches, mappings := l.ofIntegration(integration)
	matches.announce(skus...)
	mappings.announce(skus...)
}

// sawMappings announces what may be asked about an integration's mappings.
func (l *lookups) sawMappings(integration int64, mappings []*model.Mapping) {
	listings := make([]*model.AmazonListing, len(mappings))
	products := make([]*model.OmniProduct, len(mappings))
	for i, mapping := range mappings {
		listings[i], products[i] = mapping.Listing, mapping.Target.Product
	}
	l.sawListings(integration, listings)
	l.sawProducts(products...)
}

// sawProducts announces what may be asked about Omni products.
func (l *lookups) sawProducts(products ...*model.OmniProduct) {
	l.options.announce(products...)
	ids := make([]int64, len(products))
	for i, product := range products {
		ids[i] = product.ID
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.products = append(l.products, ids...)
	for _, targets := range l.targets {
		targets.announce(ids...)
	}
}

func (l *lookups) ofIntegration(id int64) (*batch[string, []*model.OmniTarget], *batch[string, *model.Mapping]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.matches[id] == nil {
		l.matches[id] = newBatch(func(ctx context.Context, skus []string) (map[string][]*model.OmniTarget, error) {
			found, err := l.service.Matches(ctx, l.actor, id, skus)
			for _, targets := range found {
				for _, target := range targets {
					l.sawProducts(target.Product)
				}
			}
			return found, err
		})
		l.mappings[id] = newBatch(func(ctx context.Context, skus []string) (map[string]*model.Mapping, error) {
			found, err := l.service.MappingsBySKU(ctx, l.actor, id, skus)
			for _, mapping := range found {
				l.sawProducts(mapping.Target.Product)
			}
			return found, err
		})
	}
	return l.matches[id], l.mappings[id]
}

// mappingOf gives an integration's mapping of a target.
func (l *lookups) mappingOf(ctx context.Context, integration int64, target service.TargetID) (*model.Mapping, error) {
	l.mu.Lock()
	targets := l.targets[integration]
	if targets == nil {
		targets = newBatch(func(ctx context.Context, products []int64) (map[int64]map[service.TargetID]*model.Mapping, error) {
			found, err := l.service.MappingsByProduct(ctx, l.actor, integration, products)
			byProduct := make(map[int64]map[service.TargetID]*model.Mapping)
			for id, mapping := range found {
				if byProduct[id.Product] == nil {
					byProduct[id.Product] = make(map[service.TargetID]*model.Mapping)
				}
				byProduct[id.Product][id] = mapping
			}
			return byProduct, err
		})
		targets.announce(l.products...)
		l.targets[integration] = targets
	}
	l.mu.Unlock()
	found, err := targets.get(ctx, target.Product)
	return found[target], err
}

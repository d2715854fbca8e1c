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

	mu        sync.Mutex
	announced map[K]bool
	done      map[K]V
	failed    error
}

func newBatch[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) *batch[K, V] {
	return &batch[K, V]{fetch: fetch, announced: make(map[K]bool), done: make(map[K]V)}
}

func (b *batch[K, V]) announce(key K) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.done[key]; !ok {
		b.announced[key] = true
	}
}

// get gives the zero value where there is nothing of that key.
func (b *batch[K, V]) get(ctx context.Context, key K) (V, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if value, ok := b.done[key]; ok || b.failed != nil {
		return value, b.failed
	}
	b.announced[key] = true
	keys := make([]K, 0, len(b.announced))
	for k := range b.announced {
		keys = append(keys, k)
	}
	var found map[K]V
	if found, b.failed = b.fetch(ctx, keys); b.failed != nil {
		return b.done[key], b.failed
	}
	for _, k := range keys {
		b.done[k] = found[k]
	}
	clear(b.announced)
	return b.done[key], nil
}

// lookups are one request's batches. Those that belong to an integration are
// made when it is first met.
type lookups struct {
	service *service.Service
	actor   service.Actor

	integrations *batch[int64, *model.Integration]
	statuses     *batch[int64, *model.ProductStatus]
	options      *batch[*model.OmniProduct, []*model.OmniOption]
	sizes        *batch[*model.OmniOption, []*model.OmniSize]

	mu       sync.Mutex
	matches  map[int64]*batch[string, []*model.OmniTarget]
	mappings map[int64]*batch[string, *model.Mapping]
	targets  map[int64]*batch[int64, map[service.TargetID]*model.Mapping]
	products map[int64]bool
}

func newLookups(s *service.Service, actor service.Actor) *lookups {
	l := &lookups{
		service: s, actor: actor,
		matches:  make(map[int64]*batch[string, []*model.OmniTarget]),
		mappings: make(map[int64]*batch[string, *model.Mapping]),
		targets:  make(map[int64]*batch[int64, map[service.TargetID]*model.Mapping]),
		products: make(map[int64]bool),
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
		for _, option := range found[product.ID] {
			l.sizes.announce(option)
		}
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

// sawListing announces what may be asked about a listing.
func (l *lookups) sawListing(listing *model.AmazonListing) {
	matches, mappings := l.ofIntegration(listing.IntegrationID)
	matches.announce(listing.SKU)
	mappings.announce(listing.SKU)
}

// sawProduct announces what may be asked about an Omni product.
func (l *lookups) sawProduct(product *model.OmniProduct) {
	l.options.announce(product)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.products[product.ID] = true
	for _, targets := range l.targets {
		targets.announce(product.ID)
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
					l.sawProduct(target.Product)
				}
			}
			return found, err
		})
		l.mappings[id] = newBatch(func(ctx context.Context, skus []string) (map[string]*model.Mapping, error) {
			found, err := l.service.MappingsBySKU(ctx, l.actor, id, skus)
			for _, mapping := range found {
				l.sawProduct(mapping.Target.Product)
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
		for product := range l.products {
			targets.announce(product)
		}
		l.targets[integration] = targets
	}
	l.mu.Unlock()
	found, err := targets.get(ctx, target.Product)
	return found[target], err
}

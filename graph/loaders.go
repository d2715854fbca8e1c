package graph

import (
	"context"
	"sync"

	"omnimap/model"
	"omnimap/service"
)

// loader fetches the values of many keys at once. Keys are primed when the
// things that they belong to are read, and the first load fetches all of them.
// So no list reads the database once a row.
type loader[K comparable, V any] struct {
	fetch func(context.Context, []K) (map[K]V, error)
	// leads gives the keys that a fetched value primes; nil for none.
	leads func(V) []K

	mu sync.Mutex
	// primed may hold keys more than once, and ones that are loaded.
	primed []K
	loaded map[K]V
	err    error
}

func newLoader[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) *loader[K, V] {
	return &loader[K, V]{fetch: fetch, loaded: make(map[K]V)}
}

func (b *loader[K, V]) prime(keys ...K) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.primed = append(b.primed, keys...)
}

// load gives the zero value where there is nothing of that key.
func (b *loader[K, V]) load(ctx context.Context, key K) (V, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if value, ok := b.loaded[key]; ok || b.err != nil {
		return value, b.err
	}
	keys := b.missing(key)
	found, err := b.fetch(ctx, keys)
	if err != nil {
		b.err = err
		return b.loaded[key], err
	}
	b.primed = nil
	for _, k := range keys {
		b.loaded[k] = found[k]
		if b.leads != nil {
			b.primed = append(b.primed, b.leads(found[k])...)
		}
	}
	return b.loaded[key], nil
}

// missing are the key and those primed that are not loaded, each once.
func (b *loader[K, V]) missing(key K) []K {
	keys := []K{key}
	met := map[K]bool{key: true}
	for _, k := range b.primed {
		if _, done := b.loaded[k]; !done && !met[k] {
			met[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

// loaders are one response's. Those that belong to an integration are made when
// it is first met.
type loaders struct {
	service *service.Service
	actor   model.Actor

	integrations     *loader[int64, *model.Integration]
	statuses         *loader[int64, *model.ProductStatus]
	options          *loader[*model.OmniProduct, []*model.OmniOption]
	sizes            *loader[*model.OmniOption, []*model.OmniSize]
	suggestionStates *loader[int64, *model.SuggestionState]
	twins            *loader[*model.AmazonListing, []*model.AmazonListing]

	mu       sync.Mutex
	listings map[int64]*listingLoaders
	held     map[int64]*heldLoaders
	targets  map[int64]*loader[int64, map[service.TargetID]*model.Mapping]
	products []int64
}

// listingLoaders are those of an integration's listings, by their SKUs.
type listingLoaders struct {
	matches     *loader[string, []*model.OmniTarget]
	mappings    *loader[string, *model.Mapping]
	parents     *loader[string, bool]
	ignored     *loader[string, *model.Ignored]
	suggestions *loader[string, []*model.Suggestion]
}

func newLoaders(s *service.Service, actor model.Actor) *loaders {
	l := &loaders{
		service: s, actor: actor,
		listings: make(map[int64]*listingLoaders),
		held:     make(map[int64]*heldLoaders),
		targets:  make(map[int64]*loader[int64, map[service.TargetID]*model.Mapping]),
	}
	l.integrations = newLoader(func(ctx context.Context, ids []int64) (map[int64]*model.Integration, error) {
		return s.IntegrationsByID(ctx, actor, ids)
	})
	l.statuses = newLoader(func(ctx context.Context, ids []int64) (map[int64]*model.ProductStatus, error) {
		return s.ProductStatus(ctx, actor, ids)
	})
	l.suggestionStates = newLoader(func(ctx context.Context, ids []int64) (map[int64]*model.SuggestionState, error) {
		return s.SuggestionStates(ctx, actor, ids)
	})
	l.options = newLoader(l.fetchOptions)
	l.sizes = newLoader(l.fetchSizes)
	l.twins = newLoader(l.fetchTwins)
	l.twins.leads = func(twins []*model.AmazonListing) []*model.AmazonListing { return twins }
	return l
}

func (l *loaders) fetchTwins(ctx context.Context, listings []*model.AmazonListing) (map[*model.AmazonListing][]*model.AmazonListing, error) {
	found, err := l.service.Twins(ctx, l.actor, listings)
	twins := make(map[*model.AmazonListing][]*model.AmazonListing, len(listings))
	byIntegration := make(map[int64][]*model.AmazonListing)
	for _, listing := range listings {
		twins[listing] = append([]*model.AmazonListing{}, found[listing]...)
		for _, twin := range found[listing] {
			byIntegration[twin.IntegrationID] = append(byIntegration[twin.IntegrationID], twin)
		}
	}
	for integration, list := range byIntegration {
		l.integrations.prime(integration)
		l.primeMatches(integration, list)
	}
	return twins, err
}

func (l *loaders) fetchOptions(ctx context.Context, products []*model.OmniProduct) (map[*model.OmniProduct][]*model.OmniOption, error) {
	found, err := l.service.OptionsOf(ctx, l.actor, products)
	options := make(map[*model.OmniProduct][]*model.OmniOption, len(products))
	for _, product := range products {
		options[product] = found[product.ID]
		l.sizes.prime(found[product.ID]...)
	}
	return options, err
}

func (l *loaders) fetchSizes(ctx context.Context, options []*model.OmniOption) (map[*model.OmniOption][]*model.OmniSize, error) {
	found, err := l.service.SizesOf(ctx, l.actor, options)
	sizes := make(map[*model.OmniOption][]*model.OmniSize, len(options))
	for _, option := range options {
		sizes[option] = found[option.ID]
	}
	return sizes, err
}

// primeListings primes what may be selected of an integration's listings.
func (l *loaders) primeListings(integration int64, listings []*model.AmazonListing) {
	l.twins.prime(listings...)
	l.primeMatches(integration, listings)
}

// primeMatches primes what may be selected of an integration's listings beside
// their twins.
func (l *loaders) primeMatches(integration int64, listings []*model.AmazonListing) {
	skus := make([]string, len(listings))
	var ignored, unmapped []string
	for i, listing := range listings {
		skus[i] = listing.SKU
		switch listing.StatusNumber {
		case model.StatusIgnored:
			ignored = append(ignored, listing.SKU)
		case model.StatusMapped:
		default:
			unmapped = append(unmapped, listing.SKU)
		}
	}
	l.primeTargets(integration, skus)
	of := l.ofIntegration(integration)
	of.parents.prime(skus...)
	of.ignored.prime(ignored...)
	of.suggestions.prime(unmapped...)
	l.heldOf(integration).prime(listings)
}

// primeTargets primes what the listings with these SKUs match and are mapped to.
func (l *loaders) primeTargets(integration int64, skus []string) {
	of := l.ofIntegration(integration)
	of.matches.prime(skus...)
	of.mappings.prime(skus...)
}

// primeMappings primes what may be selected of an integration's mappings.
func (l *loaders) primeMappings(integration int64, mappings []*model.Mapping) {
	listings := make([]*model.AmazonListing, len(mappings))
	products := make([]*model.OmniProduct, len(mappings))
	for i, mapping := range mappings {
		listings[i], products[i] = mapping.Listing, mapping.Target.Product
	}
	l.primeListings(integration, listings)
	l.primeProducts(products...)
}

// primeProducts primes what may be selected of Omni products.
func (l *loaders) primeProducts(products ...*model.OmniProduct) {
	l.options.prime(products...)
	ids := make([]int64, len(products))
	for i, product := range products {
		ids[i] = product.ID
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.products = append(l.products, ids...)
	for _, targets := range l.targets {
		targets.prime(ids...)
	}
}

func (l *loaders) ofIntegration(id int64) *listingLoaders {
	l.mu.Lock()
	defer l.mu.Unlock()
	of := l.listings[id]
	if of != nil {
		return of
	}
	of = &listingLoaders{
		matches: newLoader(func(ctx context.Context, skus []string) (map[string][]*model.OmniTarget, error) {
			found, err := l.service.Matches(ctx, l.actor, id, skus)
			for _, targets := range found {
				for _, target := range targets {
					l.primeProducts(target.Product)
				}
			}
			return found, err
		}),
		mappings: newLoader(func(ctx context.Context, skus []string) (map[string]*model.Mapping, error) {
			found, err := l.service.MappingsBySKU(ctx, l.actor, id, skus)
			for _, mapping := range found {
				l.primeProducts(mapping.Target.Product)
			}
			return found, err
		}),
		suggestions: newLoader(func(ctx context.Context, skus []string) (map[string][]*model.Suggestion, error) {
			found, err := l.service.Suggestions(ctx, l.actor, id, skus)
			for _, suggestions := range found {
				for _, suggestion := range suggestions {
					l.primeProducts(suggestion.Target.Product)
				}
			}
			return found, err
		}),
		parents: newLoader(func(ctx context.Context, skus []string) (map[string]bool, error) {
			return l.service.ParentsBySKU(ctx, l.actor, id, skus)
		}),
		ignored: newLoader(func(ctx context.Context, skus []string) (map[string]*model.Ignored, error) {
			return l.service.IgnoredBySKU(ctx, l.actor, id, skus)
		}),
	}
	l.listings[id] = of
	return of
}

// mappingOf gives an integration's mapping of a target.
func (l *loaders) mappingOf(ctx context.Context, integration int64, target service.TargetID) (*model.Mapping, error) {
	l.mu.Lock()
	targets := l.targets[integration]
	if targets == nil {
		targets = newLoader(func(ctx context.Context, products []int64) (map[int64]map[service.TargetID]*model.Mapping, error) {
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
		targets.prime(l.products...)
		l.targets[integration] = targets
	}
	l.mu.Unlock()
	found, err := targets.load(ctx, target.Product)
	return found[target], err
}

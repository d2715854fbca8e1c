package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"omnimap/model"
)

// AddIntegrationOf adds an integration of a seller and marketplace. DOMAIN "The
// two catalogues": they have one ANY, or one or both of the others; parents
// belong to both.
func (st *State) AddIntegrationOf(name, seller string, fulfilment Fulfilment) error {
	if st.integration(name) != nil {
		return &UserError{model.CodeTaken, "an integration of that name exists"}
	}
	added := &integration{name: name, seller: seller, fulfilment: fulfilment, productsEnabled: true, ignored: map[string]string{}}
	for _, other := range st.integrations {
		if other.seller != seller {
			continue
		}
		if other.fulfilment == fulfilment || other.fulfilment == Any || fulfilment == Any {
			return &UserError{model.CodeTaken, "the seller and marketplace are taken"}
		}
		added.counterpart = other
	}
	if added.counterpart != nil {
		added.counterpart.counterpart = added
	}
	st.integrations = append(st.integrations, added)
	if added.counterpart != nil {
		added.copyParents(st.tick(time.Time{}))
	}
	return nil
}

// FulfilmentOf says which listings an integration holds.
func (st *State) FulfilmentOf(integration string) Fulfilment {
	if in := st.integration(integration); in != nil {
		return in.fulfilment
	}
	return ""
}

// copyParents copies the parents of the counterpart, which are first seen now.
func (in *integration) copyParents(now time.Time) {
	for _, l := range in.counterpart.listings {
		if in.isParent(l.sku) {
			parent := *l
			parent.firstSeen = now
			in.listings = append(in.listings, &parent)
		}
	}
}

// holds says whether listings of a channel are the integration's. DOMAIN
// "Fulfilment": of MERCHANT those whose channel is DEFAULT, not told, or none of
// Amazon's; of AMAZON those whose channel is AMAZON_….
func (in *integration) holds(channel string) bool {
	return in.fulfilment == Any || (in.fulfilment == Amazon) == strings.HasPrefix(channel, "AMAZON_")
}

// union gives the listings of all sides, by SKU, without their own times.
func union(sides []*integration) map[string]*listing {
	all := map[string]*listing{}
	for _, side := range sides {
		for _, l := range side.listings {
			plain := *l
			plain.firstSeen = time.Time{}
			all[l.sku] = &plain
		}
	}
	return all
}

// part gives each side its listings: by their channels, and the parents.
//
// Silent: a parent is what a listing that some side holds by its channel names.
func part(sides []*integration, wanted map[string]*listing, now time.Time) [][]*listing {
	named := map[string]bool{}
	for _, l := range wanted {
		for _, side := range sides {
			named[l.parent] = named[l.parent] || side.holds(l.fulfillmentChannel)
		}
	}
	parts := make([][]*listing, len(sides))
	for i, side := range sides {
		for _, sku := range slices.Sorted(maps.Keys(wanted)) {
			l := wanted[sku]
			if !side.holds(l.fulfillmentChannel) && !named[l.sku] {
				continue
			}
			own := *l
			own.firstSeen = now
			if known := side.listing(l.sku); known != nil {
				own.firstSeen = known.firstSeen
			}
			parts[i] = append(parts[i], &own)
		}
	}
	return parts
}

// shrinksBy says whether more than a tenth of the listings are missing.
func (in *integration) shrinksBy(isMissing func(sku string) bool) bool {
	missing := 0
	for _, l := range in.listings {
		if isMissing(l.sku) {
			missing++
		}
	}
	return shrinks(missing, len(in.listings))
}

// mappingsWithout counts the mappings whose listing is not among these.
func (in *integration) mappingsWithout(listings []*listing) int {
	n := 0
	for _, m := range in.mappings {
		if !slices.ContainsFunc(listings, func(l *listing) bool { return l.sku == m.sku }) {
			n++
		}
	}
	return n
}

// SplitResult is the outcome of a split.
type SplitResult struct{ Moved, Mappable int }

// Split makes a pair of an integration of ANY. DOMAIN "Fulfilment": listings that
// Amazon sends move to the new one, each with its mapping as it was; parents are
// in both, and a parent's mapping stays with the merchant's.
func (st *State) Split(integrationName, name string, dryRun bool) (SplitResult, error) {
	in, err := st.find(integrationName)
	if err != nil {
		return SplitResult{}, err
	}
	if in.fulfilment != Any {
		return SplitResult{}, &UserError{model.CodeInvalid, "the integration holds a part already"}
	}
	if st.integration(name) != nil {
		return SplitResult{}, &UserError{model.CodeTaken, "an integration of that name exists"}
	}
	if dryRun {
		return st.clone().Split(integrationName, name, false)
	}
	st.tick(time.Time{})
	made := *in
	made.name, made.fulfilment, made.counterpart, made.listings, made.mappings = name, Amazon, in, nil, nil
	moves := map[string]bool{}
	var stay []*listing
	for _, l := range in.listings {
		switch {
		case in.isParent(l.sku):
			stay, made.listings = append(stay, l), append(made.listings, new(*l))
		case made.holds(l.fulfillmentChannel):
			moves[l.sku] = true
			made.listings = append(made.listings, l)
		default:
			stay = append(stay, l)
		}
	}
	made.ignored = map[string]string{}
	for sku, note := range in.ignored {
		// Silent: what is in neither may come back in either.
		if moves[sku] || in.isParent(sku) || in.listing(sku) == nil {
			made.ignored[sku] = note
		}
	}
	maps.DeleteFunc(in.ignored, func(sku, _ string) bool { return moves[sku] })
	in.listings, in.fulfilment, in.counterpart = stay, Merchant, &made
	st.integrations = append(st.integrations, &made)
	for _, m := range slices.Clone(in.mappings) {
		if moves[m.sku] {
			in.remove([]*mapping{m}, false)
			made.mappings = append(made.mappings, m)
		}
	}
	// Silent: deleted mappings go with their listings.
	for _, op := range st.operations {
		for i, d := range op.deleted {
			if d.in == in && moves[d.mapping.sku] {
				op.deleted[i].in = &made
			}
		}
	}
	st.record(operation{kind: KindSplit, integration: in, counterpart: &made})
	mappable := st.Counts(in.name).Mappable + st.Counts(name).Mappable
	return SplitResult{Moved: len(moves), Mappable: mappable}, nil
}

// DeleteIntegration removes an integration with its listings, mappings and
// operations. Its counterpart stays, with the operations of both.
//
// Silent: it loses the parents of Amazon's (or the seller's) own channel that it
// held because of the deleted one's listings alone, for good.
func (st *State) DeleteIntegration(name, confirm string) error {
	gone, err := st.find(name)
	if err != nil {
		return err
	}
	if confirm != gone.name {
		return &UserError{model.CodeConfirmationMismatch, "the confirmation is not the integration's name"}
	}
	st.integrations = slices.DeleteFunc(st.integrations, func(in *integration) bool { return in == gone })
	left := gone.counterpart
	if left != nil {
		left.counterpart = nil
		left.listings = part([]*integration{left}, union([]*integration{left}), st.now)[0]
		left.mappings = slices.DeleteFunc(left.mappings, func(m *mapping) bool { return left.listing(m.sku) == nil })
	}
	st.operations = slices.DeleteFunc(st.operations, func(op *operation) bool { return op.forget(gone) })
	return nil
}

// forget takes an integration out of an operation, and reports whether it was
// the only one that listed it.
func (op *operation) forget(gone *integration) bool {
	op.deleted = slices.DeleteFunc(op.deleted, func(d deletedMapping) bool { return d.in == gone })
	if op.integration == gone {
		if op.counterpart == nil {
			return true
		}
		op.integration, op.counterpart = op.counterpart, nil
	}
	if op.counterpart == gone {
		op.counterpart = nil
	}
	return false
}

// checkFulfilment checks that a seller's integrations part its listings by their
// channels, and hold the same parents.
func (st *State) checkFulfilment(in *integration) (errs []error) {
	for _, other := range st.integrations {
		if other != in && other.seller == in.seller && other != in.counterpart {
			errs = append(errs, fmt.Errorf("%s: %s has the same seller", in.name, other.name))
		}
	}
	for _, l := range in.listings {
		if !in.holds(l.fulfillmentChannel) && !in.isParent(l.sku) {
			errs = append(errs, fmt.Errorf("%s: the listing %q is sent by %q", in.name, l.sku, l.fulfillmentChannel))
		}
		if in.counterpart == nil || !in.isParent(l.sku) {
			continue
		}
		other := in.counterpart.listing(l.sku)
		if other == nil {
			errs = append(errs, fmt.Errorf("%s: the parent %q is not in %s", in.name, l.sku, in.counterpart.name))
			continue
		}
		same := *other
		same.firstSeen = l.firstSeen
		if same != *l {
			errs = append(errs, fmt.Errorf("%s: the parent %q is another in %s", in.name, l.sku, in.counterpart.name))
		}
	}
	return errs
}

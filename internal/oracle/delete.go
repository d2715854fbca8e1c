package oracle

import (
	"slices"
	"time"

	"omnimap/model"
)

// DeleteResult is the outcome of a deletion. NotFound are the places, from 0, of
// the entries that name no mapping.
type DeleteResult struct {
	Operation int
	Deleted   int
	NotFound  []int
}

// Delete deletes mappings by their ids. DOMAIN "Viewing and deleting": those
// that exist are deleted and the others are named. It does not need Products
// turned on. With doNotMapAgain it ignores their listings, without a note.
func (st *State) Delete(integration string, ids []int, doNotMapAgain bool, now time.Time) (DeleteResult, error) {
	return st.deleteWhere(integration, len(ids), func(m *mapping, i int) bool { return m.id == ids[i] }, doNotMapAgain, now)
}

// DeleteSKUs deletes the mappings of the listings of these SKUs, as Delete.
func (st *State) DeleteSKUs(integration string, skus []string, doNotMapAgain bool, now time.Time) (DeleteResult, error) {
	return st.deleteWhere(integration, len(skus), func(m *mapping, i int) bool { return m.sku == skus[i] }, doNotMapAgain, now)
}

func (st *State) deleteWhere(integration string, entries int, names func(m *mapping, i int) bool, doNotMapAgain bool, now time.Time) (DeleteResult, error) {
	in, err := st.find(integration)
	if err != nil {
		return DeleteResult{}, err
	}
	st.tick(now)
	var res DeleteResult
	var gone []*mapping
	for i := range entries {
		at := slices.IndexFunc(in.mappings, func(m *mapping) bool { return names(m, i) })
		switch {
		case at < 0:
			res.NotFound = append(res.NotFound, i)
		case !slices.Contains(gone, in.mappings[at]):
			gone = append(gone, in.mappings[at])
		}
	}
	res.Deleted = len(gone)
	res.Operation = st.record(operation{kind: KindDelete, integration: in, deleted: in.remove(gone, doNotMapAgain)})
	return res, nil
}

// DeleteAll deletes all of an integration's mappings. DOMAIN "Viewing and
// deleting": it must be confirmed with the integration's name.
//
// Silent: the confirmation is compared exactly.
func (st *State) DeleteAll(integration, confirm string, doNotMapAgain bool, now time.Time) (DeleteResult, error) {
	in, err := st.find(integration)
	if err != nil {
		return DeleteResult{}, err
	}
	if confirm != in.name {
		return DeleteResult{}, &UserError{model.CodeConfirmationMismatch, "the confirmation is not the integration's name"}
	}
	st.tick(now)
	deleted := in.remove(in.mappings, doNotMapAgain)
	op := st.record(operation{kind: KindDeleteAll, integration: in, deleted: deleted})
	return DeleteResult{Operation: op, Deleted: len(deleted)}, nil
}

// remove takes mappings away and gives them as an operation remembers them.
func (in *integration) remove(gone []*mapping, doNotMapAgain bool) []deletedMapping {
	var deleted []deletedMapping
	for _, m := range gone {
		deleted = append(deleted, deletedMapping{in, m})
		if doNotMapAgain {
			in.ignored[m.sku] = ""
		}
	}
	var kept []*mapping
	for _, m := range in.mappings {
		if !slices.Contains(gone, m) {
			kept = append(kept, m)
		}
	}
	in.mappings = kept
	return deleted
}

package oracle

import (
	"fmt"
	"strings"
	"testing"
)

func TestInvariantsSeeWhatIsWrong(t *testing.T) {
	for want, spoil := range map[string]func(st *State, in *integration){
		"the listing has two":   func(_ *State, in *integration) { in.mappings[1].sku = in.mappings[0].sku },
		"the target has two":    func(_ *State, in *integration) { in.mappings[1].target = in.mappings[0].target },
		"id is not its own":     func(_ *State, in *integration) { in.mappings[1].id = in.mappings[0].id },
		"its listing is gone":   func(_ *State, in *integration) { in.listings = in.listings[1:] },
		"its target is gone":    func(st *State, _ *integration) { st.products = st.products[1:] },
		"level is not":          func(_ *State, in *integration) { in.mappings[0].level = LevelSizeOption },
		"field is not":          func(_ *State, in *integration) { in.mappings[0].source = SourceCustom },
		"double listing":        func(_ *State, in *integration) { in.listings[0].sku = in.listings[1].sku },
		"of parent \"a\"":       func(_ *State, in *integration) { in.listings[0].parent = "a" },
		"two products":          func(st *State, _ *integration) { st.products[0].reference = "Q" },
		"downloaded true":       func(st *State, _ *integration) { st.products[0].downloaded = true },
		"key \" a\" is not cle": func(st *State, _ *integration) { st.products[0].options[0].code = " a" },
	} {
		st := build(t, "a b", omni("R", "a", ""), omni("Q", "b", ""))
		importAll(t, st)
		spoil(st, st.integration(us))
		if err := fmt.Sprint(st.Invariants()); !strings.Contains(err, want) {
			t.Errorf("want %q, got %s", want, err)
		}
	}
}

func TestDumps(t *testing.T) {
	st := build(t, "a", omni("R", "a", "", option1("x", "", size1("s", ""))), omni("Q", "b", ""))
	equal(t, "targets", st.Targets(), []TargetDesc{{"Q", 0, -1}, {"R", 0, -1}, {"R", 0, 0}})
	equal(t, "now", st.Now(), day(2))
	importAll(t, st)
	deleteAll(t, st)
	ops := st.Operations()
	last := ops[len(ops)-1]
	equal(t, "last operation", last, OperationDump{ID: last.ID, Kind: KindDeleteAll, Integrations: []string{us}, Deleted: 1, DeletedSKUs: []string{"a"}, Restorable: true})
	for name, none := range map[string]bool{
		"statuses": st.Statuses("nowhere") == nil, "if nothing mapped": st.StatusIfNothingMapped("nowhere") == nil,
		"mappings": st.Mappings("nowhere") == nil, "listings": st.Listings("nowhere") == nil,
	} {
		equal(t, name, none, true)
	}
}

package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/query"
	"omnimap/service/internal/status"
)

// stageNamedFamilies stages the families of a list by their places.
func stageNamedFamilies(ctx context.Context, session *db.Session, families []string) error {
	table, err := session.ReuseStagingTable(ctx, "staged_names", "place bigint NOT NULL", "name KEYTEXT NOT NULL")
	if err != nil {
		return err
	}
	for place, family := range families {
		if err := table.Add(ctx, place, query.QueryKey(family)); err != nil {
			return err
		}
	}
	return table.Flush(ctx)
}

// selectNamed selects the nodes that the request names, refuses unknown ones,
// and returns their number.
func (r *remap) selectNamed(request RemapRequest) (named int64, err error) {
	switch {
	case request.FamilySKUs != nil:
		return r.selectFamilies()
	case request.AllPartiallyMapped:
		return r.Run("select the partially mapped families", `INSERT INTO named_nodes SELECT DISTINCT g.family_sku, 0 FROM listing_statuses g
WHERE `+status.InIntegration("g")+` AND g.snapshot = @snapshot AND g.status = `+status.PartiallyMapped)
	}
	if family := request.FamilySKU; family != nil {
		n, err := r.Run("select the family", `INSERT INTO named_nodes SELECT DISTINCT g.family_sku, 0 FROM listing_statuses g
WHERE `+status.InIntegration("g")+` AND g.snapshot = 0 AND g.family_sku = @family`, sql.Named("family", query.QueryKey(*family)))
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, model.Refuse(model.CodeNotFound, unknownFamily(*family), "input", "familySku")
		}
		named = n
	}
	if request.Product != nil {
		n, err := r.Run("select the Omni product", `INSERT INTO named_nodes SELECT '', p.id FROM omni_products p
WHERE p.account_id = @account AND p.id = @product`, sql.Named("product", *request.Product))
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, model.Refuse(model.CodeNotFound, "There is no such Omni product. Search for it, and use the id that it has now.", "input", "omniProductId")
		}
		named += n
	}
	return named, nil
}

func unknownFamily(family string) string {
	return fmt.Sprintf("No listing of this integration is of a family %s. Check the SKU.", model.Quote(family))
}

// selectFamilies selects the staged families, and refuses the first unknown one.
func (r *remap) selectFamilies() (int64, error) {
	const known = "EXISTS (SELECT 1 FROM listing_statuses g WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.family_sku = n.name)"
	if err := r.Tx.Analyze("staged_names"); err != nil {
		return 0, err
	}
	var unknown []struct {
		Place int
		Name  string
	}
	if err := r.Tx.Select("SELECT n.place, n.name FROM staged_names n WHERE NOT "+known+" ORDER BY n.place LIMIT 1", r.Args(), &unknown); err != nil {
		return 0, fmt.Errorf("find unknown families: %w", err)
	}
	if len(unknown) > 0 {
		return 0, model.Refuse(model.CodeNotFound, unknownFamily(unknown[0].Name), "input", "familySkus", strconv.Itoa(unknown[0].Place))
	}
	return r.Run("select the families", "INSERT INTO named_nodes SELECT DISTINCT n.name, 0 FROM staged_names n")
}

// selectSets selects the connected sets of the named nodes, and counts them.
func (r *remap) selectSets(named int64) error {
	if err := r.Tx.Analyze("named_nodes"); err != nil {
		return err
	}
	// What a single node reaches is one set.
	set := "1"
	if named > 1 {
		set = "node"
	}
	if err := r.selectNodes(set); err != nil {
		return err
	}
	if err := r.Tx.Analyze("set_nodes"); err != nil {
		return err
	}
	if named > 1 {
		if err := r.joinSets(); err != nil {
			return err
		}
	}
	sets, err := r.Run("select the sets", "INSERT INTO open_sets SELECT DISTINCT set_id FROM set_nodes")
	r.sets = sets
	return err
}

// selectNodes selects the connected nodes of the named ones, each in a set. They
// are looked up by their keys: the planner takes each round of a recursion for
// ten times what is named, and would read the whole catalogue.
func (r *remap) selectNodes(set string) error {
	if err := r.Tx.ExpectFew(true); err != nil {
		return err
	}
	if err := r.RunAll(db.Step{What: "select the connected nodes", Query: `INSERT INTO set_nodes (family_sku, product_id, node, set_id)
SELECT family_sku, product_id, node, ` + set + ` FROM (SELECT c.family_sku, c.product_id, row_number() OVER () AS node FROM (
WITH RECURSIVE ` + status.Connected("SELECT 0 AS start, family_sku, product_id FROM named_nodes") + `
SELECT family_sku, product_id FROM reached) c) n`}); err != nil {
		return err
	}
	return r.Tx.ExpectFew(false)
}

// joinSets gives all nodes of a connected set the same set_id: the lowest of
// their nodes. At first each node is a set. In a round, each set joins the
// lowest one that a tie leads to; few rounds suffice, however long a chain of
// ties is. See ADR 25.
func (r *remap) joinSets() error {
	const tied = `set_nodes p CROSS JOIN mappings m CROSS JOIN listing_statuses g CROSS JOIN set_nodes f
WHERE p.product_id <> 0 AND m.account_id = @account AND m.integration_id = @integration AND m.product_id = p.product_id
AND g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = m.sku AND f.family_sku = g.family_sku AND f.product_id = 0`
	if err := r.RunAll(
		db.Step{What: "select the ties", Query: "INSERT INTO set_ties SELECT DISTINCT p.node, f.node FROM " + tied},
		db.Step{What: "turn the ties", Query: "INSERT INTO set_ties SELECT other, node FROM set_ties"},
	); err != nil {
		return err
	}
	if err := r.Tx.Analyze("set_ties"); err != nil {
		return err
	}
	for {
		joined, err := r.Run("join sets", `UPDATE set_nodes SET set_id = x.low FROM (
  SELECT a.set_id AS high, min(b.set_id) AS low FROM set_ties t CROSS JOIN set_nodes a CROSS JOIN set_nodes b
  WHERE a.node = t.node AND b.node = t.other AND b.set_id < a.set_id GROUP BY a.set_id
) x WHERE set_nodes.node = x.high`)
		if err != nil || joined == 0 {
			return err
		}
		// Now the first node of a set names another set, whose first node may, too.
		for followed := joined; followed > 0; {
			if followed, err = r.Run("follow joined sets", `UPDATE set_nodes SET set_id = p.set_id FROM set_nodes p
WHERE p.node = set_nodes.set_id AND p.set_id <> set_nodes.set_id`); err != nil {
				return err
			}
		}
	}
}

// leaveUnsafe leaves out the sets that would lose a mapping or create none, and
// maps the others by SKU again, until no such set is there. A round looks only at
// what the sets left out by the one before can change.
func (r *remap) leaveUnsafe(at model.Time) error {
	if err := r.Tx.CreateTempTables(db.TempTable{Name: "unsafe_sets", Columns: "set_id bigint NOT NULL PRIMARY KEY"}); err != nil {
		return err
	}
	for {
		unsafe, err := r.selectUnsafe()
		if err != nil || unsafe == 0 {
			return errors.Join(err, r.Tx.ExpectFew(false))
		}
		r.sets, r.left = r.sets-unsafe, r.left+unsafe
		if err := r.leave(); err != nil {
			return err
		}
		if err := r.mapBySKU(at); err != nil {
			return err
		}
	}
}

// selectUnsafe selects, of the open sets, those that create no mapping or lose
// one, and returns their number.
func (r *remap) selectUnsafe() (int64, error) {
	if err := r.Tx.Analyze("remapped", "open_sets"); err != nil {
		return 0, err
	}
	err := r.RunAll(db.Step{What: "select no sets", Query: "DELETE FROM unsafe_sets"})
	if err != nil {
		return 0, err
	}
	idle, err := r.Run("select sets that create nothing", `INSERT INTO unsafe_sets
SELECT o.set_id FROM open_sets o WHERE NOT EXISTS (SELECT 1 FROM remapped x WHERE x.set_id = o.set_id AND x.id = 0)`)
	if err != nil {
		return 0, err
	}
	// A mapping is lost if another listing has its target, and its own has none.
	losing, err := r.Run("select sets that lose mappings", `INSERT INTO unsafe_sets
SELECT DISTINCT o.set_id FROM open_sets o CROSS JOIN set_mappings d CROSS JOIN remapped x
WHERE d.set_id = o.set_id AND x.product_id = d.product_id AND x.option_id = d.option_id AND x.size_id = d.size_id
AND NOT EXISTS (SELECT 1 FROM remapped y WHERE y.sku = d.sku) ON CONFLICT DO NOTHING`)
	return idle + losing, err
}

// leave leaves the unsafe sets out, so that their mappings count again, and takes
// back what the others map by SKU in the products where this makes a difference.
// Those sets are open afterwards: others lose nothing, since a target that they
// take now is one that a set left out took before. A product makes no difference
// to a set that neither has it nor has a family that matches it.
func (r *remap) leave() error {
	if err := r.selectProducts("unsafe_sets"); err != nil {
		return err
	}
	few := true
	for _, table := range []string{"set_nodes", "set_mappings", "remapped"} {
		n, err := r.Run("leave out sets", "DELETE FROM "+table+" WHERE set_id IN (SELECT set_id FROM unsafe_sets)")
		if err != nil {
			return err
		}
		few = few && n <= status.FewRows
	}
	if err := r.Tx.ExpectFew(few); err != nil {
		return err
	}
	return r.RunAll(
		db.Step{What: "keep products in which others may map", Query: `DELETE FROM decided_products
WHERE NOT EXISTS (SELECT 1 FROM set_nodes n WHERE n.family_sku = '' AND n.product_id = decided_products.product_id)
AND NOT EXISTS (SELECT 1 FROM listing_statuses g CROSS JOIN set_nodes f
  WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.product_id = decided_products.product_id AND f.family_sku = g.family_sku AND f.product_id = 0)`},
		db.Step{What: "close sets", Query: "DELETE FROM open_sets"},
		db.Step{What: "open sets that map there", Query: `INSERT INTO open_sets
SELECT DISTINCT x.set_id FROM decided_products p CROSS JOIN remapped x WHERE x.product_id = p.product_id`},
		db.Step{What: "take back what is mapped by SKU", Query: `DELETE FROM remapped
WHERE source <> ` + status.SourceCustom + ` AND product_id IN (SELECT product_id FROM decided_products)`},
	)
}

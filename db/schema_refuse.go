package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// refuse says why a database cannot be used as it is: a newer program made it,
// or a restore left something out. An empty one can be used, and an older one
// whose parts are not known here.
func (s schema) refuse(found foundSchema) error {
	known, newest := s.known(), s.newest()
	if version := found.version(); version > newest {
		return fmt.Errorf("the database has version %d of the schema, and this omnimap knows versions up to %d: a newer one made it. "+
			"Start that one, or restore a backup from before the upgrade", version, newest)
	}
	tables := s.present(found)
	switch {
	case found.version() == 0 && len(tables) == 0:
		return nil
	case !found.objects[versionTable]:
		return incomplete("it has tables of omnimap (%s), and the table goose_db_version, which tells their version, is missing", few(tables))
	case found.version() == 0:
		return incomplete("it has tables of omnimap (%s), and the table goose_db_version, which tells their version, has no rows", few(tables))
	case len(tables) == 0:
		return incomplete("it has the table goose_db_version, and none of the tables of omnimap")
	}
	lacked := slices.DeleteFunc(known, func(version int64) bool { return version > found.version() || slices.Contains(found.versions, version) })
	if len(lacked) > 0 {
		return incomplete("the table goose_db_version lacks the versions %v", lacked)
	}
	if missing := s.missing(found, false); found.version() == newest && len(missing) > 0 {
		return incomplete("these are missing: %s", few(missing))
	}
	return nil
}

// incomplete is about a database of which only a part is there.
func incomplete(format string, args ...any) error {
	return fmt.Errorf("the database is incomplete, as after a restore that failed: "+format+
		". Restore the whole backup into an empty database, and look for the first error; docs/operate.md says how", args...)
}

// few names the first ones, and how many more there are.
func few(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// needs are pairs of tables: where the first has rows, the second has some, too.
// A restore fails a table at a time.
var needs = [][2]string{
	{"integrations", "accounts"}, {"operations", "accounts"}, {"api_keys", "accounts"}, {"omni_products", "accounts"}, {"counters", "accounts"},
	{"integrations", "counters"}, {"omni_products", "counters"},
	{"listings", "integrations"}, {"mappings", "integrations"}, {"listing_statuses", "integrations"}, {"listing_status_counts", "integrations"}, {"ignored_listings", "integrations"},
	{"listings", "listing_statuses"}, {"listing_statuses", "listings"}, {"listings", "listing_status_counts"},
	{"omni_products", "omni_options"}, {"omni_options", "omni_products"}, {"omni_sizes", "omni_options"},
	{"mappings", "listings"}, {"mappings", "omni_options"}, {"deleted_mappings", "operations"},
}

// checkRows wants rows in every table that others need. It looks for one row of
// each, since it is done at every start; verify compares all of them.
func checkRows(ctx context.Context, pool *sql.DB) error {
	var queries []string
	for _, pair := range needs {
		queries = append(queries, fmt.Sprintf("SELECT '%[2]s has no rows, and %[1]s has some' WHERE EXISTS (SELECT 1 FROM %[1]s) AND NOT EXISTS (SELECT 1 FROM %[2]s)", pair[0], pair[1]))
	}
	queries = append(queries, "SELECT 'integrations has rows of accounts that are not in accounts' "+
		"WHERE EXISTS (SELECT 1 FROM integrations i WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = i.account_id))")
	rows, err := pool.QueryContext(ctx, strings.Join(queries, "\nUNION ALL "))
	if err != nil {
		return fmt.Errorf("look for tables without rows: %w", err)
	}
	faults, err := ScanRows(rows, func(row *sql.Rows) (fault string, err error) {
		err = row.Scan(&fault)
		return fault, err
	})
	if err != nil {
		return fmt.Errorf("look for tables without rows: %w", err)
	}
	if len(faults) > 0 {
		return incomplete("%s", few(faults))
	}
	return nil
}

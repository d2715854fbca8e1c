package db

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// sharedTables are the tables that all accounts share and that grow with their
// catalogues.
var sharedTables = []string{"listings", "listing_statuses", "listing_status_counts", "mappings", "deleted_mappings",
	"omni_products", "omni_options", "omni_sizes", "ignored_listings", "removed_products", "removed_options", "removed_sizes", "operations"}

// smallPages is up to how many pages a table is small. PostgreSQL refreshes the
// statistics of larger ones in time.
const smallPages = 64

// AnalyzeGrown refreshes PostgreSQL's statistics of the shared tables that are
// small and have doubled since, or have none. Without them the planner takes each
// account for a row or two, and joins all of its rows with all of them.
// PostgreSQL itself looks once a minute at best. See ADR 1.
func (s *Session) AnalyzeGrown(ctx context.Context) error {
	if s.store.dialect.name == "sqlite" {
		return nil
	}
	return analyzeGrown(s.gorm.WithContext(ctx), sharedTables)
}

// AnalyzeGrown is the same within a transaction that has just filled the tables.
func (tx *Tx) AnalyzeGrown(tables ...string) error {
	if tx.dialect.name == "sqlite" {
		return nil
	}
	return analyzeGrown(tx.DB, tables)
}

func analyzeGrown(g *gorm.DB, tables []string) error {
	names := make([]string, len(tables))
	for i, table := range tables {
		names[i] = "'" + table + "'::regclass"
	}
	var grown []string
	err := g.Raw(`SELECT relname FROM pg_class WHERE oid IN (`+strings.Join(names, ", ")+`) AND relpages < ?
AND pg_relation_size(oid) >= greatest(2 * relpages, 1) * CAST(current_setting('block_size') AS bigint)`, smallPages).Scan(&grown).Error
	if err != nil {
		return fmt.Errorf("look for tables that have grown: %w", err)
	}
	slices.Sort(grown) // Two that analyze skip what the other one does.
	for _, table := range grown {
		if err := g.Exec("ANALYZE (SKIP_LOCKED) " + table).Error; err != nil {
			return fmt.Errorf("analyze %s: %w", table, err)
		}
	}
	return nil
}

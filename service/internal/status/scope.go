package status

import (
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"omnimap/model"
)

// wholeCatalogue reports whether the scope has all listings, as every scope has
// before the first import.
func wholeCatalogue(integration *model.Integration, scope model.ImportScope) bool {
	return scope == model.ScopeAll || integration.LastImportAt == nil
}

// InScope is the SQL condition that a listing, by the SKU of its status row, is
// in scope: created on Amazon, or first seen here, after the last import began.
func InScope(alias string, integration *model.Integration, scope model.ImportScope) string {
	if wholeCatalogue(integration, scope) {
		return ""
	}
	return fmt.Sprintf(" AND %s.sku IN (SELECT l.sku FROM listings l WHERE %s AND l.fresh_at > %d)",
		alias, InIntegration("l"), integration.LastImportAt.UnixMicro())
}

// CountScope counts the unmapped listings in scope.
func CountScope(g *gorm.DB, integration *model.Integration, scope model.ImportScope) (*model.ImportPreview, error) {
	counts, err := countScope(g, integration, scope)
	if err != nil {
		return nil, err
	}
	preview := &model.ImportPreview{Mappable: counts[model.MappingStatusMappable], Unmappable: counts[model.MappingStatusUnmappable]}
	preview.Unmapped = preview.Mappable + preview.Unmappable
	return preview, nil
}

// CountLeft counts what an import has left in its scope, by the statuses after
// it. integration is as it was before, with the last import before this one.
func CountLeft(g *gorm.DB, integration *model.Integration, scope model.ImportScope) (partiallyMapped, unmappable int64, err error) {
	counts, err := countScope(g, integration, scope)
	return counts[model.MappingStatusPartiallyMapped], counts[model.MappingStatusUnmappable], err
}

// countScope counts the listings in scope by status. Those that are mapped are
// counted where the scope is the whole catalogue.
func countScope(g *gorm.DB, integration *model.Integration, scope model.ImportScope) (map[model.MappingStatus]int64, error) {
	query := "SELECT c.status, c.listings FROM listing_status_counts c WHERE " + InIntegration("c")
	if !wholeCatalogue(integration, scope) {
		query = "SELECT s.status, count(*) AS listings FROM listing_statuses s WHERE " + InIntegration("s") +
			" AND s.snapshot = (SELECT i.snapshot FROM integrations i WHERE i.account_id = @account AND i.id = @integration)" +
			InScope("s", integration, scope) + " GROUP BY s.status"
	}
	return readCounts(g, query, integration.AccountID, integration.ID)
}

// readCounts runs a query for counts by status number and adds them up by
// status.
func readCounts(g *gorm.DB, query string, account, integration int64) (map[model.MappingStatus]int64, error) {
	var rows []struct {
		Status   model.Status
		Listings int64
	}
	if err := g.Raw(query, sql.Named("account", account), sql.Named("integration", integration)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count statuses: %w", err)
	}
	counts := make(map[model.MappingStatus]int64)
	for _, row := range rows {
		counts[row.Status.MappingStatus()] += row.Listings
	}
	return counts, nil
}

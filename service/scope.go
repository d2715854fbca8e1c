package service

import (
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"omnimap/model"
)

// wholeCatalogue tells whether the scope leaves nothing out: before the first
// import every listing is in every scope.
func wholeCatalogue(integration *model.Integration, scope model.ImportScope) bool {
	return scope == model.ScopeAll || integration.LastImportAt == nil
}

// inScope is the condition, in SQL, that a listing, by the SKU of its standing,
// is in scope: made on Amazon, or first seen here, after the last import began.
func inScope(standing string, integration *model.Integration, scope model.ImportScope) string {
	if wholeCatalogue(integration, scope) {
		return ""
	}
	return fmt.Sprintf(" AND %s.sku IN (SELECT l.sku FROM listings l WHERE %s AND l.fresh_at > %d)",
		standing, ofScope("l"), integration.LastImportAt.UnixMicro())
}

// countScope counts the unmapped listings in scope.
func countScope(g *gorm.DB, integration *model.Integration, scope model.ImportScope) (*model.ImportPreview, error) {
	query := "SELECT c.status, c.listings FROM standing_counts c WHERE " + ofScope("c")
	if !wholeCatalogue(integration, scope) {
		query = "SELECT s.status, count(*) AS listings FROM standings s WHERE " + ofScope("s") +
			" AND s.snapshot = (SELECT i.snapshot FROM integrations i WHERE i.account_id = @account AND i.id = @integration)" +
			inScope("s", integration, scope) + " GROUP BY s.status"
	}
	counts, err := readCounts(g, query, integration.AccountID, integration.ID)
	if err != nil {
		return nil, err
	}
	preview := &model.ImportPreview{Mappable: counts[model.StatusMappable], Unmappable: counts[model.StatusUnmappable]}
	preview.Unmapped = preview.Mappable + preview.Unmappable
	return preview, nil
}

// readCounts adds up a query's counts by standing to counts by status.
func readCounts(g *gorm.DB, query string, account, integration int64) (map[model.MappingStatus]int64, error) {
	var rows []struct {
		Status   model.Standing
		Listings int64
	}
	if err := g.Raw(query, sql.Named("account", account), sql.Named("integration", integration)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count standings: %w", err)
	}
	counts := make(map[model.MappingStatus]int64)
	for _, row := range rows {
		counts[row.Status.Status()] += row.Listings
	}
	return counts, nil
}

package service

import (
	"encoding/json"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/query"
	"omnimap/service/internal/suggest"
)

// suggestionRow is a row of the table suggestions.
type suggestionRow struct {
	AccountID, IntegrationID, Snapshot int64
	SKU                                string
	Rank                               int
	ProductID, OptionID, SizeID        int64
	Score                              int
	Place, Prefix, Suffix              string
	Kinds                              int64
	Evidence                           string
}

// rows are the rows of the suggestions of some listings.
func (c *suggesting) rows(listings []suggest.Listing, found [][]suggest.Suggestion) ([]suggestionRow, error) {
	var rows []suggestionRow
	for i, suggestions := range found {
		for rank, s := range suggestions {
			evidence, kinds := evidenceOf(s)
			text, err := json.Marshal(evidence)
			if err != nil {
				return nil, fmt.Errorf("encode evidence: %w", err)
			}
			sku := listings[i].SKU
			rows = append(rows, suggestionRow{AccountID: c.actor.AccountID, IntegrationID: c.integration, Snapshot: c.state.Snapshot,
				SKU: sku, Rank: rank + 1, ProductID: s.Target.Product, OptionID: s.Target.Option, SizeID: s.Target.Size,
				Score: s.Score, Place: fmt.Sprintf("%03d%s", 100-s.Score, sku), Prefix: s.Prefix, Suffix: s.Suffix, Kinds: kinds, Evidence: string(text)})
		}
	}
	return rows, nil
}

// evidenceOf words the evidence of a suggestion, and gives the kinds that speak
// for it.
func evidenceOf(s suggest.Suggestion) (evidence []*model.Evidence, kinds int64) {
	evidence = make([]*model.Evidence, len(s.Evidence))
	for i, e := range s.Evidence {
		evidence[i] = &model.Evidence{Kind: model.EvidenceKinds()[e.Kind()-1], Sentence: e.Sentence(), Against: e.Against()}
		if !e.Against() {
			kinds |= query.EvidenceBits(evidence[i].Kind)
		}
	}
	return evidence, kinds
}

// rowsAtOnce is how many suggestions one statement inserts, whose arguments are
// limited.
const rowsAtOnce = 500

func insertSuggestions(tx *db.Tx, rows []suggestionRow) error {
	if len(rows) == 0 {
		return nil
	}
	if err := tx.Table("suggestions").CreateInBatches(rows, rowsAtOnce).Error; err != nil {
		return fmt.Errorf("insert suggestions: %w", err)
	}
	return nil
}

// fewestOfAffix is how many listings share an affix that is told, at least, and
// maxAffixes how many are told.
const (
	fewestOfAffix = 3
	maxAffixes    = 20
)

// readAffixes gives the affixes of the run's first suggestions, as JSON.
func (c *suggesting) readAffixes(tx *db.Tx) (string, error) {
	const of = ` AS text, %d = 1 AS prefix, count(*) AS count FROM suggestions s WHERE s.account_id = @account AND s.integration_id = @integration
AND s.snapshot = %d AND s.rank = 1 AND s.%[3]s <> '' GROUP BY s.%[3]s HAVING count(*) >= %d`
	one := func(prefix int, column string) string {
		return "SELECT s." + column + fmt.Sprintf(of, prefix, c.state.Snapshot, column, fewestOfAffix)
	}
	affixes := []model.Affix{}
	err := tx.Select("SELECT text, prefix, count FROM ("+one(1, "prefix")+"\nUNION ALL "+one(0, "suffix")+
		fmt.Sprintf(") a ORDER BY count DESC, text, prefix LIMIT %d", maxAffixes), c.args(), &affixes)
	if err != nil {
		return "", fmt.Errorf("read affixes: %w", err)
	}
	text, err := json.Marshal(affixes)
	return string(text), err
}

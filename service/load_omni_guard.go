package service

import (
	"fmt"
	"strings"

	"omnimap/model"
)

// checkMappings refuses a file that deletes more than a tenth of the account's
// mappings, once they are deleted: what goes for a downloaded product that was
// replaced is known then.
func (c *omniChange) checkMappings(l *loading, load FileLoad, summary model.LoadSummary) error {
	count := func() (int64, error) {
		return c.number("count mappings", "SELECT count(*) FROM mappings WHERE account_id = @account")
	}
	return l.checkMappingsShrink(load, summary.MappingsDeleted, count, "the account", c.whyMappingsGo)
}

// whyMappingsGo says what the mappings that are deleted are of.
func (c *omniChange) whyMappingsGo() (string, error) {
	const others = "product_id NOT IN (SELECT id FROM missing_products)"
	var reasons []string
	for _, reason := range []struct{ query, words, noun string }{
		{"SELECT count(*) FROM missing_products WHERE id NOT IN (SELECT id FROM replaced_products)", "the file lacks %s", "Omni product"},
		{"SELECT count(*) FROM gone_options WHERE " + others, "its products lack %s", "known option"},
		{"SELECT count(*) FROM gone_sizes WHERE " + others + " AND option_id NOT IN (SELECT id FROM gone_options)", "its options lack %s", "known size"},
		{"SELECT count(*) FROM replaced_products", "it takes the place of %s, whose mappings find no place", "downloaded product"},
	} {
		n, err := c.number("count what goes", reason.query)
		if err != nil {
			return "", err
		}
		if n > 0 {
			reasons = append(reasons, fmt.Sprintf(reason.words, model.Count(n, reason.noun)))
		}
	}
	return strings.Join(reasons, "; "), nil
}

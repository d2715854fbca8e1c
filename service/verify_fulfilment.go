package service

import (
	"fmt"

	"omnimap/model"
)

// samePair joins the integrations i and o of one seller and marketplace.
const samePair = "o.account_id = @account AND o.seller_id = i.seller_id AND o.marketplace_id = i.marketplace_id"

// fulfilmentChecks are what must hold of the fulfilments of an account's
// integrations.
func fulfilmentChecks() []check {
	const named = `EXISTS (SELECT 1 FROM integrations o JOIN listings c ON c.account_id = @account AND c.integration_id = o.id
WHERE ` + samePair + ` AND c.parent_sku = l.sku)`
	misfit := "l.integration_id = i.id AND (i.fulfilment = 2 AND NOT (" + fits(model.FulfilmentMerchant, "l.fulfillment_channel") +
		") OR i.fulfilment = 3 AND NOT (" + fits(model.FulfilmentAmazon, "l.fulfillment_channel") + "))"
	return []check{
		{"integrations of ANY beside another of their seller and marketplace", `SELECT count(*) FROM integrations i WHERE i.account_id = @account AND i.fulfilment = 1
AND EXISTS (SELECT 1 FROM integrations o WHERE ` + samePair + ` AND o.id <> i.id)`},
		{"listings that are no parents and are sent otherwise than their integration says", `SELECT count(*) FROM integrations i JOIN listings l ON l.account_id = @account AND ` + misfit + `
WHERE i.account_id = @account AND NOT ` + named},
		{"parents that the other integration of a pair does not hold alike", `SELECT count(*) FROM integrations i JOIN integrations p ON p.account_id = @account AND p.seller_id = i.seller_id
AND p.marketplace_id = i.marketplace_id AND p.id <> i.id JOIN listings l ON l.account_id = @account AND l.integration_id = i.id
WHERE i.account_id = @account AND ` + named + ` AND NOT EXISTS (SELECT 1 FROM listings k WHERE k.account_id = @account AND k.integration_id = p.id AND k.sku = l.sku
AND ` + sameListing("k", "l") + ")"},
	}
}

// sameListing is the condition that a load has left two listings alike.
func sameListing(a, b string) string {
	same := "1 = 1"
	for _, v := range listingValues() {
		same += fmt.Sprintf(" AND %s.%s IS NOT DISTINCT FROM %s.%[2]s", a, v.column, b)
	}
	return same
}

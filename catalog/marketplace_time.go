package catalog

import (
	"time"
	_ "time/tzdata" // for machines that have none
)

// marketplaceZones are the time zones in which Amazon's reports tell times, by
// the marketplace's id. In North America all are Pacific time.
// https://developer-docs.amazon.com/sp-api/docs/marketplace-ids has the ids.
var marketplaceZones = map[string]string{
	"A39IBJ37TRP1C6": "Australia/Sydney",
	"AMEN7PMS3EDWL":  "Europe/Brussels",
	"A2Q3Y263D00KWC": "America/Sao_Paulo",
	"A2EUQ1WTGCTBG2": "America/Los_Angeles",
	"ARBP9OOSHTCHU":  "Africa/Cairo",
	"A13V1IB3VIYZZH": "Europe/Paris",
	"A1PA6795UKMFR9": "Europe/Berlin",
	"A21TJRUUN4KGV":  "Asia/Kolkata",
	"A28R8C7NBKEWEA": "Europe/Dublin",
	"APJ6JRA9NG5V4":  "Europe/Rome",
	"A1VC38T7YXB528": "Asia/Tokyo",
	"A1AM78C64UM0Y8": "America/Los_Angeles",
	"A1805IZSGTT6HS": "Europe/Amsterdam",
	"A1C3SOZRARQ6R3": "Europe/Warsaw",
	"A17E79C6D8DWNP": "Asia/Riyadh",
	"A19VAU5U5O7RUS": "Asia/Singapore",
	"AE08WJ6YKNBMC":  "Africa/Johannesburg",
	"A1RKKUPIHCS9HS": "Europe/Madrid",
	"A2NODRKZP88ZB9": "Europe/Stockholm",
	"A33AVAJ2PDY3EV": "Europe/Istanbul",
	"A2VIGQ35RCS4UG": "Asia/Dubai",
	"A1F83G8C2ARO7P": "Europe/London",
	"ATVPDKIKX0DER":  "America/Los_Angeles",
}

// MarketplaceLocation gives where a marketplace's times without a zone are; nil
// where the id is not known.
func MarketplaceLocation(id string) *time.Location {
	zone, known := marketplaceZones[id]
	if !known {
		return nil
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return nil
	}
	return location
}

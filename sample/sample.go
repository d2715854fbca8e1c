// Package sample holds two small invented files to try the system with: Cin7
// Omni products and listings on Amazon UK. Barcodes are of the in-store range
// (200 to 299), ASINs begin with B0Z. Together they show every case of the
// rules; README.md names the rows of each.
package sample

import (
	_ "embed" // the two files
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// The integration that the sample's listings belong to.
const (
	// IntegrationName is the name that it is shown under.
	IntegrationName = "Amazon UK (sample)"
	// SellerID is an invented seller's.
	SellerID = "A0SAMPLESELLER"
	// MarketplaceID is Amazon's for the United Kingdom.
	MarketplaceID = "A1F83G8C2ARO7P"
)

var (
	//go:embed omni-products.csv
	omniProducts string
	//go:embed amazon-listings.txt
	amazonListings string
)

// OmniProducts returns a Cin7 Omni product export: comma-separated, UTF-8,
// the whole catalogue. Every call starts at its beginning.
func OmniProducts() io.Reader { return strings.NewReader(omniProducts) }

// AmazonListings returns an All Listings Report: tab-separated, Windows-1252,
// the whole catalogue, with a parent-sku column. Every call starts at its
// beginning.
func AmazonListings() io.Reader { return strings.NewReader(amazonListings) }

// Paths of the two files on a server.
const (
	OmniProductsPath   = "/sample/omni-products.csv"
	AmazonListingsPath = "/sample/amazon-listings.txt"
)

// NewHandler serves the two files for download, without an API key.
func NewHandler() http.Handler {
	started := time.Now()
	mux := http.NewServeMux()
	offer := func(address, contentType, content string) {
		mux.HandleFunc("GET "+address, func(w http.ResponseWriter, r *http.Request) {
			header := w.Header()
			header.Set("Content-Type", contentType)
			header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(address)}))
			header.Set("X-Content-Type-Options", "nosniff")
			header.Set("Cache-Control", "no-cache")
			http.ServeContent(w, r, "", started, strings.NewReader(content))
		})
	}
	offer(OmniProductsPath, "text/csv; charset=utf-8", omniProducts)
	offer(AmazonListingsPath, "text/tab-separated-values; charset=windows-1252", amazonListings)
	return mux
}

// Package sample holds a small invented catalogue of each side: the Cin7 Omni
// products of a shop that sells homeware, clothes and hardware, and its
// listings on Amazon UK. Brands, codes, barcodes and ASINs are nobody's: the
// barcodes are of the range that shops keep for themselves (200 to 299), the
// ASINs begin with B0Z.
//
// Loaded together, the two show every case that the rules know: Amazon
// products and variations that match at each level, on a code and on a
// barcode; every reason that makes a listing unmappable; families with and
// without their parent in the catalogue; and, once all that is mappable has
// been imported, families that are partially mapped and Omni products that are
// mapped already. Products can also be linked by hand, remapped and
// downloaded. One pair is missing, level product on a barcode, since an export
// file gives a product no barcode of its own.
//
// README.md names the rows that show each case.
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

// NewHandler serves the two files for download, byte for byte, to everybody:
// whoever tries the system out has files to load.
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

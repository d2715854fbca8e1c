// Command go reads SKUs from standard input, one a line, loads them as listings
// of an integration, and imports it. Its client is generated from the server's
// schema by genqlient. See docs/partners.md.
package main

//go:generate go tool genqlient

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/Khan/genqlient/graphql"
)

func main() {
	client := graphql.NewClient(os.Getenv("OMNIMAP_URL")+"/graphql", &http.Client{Transport: keyed(os.Getenv("OMNIMAP_KEY"))})
	if err := run(context.Background(), client, os.Getenv("INTEGRATION"), os.Stdin); err != nil {
		log.Fatal(err)
	}
}

// keyed sends the API key with every request.
type keyed string

func (key keyed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(key))
	return http.DefaultTransport.RoundTrip(r)
}

// batchSize is how many listings one request may hold.
const batchSize = 10_000

func run(ctx context.Context, client graphql.Client, integration string, skus io.Reader) error {
	var listings []AmazonListingInput
	created := time.Now()
	lines := bufio.NewScanner(skus)
	for lines.Scan() {
		listings = append(listings, AmazonListingInput{Sku: lines.Text(), CreatedAt: &created})
	}
	if err := lines.Err(); err != nil {
		return err
	}
	for batch := range slices.Chunk(listings, batchSize) {
		done, err := again(func(key string) (*UpsertResponse, error) { return Upsert(ctx, client, integration, batch, key) })
		if err != nil {
			return err
		}
		if refused := done.UpsertAmazonListings.UserErrors; len(refused) > 0 {
			return errors.New(refused[0].Message)
		}
		for _, row := range done.UpsertAmazonListings.RejectedRows {
			log.Printf("listing %d of the batch: %s", row.Row, row.Message)
		}
	}
	done, err := again(func(key string) (*ImportResponse, error) { return Import(ctx, client, integration, key) })
	if err != nil {
		return err
	}
	if refused := done.ImportProducts.UserErrors; len(refused) > 0 {
		return errors.New(refused[0].Message)
	}
	fmt.Println("mapped:", done.ImportProducts.Summary.MappingsCreated)
	return nil
}

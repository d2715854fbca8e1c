package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// TestListingPages cuts lists of channels and parents into pages, in both
// directions, and compares them with the filter as a plain loop.
func TestListingPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		channels := []*string{new("DEFAULT"), new("AMAZON_NA"), nil, new("AMAZON_EU")}
		var inputs []model.ListingInput
		for i := range 40 {
			input := model.ListingInput{SKU: fmt.Sprintf("L%02d", i), FulfillmentChannel: channels[i%7%len(channels)], CreatedAt: new(creations.Example(0))}
			if i%5 != 0 {
				input.ParentSKU = new(fmt.Sprintf("L%02d", i/5*5))
			}
			inputs = append(inputs, input)
		}
		if done := load(t)(s.UpsertListings(context.Background(), actor, integration, inputs)); done.Created != 40 {
			t.Fatalf("loaded: %+v", done)
		}
		many := []string{"DEFAULT", "AMAZON_EU"}
		for i := range 30 {
			many = append(many, fmt.Sprint("OTHER", i))
		}
		for _, wanted := range [][]string{nil, {}, {""}, {"AMAZON_NA"}, {"AMAZON_NA", "DEFAULT", "AMAZON_NA"}, {"NONE", "\x00"}, many} {
			for _, parents := range []*bool{nil, new(true), new(false)} {
				var want []string
				for i, input := range inputs {
					passes := wanted == nil || input.FulfillmentChannel != nil && slices.Contains(wanted, *input.FulfillmentChannel)
					if passes && (parents == nil || *parents == (i%5 == 0)) {
						want = append(want, input.SKU)
					}
				}
				filter := query.ListingFilter{FulfillmentChannel: wanted, Parents: parents}
				comparePages(t, s, actor, integration, filter, want)
			}
		}
	})
}

// comparePages compares a list's pages, in both directions, and its count.
func comparePages(t *testing.T, s *service.Service, actor model.Actor, integration int64, filter query.ListingFilter, want []string) {
	t.Helper()
	ctx := context.Background()
	for _, backward := range []bool{false, true} {
		var got []string
		args := query.PageArgs[string]{Limit: 3, Backward: backward}
		for more := true; more; {
			page, err := s.Listings(ctx, actor, integration, filter, args)
			if err != nil {
				t.Fatal(err)
			}
			var skus []string
			for _, l := range page.Items {
				skus = append(skus, l.SKU)
			}
			if more = page.HasNext; backward {
				more, got = page.HasPrevious, append(skus, got...)
			} else {
				got = append(got, skus...)
			}
			if more && backward {
				args.Before = &skus[0]
			} else if more {
				args.After = &skus[len(skus)-1]
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v, backward %t: %s, want %s", filter, backward, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
	if n, err := s.CountListings(ctx, actor, integration, filter); err != nil || n != int64(len(want)) {
		t.Errorf("%v: counted %d, %v; want %d", filter, n, err, len(want))
	}
}

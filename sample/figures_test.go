package sample_test

import (
	"strconv"
	"testing"
)

// TestFigures wants the stock of both sides to be plausible: of the listings
// that the seller sends and whose SKU is a Code, most show what Omni has, and
// some show more or less, so that there is something to see.
func TestFigures(t *testing.T) {
	t.Parallel()
	stock := map[string]string{}
	for _, row := range readOmni(t).rows {
		for _, code := range []string{row["Size Code"], row["Code"]} {
			if _, known := stock[code]; !known && code != "" {
				stock[code] = row["Stock"]
			}
		}
	}
	_, listings := readListings(t)
	var same, over, under int
	for _, l := range listings {
		inOmni, err := strconv.ParseFloat(stock[l.sku], 64)
		if err != nil || l.row["quantity"] == "" {
			continue
		}
		onAmazon, err := strconv.Atoi(l.row["quantity"])
		if err != nil {
			t.Errorf("%s has the quantity %q", l.sku, l.row["quantity"])
		}
		switch {
		case float64(onAmazon) > inOmni:
			over++
		case float64(onAmazon) < float64(int(inOmni)):
			under++
		default:
			same++
		}
	}
	t.Logf("%d show what Omni has, %d more, %d less", same, over, under)
	if same < 2*(over+under) || over < 5 || under < 5 {
		t.Errorf("%d listings show what Omni has, %d more, %d less", same, over, under)
	}
}

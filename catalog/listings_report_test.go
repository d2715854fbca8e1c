package catalog

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"omnimap/model"
)

func TestListingReader(t *testing.T) {
	file := "item-name\tseller-sku\tprice\tquantity\topen-date\tasin1\tstatus\tfulfillment-channel\tparent-sku\n" +
		"Oak shelf 9\" deep\tSHELF-9\t24.90\t3\t2021-07-04 22:15:30 PDT\tB000000001\tActive\tDEFAULT\tSHELF\n" +
		"\tSHELF-10\t\t\t\t\tInactive\tAMAZON_NA\t\n"
	checkEqual(t, readListings(t, file), []model.ListingInput{{
		Row: 2, SKU: "SHELF-9", ParentSKU: new("SHELF"), ASIN: new("B000000001"),
		Title:     new(`Oak shelf 9" deep`),
		CreatedAt: new(time.Date(2021, 7, 5, 5, 15, 30, 0, time.UTC)),
		Price:     new(model.Decimal("24.9")), Quantity: new("3"),
		ListingStatus: new("Active"), FulfillmentChannel: new("DEFAULT"),
	}, {
		Row: 3, SKU: "SHELF-10", ParentSKU: new(""), ASIN: new(""), Title: new(""),
		Price: new(model.Decimal("")), Quantity: new(""),
		ListingStatus: new("Inactive"), FulfillmentChannel: new("AMAZON_NA"),
	}})
}

func TestListingReaderLeavesAbsentColumns(t *testing.T) {
	checkEqual(t, readListings(t, "SELLER_SKU\nA\n  B b  \n"), []model.ListingInput{
		{Row: 2, SKU: "A"},
		{Row: 3, SKU: "  B b  "},
	})
}

func TestListingReaderLines(t *testing.T) {
	tests := []struct {
		name, file string
		want       string // The rows and SKUs.
	}{
		{"LF", "seller-sku\tprice\nA\t1\nB\t2\n", "2 A, 3 B"},
		{"CRLF", "seller-sku\tprice\r\nA\t1\r\nB\t2\r\n", "2 A, 3 B"},
		{"CR", "seller-sku\tprice\rA\t1\rB\t2\r", "2 A, 3 B"},
		{"CR CR LF", "price\tseller-sku\r\r\n1\tA\r\r\n2\tB\r\r\n", "2 A, 3 B"},
		{"no end", "seller-sku\nA\nB", "2 A, 3 B"},
		{"blank lines", "\n\r\nseller-sku\tprice\n\nA\n\t\nB\n \n", "5 A, 7 B"},
		{"short rows", "price\tquantity\tseller-sku\tstatus\n1\t2\tA\n1\n", "2 A, 3 "},
		{"long rows", "seller-sku\nA\tmore\tand more\n", "2 A"},
		{"empty SKU", "seller-sku\tprice\n\t5\n", "2 "},
		{"no rows", "seller-sku\tprice\n", ""},
		{"a long line", "seller-sku\tnote\nA\t" + strings.Repeat("x", 500_000) + "\nB\t\n", "2 A, 3 B"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, row := range readListings(t, test.file) {
				got = append(got, asText(row.Row, row.SKU))
			}
			checkEqual(t, strings.Join(got, ", "), test.want)
		})
	}
}

func TestListingReaderASIN(t *testing.T) {
	tests := []struct {
		name, header, row string
		want              *string
	}{
		{"its own column", "asin1\tproduct-id\tproduct-id-type", "B1\tB2\t1", new("B1")},
		{"empty, the id is one", "asin1\tproduct-id\tproduct-id-type", "\tB2\t1", new("B2")},
		{"empty, the id is none", "asin1\tproduct-id\tproduct-id-type", "\t4006381333931\t4", new("")},
		{"no column, the id is one", "product-id\tproduct-id-type", "B2\t1", new("B2")},
		{"no column, the type is a word", "product-id\tproduct-id-type", "B2\tASIN", new("B2")},
		{"no column, the id is none", "product-id\tproduct-id-type", "4006381333931\t4", nil},
		{"no column, no type", "product-id", "B2", nil},
		{"no id", "product-id-type", "1", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows := readListings(t, "seller-sku\t"+test.header+"\nA\t"+test.row+"\n")
			checkEqual(t, rows[0].ASIN, test.want)
		})
	}
}

func TestListingReaderRejectsRows(t *testing.T) {
	tests := []struct {
		name, row string
		words     []string
	}{
		{"price", "A\tcheap\t1\t", []string{`"price"`, `"cheap"`, "1234.50"}},
		{"ambiguous price", "A\t1,234\t1\t", []string{"1234 or as 1.234"}},
		{"quantity", "A\t1\t2.5\t", []string{`"quantity"`, `"2.5"`, "whole number"}},
		{"date", "A\t1\t1\tlast week", []string{`"open-date"`, `"last week"`, "write it as in"}},
		{"zone", "A\t1\t1\t2021-07-04 10:00:00 XYZ", []string{`"open-date"`, "XYZ", "time zone"}},
		{"NUL", "A\t1\x00\t1\t", []string{`"price"`, "NUL"}},
		{"a long value", "A\t" + strings.Repeat("9x", 1000) + "\t1\t", []string{"9x9x…"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, rejected, err := tryListings("seller-sku\tprice\tquantity\topen-date\n" + test.row + "\nB\t2\t3\t\n")
			if err != nil || len(rows) != 1 || rows[0].SKU != "B" {
				t.Errorf("got rows %s, error %v; want B alone", asJSON(rows), err)
			}
			checkRejected(t, rejected, 2, test.words...)
			checkEqual(t, rejected[0].SKU, new("A"))
			if len(rejected[0].Message) > 400 {
				t.Errorf("the message has %d bytes", len(rejected[0].Message))
			}
		})
	}
}

func TestListingReaderSKUOfRejectedRow(t *testing.T) {
	long := strings.Repeat("é", 300)
	_, rejected, err := tryListings("seller-sku\tprice\nA\x00\t1\n" + long + "\tx\n\tx\n")
	if err != nil || len(rejected) != 3 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	checkEqual(t, []*string{rejected[0].SKU, rejected[1].SKU, rejected[2].SKU}, []*string{nil, new(long[:2*255]), nil})
}

func TestListingReaderIgnoresNULElsewhere(t *testing.T) {
	rows := readListings(t, "seller-sku\titem-note\nA\t\x00\n")
	checkEqual(t, rows, []model.ListingInput{{Row: 2, SKU: "A"}})
}

func TestListingReaderRefusesFiles(t *testing.T) {
	tests := []struct {
		name, file string
		words      []string
	}{
		{"empty", "", []string{"empty"}},
		{"blank", "\n \n", []string{"no lines"}},
		{"no SKU", "item-name\tprice\nA\t1\n", []string{`"item-name", "price"`, "seller-sku"}},
		{"many columns", strings.Repeat("note\t", 20) + "\n", []string{`"note", …`}},
		{"no names", "\t\t-\t\n", []string{`columns are "-"`}},
		{"commas", "seller-sku,price\nA,1\n", []string{`"seller-sku,price"`, "tab-separated"}},
		{"twice", "seller-sku\tprice\tPrice \nA\t1\t2\n", []string{`"price"`, "columns 2 and 3"}},
		{"xlsx", "PK\x03\x04\x14\x00", []string{"xlsx", "tab-separated"}},
		{"xls", "\xd0\xcf\x11\xe0\xa1\xb1", []string{".xls", "tab-separated"}},
		{"PDF", "%PDF-1.7\n", []string{"PDF"}},
		{"HTML", "\n <!DOCTYPE html>\n", []string{"HTML"}},
		{"JSON", `{"errors": []}`, []string{"JSON"}},
		{"UTF-16 without a mark", "s\x00e\x00l\x00l\x00", []string{"encoding"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := NewListingReader(strings.NewReader(test.file))
			checkFileError(t, err, test.words...)
		})
	}
}

func TestListingReaderLineTooLong(t *testing.T) {
	rows, rejected, err := tryListings("seller-sku\tnote\nA\t\nB\t" + strings.Repeat("x", maxLine) + "\nC\t\n")
	checkFileError(t, err, "Line 3", "1 MiB")
	if len(rows) != 1 || len(rejected) != 0 {
		t.Errorf("got rows %s, rejected %v; want A alone", asJSON(rows), rejected)
	}
}

func TestListingReaderEndsForGood(t *testing.T) {
	r, err := NewListingReader(strings.NewReader("seller-sku\nA\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := r.Read(); err != io.EOF {
			t.Errorf("got %v, want io.EOF", err)
		}
	}
}

func TestListingReaderPassesReadErrors(t *testing.T) {
	broken := errors.New("the line is dead")
	r, err := NewListingReader(io.MultiReader(strings.NewReader("seller-sku\n"+strings.Repeat("A\n", bufferSize)), iotest.ErrReader(broken)))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = r.Read()
	}
	if !errors.Is(err, broken) || errors.As(err, new(*FileError)) {
		t.Errorf("got %v, want the reader's own error", err)
	}
}

func TestListingReaderInSevenLanguages(t *testing.T) {
	tests := []struct {
		name, header, row string
		price             model.Decimal
		created           string
	}{
		{"German", "Artikelbezeichnung\tHändler-SKU\tPreis\tMenge\tErstellungsdatum\tASIN 1\tVersender\tStatus",
			"T\tA\t1,999\t2\t04.07.2021 22:15:30 MESZ\tB1\tDEFAULT\tActive", "1.999", "2021-07-04T20:15:30Z"},
		{"French", "nom-produit\tsku-vendeur\tprix\tquantité\tdate-ouverture\tid-produit\ttype-id-produit\tcanal-traitement\tétat",
			"T\tA\t1,999\t2\t04/07/2021 22:15:30 CEST\tB1\t1\tDEFAULT\tActive", "1.999", "2021-07-04T20:15:30Z"},
		{"Italian", "Nome dell'articolo\tSKU venditore\tPrezzo\tQuantità\tData di creazione\tASIN 1\tCanale di gestione\tStato",
			"T\tA\t1,999\t2\t04/07/2021 22:15:30 CEST\tB1\tDEFAULT\tActive", "1.999", "2021-07-04T20:15:30Z"},
		{"Spanish", "Título del producto\tSKU del vendedor\tPrecio\tCantidad\tFecha de creación\tASIN 1\tCanal de gestión logística\tEstado",
			"T\tA\t1,999\t2\t04/07/2021 22:15:30 CEST\tB1\tDEFAULT\tActive", "1.999", "2021-07-04T20:15:30Z"},
		{"Japanese", "商品名\t出品者SKU\t価格\t数量\t出品日\t商品ID\t商品IDタイプ\tフルフィルメント・チャンネル\tステータス",
			"T\tA\t1999\t2\t2021/07/04 22:15:30 JST\tB1\t1\tDEFAULT\tActive", "1999", "2021-07-04T13:15:30Z"},
		{"Chinese", "商品名称\t卖家 SKU\t价格\t数量\t开售日期\t商品编码\t商品编码类型\t配送渠道\t状态",
			"T\tA\t19.99\t2\t2021-07-04 22:15:30 CST\tB1\t1\tDEFAULT\tActive", "19.99", "2021-07-04T14:15:30Z"},
		{"English, in capitals", "ITEM NAME\tSeller_SKU\tPRICE\tQuantity\tOpen Date\tASIN1\tFulfilment Channel\tSTATUS",
			"T\tA\t19,99\t2\t2021-07-04 22:15:30 CST\tB1\tDEFAULT\tActive", "19.99", "2021-07-05T04:15:30Z"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			created, err := time.Parse(time.RFC3339, test.created)
			if err != nil {
				t.Fatal(err)
			}
			var barcode *string // none by a type of 1
			if strings.Contains(test.row, "B1\t1\t") {
				barcode = new("")
			}
			checkEqual(t, readListings(t, test.header+"\n"+test.row+"\n"), []model.ListingInput{{
				Row: 2, SKU: "A", ASIN: new("B1"), Barcode: barcode, Title: new("T"), CreatedAt: new(created.UTC()),
				Price: new(test.price), Quantity: new("2"),
				ListingStatus: new("Active"), FulfillmentChannel: new("DEFAULT"),
			}})
		})
	}
}

func TestListingReaderPrefersAmazonsOwnNames(t *testing.T) {
	rows := readListings(t, "SKU\tPreis\tseller-sku\tprice\nX\t9\tA\t1\n")
	checkEqual(t, rows, []model.ListingInput{{Row: 2, SKU: "A", Price: new(model.Decimal("1"))}})
}

package catalog

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

// listingTexts gives listings at a glance.
func listingTexts(t *testing.T, file string) []string {
	t.Helper()
	var texts []string
	for _, row := range readListings(t, file) {
		text := asText(row.Row, row.SKU)
		if row.Title != nil {
			text += "=" + *row.Title
		}
		texts = append(texts, text)
	}
	return texts
}

func TestReportQuotes(t *testing.T) {
	saved := []string{"2 BIN-01=Bread bin, oak", `3 Q"2=Nail 9" long`, "4 A,1=Plain tray", "5 TRAY-2=Tray\n with a lid"}
	checkEqual(t, listingTexts(t, testFile(t, "reports", "excel.txt")), saved)
	checkEqual(t, listingTexts(t, testFile(t, "reports", "libreoffice.txt")), saved)
	checkEqual(t, listingTexts(t, testFile(t, "reports", "amazon.txt")), []string{
		"2 BIN-01=Bread bin, oak", `3 Q2=Nail 9" long`, `4 TRAY-1="Best" tray`, `5 MUG-1="Keep calm, carry on"`, `6 MUG-2="Special"`,
	})
	checkEqual(t, listingTexts(t, testFile(t, "reports", "sep_line.txt")), []string{"3 BIN-01=Bread bin; oak", "4 0071=Tray"})
	_, _, err := tryListings(testFile(t, "reports", "some_quoted.txt"))
	checkFileError(t, err, "Only some cells", "line 2", "save the whole table again as text with tabs")
}

// TestReportQuotesByRows reads reports in which what quote marks mean is seen
// late, or not at all.
func TestReportQuotesByRows(t *testing.T) {
	const head = "seller-sku\titem-name\tprice\n"
	fill := strings.Repeat("F\tplain\t1\n", bufferSize)
	tests := []struct {
		name, rows string
		want       string // The last row, or the words of the refusal.
	}{
		{"a quoted comma alone", "A\t\"Red, blue\"\t1\n", "A=Red, blue"},
		{"a quoted comma among commas", "X\tBlue, red\t1\nA\t\"Red, blue\"\t1\n", `A="Red, blue"`},
		{"a decimal comma is no sign", "X\tBlue\t1,50\nA\t\"Red, blue\"\t1\n", "A=Red, blue"},
		{"semicolons", "A\t\"Red; blue\"\t1\n", "A=Red; blue"},
		{"quotes for nothing", "A\t\"Red\"\t1\n", `A="Red"`},
		{"an inch mark", "A\t9\"\t1\n", `A=9"`},
		{"an opening quote", "A\t\"Red\t1\n", `A="Red`},
		{"two quotes", "A\t\"\"Red\"\"\t1\n", `A=""Red""`},
		{"a kept text", "=\"0071\"\tRed\t1\nB\t=\"A\"\"1\"\"\"\t=\"2\"\n", `B=A"1"`},
		{"a sheet's quotes late", fill + "A\t\"Red, blue\"\t1\n", "A=Red, blue"},
		{"a line break late", fill + "A\t\"Red\nblue\"\t1\n", "A=Red\nblue"},
		{"a sheet's quotes and a line", "X\tBlue\t1\nA\t\"9\"\"\"\t1\n", `A=9"`},
		{"a text's quotes after a sheet's", "X\t\"Red, blue\"\t1\n" + fill + "A\t9\"\t1\n", "Only some cells"},
		{"a comma after a sheet's quotes", "X\t\"Red, blue\"\t1\n" + fill + "A\tRed, blue\t1\n", "Only some cells"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, rejected, err := tryListings(head + test.rows)
			if strings.HasPrefix(test.want, "Only") {
				checkFileError(t, err, test.want)
				return
			}
			if err != nil || len(rejected) > 0 || len(rows) == 0 {
				t.Fatalf("rejected %v, error %v", rejected, err)
			}
			last := rows[len(rows)-1]
			checkEqual(t, last.SKU+"="+*last.Title, test.want)
		})
	}
}

func TestReportQuotedSKUAmongOthers(t *testing.T) {
	rows, rejected, err := tryListings("seller-sku\titem-name\nA\t9\"\n\"B,1\"\tx\n\"\tx\n")
	if err != nil || len(rows) != 2 || rows[1].SKU != `"` {
		t.Errorf("rows %s, error %v", asJSON(rows), err)
	}
	checkRejected(t, rejected, 3, "seller-sku", "between quote marks")
	checkEqual(t, rejected[0].SKU, new(`"B,1"`))
}

func TestReportQuotedHeader(t *testing.T) {
	file := "\"seller-sku\"\t\"item\nname\"\tprice\r\n\"A\"\t\"x\ty\"\t1\r\nB\t9\" nail\t2\r\nC\t\"z\"\tdear\r\n"
	rows, rejected, err := tryListings(file)
	if err != nil || len(rows) != 1 || rows[0].Row != 3 || *rows[0].Title != "x\ty" {
		t.Errorf("rows %s, error %v", asJSON(rows), err)
	}
	if len(rejected) != 2 || rejected[0].Row != 4 || rejected[1].Row != 5 {
		t.Fatalf("rejected %v", rejected)
	}
	checkWords(t, rejected[0].Message, "quote marks of this row", "line 4")
	checkWords(t, rejected[1].Message, `"price"`, `"dear"`)

	_, _, err = tryListings("\"seller-sku\"\t\"item-name\nA\tx\n")
	checkFileError(t, err, "quote marks of the header, on line 1")
}

func TestReportQuotesInShiftJIS(t *testing.T) {
	file := encoded(t, japanese.ShiftJIS, "\"出品者SKU\"\t\"商品名\"\r\n\"A\"\t\"木の棚, 表ソ\"\r\n")
	checkEqual(t, listingTexts(t, file), []string{"2 A=木の棚, 表ソ"})
}

func TestReportSeparatorLine(t *testing.T) {
	for _, first := range []string{"sep=\t\n", "SEP=\t\r\n", "\"sep=\t\"\n", "\ufeffsep=\t\n"} {
		checkEqual(t, listingTexts(t, first+"seller-sku\titem-name\nA\t9\" nail\n"), []string{`3 A=9" nail`})
	}
	_, _, err := tryListings("sep=;\n")
	checkFileError(t, err, "no lines with text")
}

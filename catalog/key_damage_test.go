package catalog

import (
	"strings"
	"testing"

	"omnimap/model"
)

func TestKeyDamage(t *testing.T) {
	for key, want := range map[string]string{
		"1.08E+89": "shortened", "2.08E+89": "shortened", "9,4E+12": "shortened", "1E+15": "shortened", "1.2e+07": "shortened", "-4.17E-02": "shortened",
		"417.0": "decimals", "417.000": "decimals", "-5,00": "decimals",
		"2026-03-01": "date", "2026-03-01 00:00:00": "date", "01/03/2026": "date", "1-Mar": "date", "01-Mar-26": "date", "Mar-26": "date",
		"1. Mär": "date", "Sept 2026": "date", "märz": "",
		"07:08:09": "time", "50%": "per cent", "12.5%": "per cent",
		"TRUE": "truth", "FAUX": "truth", "true": "",
		"nan": "empty value", "NULL": "empty value", "undefined": "empty value", "None": "empty value",
		"#N/A": "error", "#GETTING_DATA": "error", "###": "error", "Err:502": "error", "#WERT!": "error", " #REF! ": "error",
		"A\ufffdB": "lost", "\ufffd": "lost",
		"": "", " ": "", "A": "", "417": "", "0417": "", "4006381333931": "", "1E5": "", "10752E85": "", "417.5": "", "4.0.0": "", "12.50": "",
		"2026": "", "1/2": "", "10-20-2024": "", "7:08": "", "Marble": "", "MAR-": "", "MARS-12345": "", "DEC12": "", "JUN": "", "#1": "", "#": "", "100%25": "",
		"NONE": "", "Null": "", "SHELF-OAK-01": "", "E+12": "", "1.08E+8912": "", strings.Repeat("1", 50) + ".0": "",
	} {
		got := KeyDamage(key)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("KeyDamage(%q) = %q, want %q", key, got, want)
		}
	}
}

// doubtTexts gives doubts at a glance, and wants their messages to name what
// they are about.
func doubtTexts(t *testing.T, doubts []model.KeyDoubt) []string {
	t.Helper()
	var texts []string
	for _, doubt := range doubts {
		checkWords(t, doubt.Message, "Column \"", quote(doubt.Key), "looks like")
		texts = append(texts, string(doubt.Field)+" "+doubt.Key)
	}
	return texts
}

func TestExportDoubts(t *testing.T) {
	file := "Product ID,Style Code,Code,Barcode,Size,Size Code,Size Barcode,Product Name\n" +
		"1.23E+12,2.08E+89,nan,4.01E+12,M,2026-03-01,TRUE,1.08E+89\n" +
		",2.08E+89,A,,,,,\n" +
		"7,S,A,4006,,,,2.08E+89\n"
	rows := readOmniRows(t, file)
	checkEqual(t, doubtTexts(t, rows[0].Doubts), []string{"REFERENCE 1.23E+12", "CODE 2.08E+89", "CODE nan", "BARCODE 4.01E+12", "CODE 2026-03-01", "BARCODE TRUE"})
	checkEqual(t, doubtTexts(t, rows[1].Doubts), []string{"REFERENCE 2.08E+89"})
	if rows[2].Doubts != nil {
		t.Errorf("a good row has %s", asJSON(rows[2].Doubts))
	}
}

func TestReportDoubts(t *testing.T) {
	rows := readListings(t, "seller-sku\tparent-sku\tasin1\titem-name\n1.08E+89\t417.0\t#N/A\t1.08E+89\nA\tB\tC\tTRUE\n")
	checkEqual(t, doubtTexts(t, rows[0].Doubts), []string{"SKU 1.08E+89", "PARENT_SKU 417.0", "ASIN #N/A"})
	if rows[1].Doubts != nil {
		t.Errorf("a good row has %s", asJSON(rows[1].Doubts))
	}
}

func TestProductDoubts(t *testing.T) {
	products := readProducts(t, `[{"id": 1.23E+12, "styleCode": "nan", "productOptions": [{"code": "1E5", "barcode": "4.01E+12"}, {"productOptionSizeCode": "50%", "size": "M"}]}, {"id": 5}]`)
	checkEqual(t, doubtTexts(t, products[0].Doubts), []string{"REFERENCE 1.23E+12", "CODE nan", "BARCODE 4.01E+12", "CODE 50%"})
	if products[1].Doubts != nil {
		t.Errorf("a good product has %s", asJSON(products[1].Doubts))
	}
}

func TestCustomSheetDoubts(t *testing.T) {
	rows := readCustom(t, book(t, `<row r="2"><c r="A2" s="1"><v>1.5</v></c><c r="B2"><f>VLOOKUP(A2,C:D,2)</f><v>0</v></c></row>`+
		`<row r="3"><c r="A3" s="2"><v>417</v></c><c r="B3" t="b"><v>1</v></c></row>`+
		`<row r="4"><c r="A4"><v>417</v></c><c r="B4"><f>A4</f><v>417</v></c></row>`+
		`<row r="5"><c r="A5" s="3"><v>45363</v></c><c r="B5" t="e"><v>#GETTING_DATA</v></c></row>`,
		stylesPart(`0`, `0.000`, `yyyy-mm-dd`)))
	var got [][]string
	for _, row := range rows {
		var texts []string
		for _, doubt := range row.Doubts() {
			checkWords(t, doubt.Message, quote(doubt.Key))
			texts = append(texts, string(doubt.Field)+" "+doubt.Key)
		}
		got = append(got, texts)
	}
	checkEqual(t, got, [][]string{{"SKU 1.5", "CODE 0"}, {"SKU 417.000", "CODE TRUE"}, nil, {"SKU 2024-03-12", "CODE #GETTING_DATA"}})
	checkWords(t, rows[0].Doubts()[0].Message, `"Amazon SKU"`, "not what the cell shows")
	checkWords(t, rows[0].Doubts()[1].Message, `"Cin7 Code"`, "lookup")
}

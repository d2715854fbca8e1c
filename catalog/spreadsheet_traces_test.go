package catalog

import (
	"strings"
	"testing"
)

// omniTexts gives an export's rows at a glance.
func omniTexts(t *testing.T, file string) []string {
	t.Helper()
	texts := []string{}
	for _, row := range readOmniRows(t, file) {
		text := asText(row.Row, row.Reference)
		if row.Code != nil {
			text += "=" + *row.Code
		}
		texts = append(texts, text)
	}
	return texts
}

func TestSeparatorLine(t *testing.T) {
	for _, test := range []struct {
		file string
		want []string
	}{
		{"sep=;\nStyle Code;Code\nA;B,1\n", []string{"3 A=B,1"}},
		{"SEP=,\r\nStyle Code,Code\r\nA,B\r\n", []string{"3 A=B"}},
		{"\ufeffsep=\t\nStyle Code\tCode\nA\tB\n", []string{"3 A=B"}},
		{"sep=|\nStyle Code|Code\nA|B\n", []string{"3 A=B"}},
		{"\"sep=;\"\n\nStyle Code;Code\nA;B\n", []string{"4 A=B"}},
		{"sep=;,,\nStyle Code;Code\nA;B\n", []string{"3 A=B"}},
	} {
		checkEqual(t, omniTexts(t, test.file), test.want)
		custom := strings.Replace(test.file, "Style Code", "Amazon SKU", 1)
		checkEqual(t, customTexts(readCustom(t, strings.Replace(custom, "Code", "Cin7 Code", 1))), test.want)
	}
	for _, file := range []string{"sep=;\n", "sep=\"\nCode\n"} {
		_, _, err := tryOmniRows(file)
		checkFileError(t, err)
	}
}

func TestKeptTexts(t *testing.T) {
	file := "Style Code,Code,Product Name\n=\"0071\",=\"007,1\",=\"Tray\"\n\"=\"\"0072\"\"\",'0073,'tis\n ='x,=A1,= \n\"a,=\"\"b\"\" c\",='d',\n"
	checkEqual(t, omniTexts(t, file), []string{"2 0071=007,1", "3 0072=0073", "4  ='x==A1", `5 a,="b" c=='d'`})
	rows := readOmniRows(t, file)
	checkEqual(t, []string{*rows[0].ProductName, *rows[1].ProductName}, []string{"Tray", "'tis"})
	checkEqual(t, customTexts(readCustom(t, "SKU;Cin7 Code\n=\"01\";='02\n'03;  '04\n';=\"\"\n")),
		[]string{"2 01=='02", "3 '03=  '04", "4 '="})
	checkEqual(t, listingTexts(t, "seller-sku\titem-name\n'0071\t'tis\n=\"0072\"\t=\"x\"\n"), []string{"2 0071='tis", "3 0072=x"})
}

func TestKeyText(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "'": "'", "''": "'", "'a": "a", " 'a ": "a ", "a'": "a'", "=\"a\"": "a", " =\"a\" ": "a", "=\"a\"\"b\"": `a"b`, "=\"\"": "",
		"=\"a": "=\"a", "=a": "=a", "=\"a\"&\"b\"": "=\"a\"&\"b\"", "=\"'a\"": "a",
	} {
		if got := keyText(value); got != want {
			t.Errorf("keyText(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestInvisibleCharacters(t *testing.T) {
	for _, key := range []string{"A\vB", "A\x01", "\u200bA", "A\ufeffB", "A\x7f", "A\u0081"} {
		for _, test := range []struct {
			column string
			try    func(file string) ([]*RowError, error)
		}{
			{"seller-sku", func(file string) ([]*RowError, error) { _, rejected, err := tryListings(file); return rejected, err }},
			{"Code", func(file string) ([]*RowError, error) { _, rejected, err := tryOmniRows(file); return rejected, err }},
			{"Cin7 Code", func(file string) ([]*RowError, error) {
				_, rejected, err := tryCustom("SKU\t" + strings.Replace(file, "\n", "\nX\t", 1))
				return rejected, err
			}},
		} {
			rejected, err := test.try(test.column + "\titem-name\n" + key + "\tx\n")
			if err != nil {
				t.Fatal(err)
			}
			checkRejected(t, rejected, 2, `"`+test.column+`"`, "invisible character U+")
		}
	}
	// White space at the ends is taken off later, line breaks can be typed.
	checkEqual(t, listingTexts(t, "seller-sku\n\vA\v\n"), []string{"2 \vA\v"})
	checkEqual(t, customTexts(readCustom(t, "SKU,Cin7 Code\n\"A\nB\",X\n")), []string{"2 A\nB=X"})
}

func TestRepeatedHeader(t *testing.T) {
	_, rejected, err := tryListings("seller-sku\tprice\nA\t1\nseller-sku\tprice\nB\t2\n")
	if err != nil {
		t.Fatal(err)
	}
	checkRejected(t, rejected, 3, "header again")
	rows, rejected, err := tryOmniRows("Code,Product Name,Retail Price\nA,x,1\nCode,Product Name,Retail Price\nCODE,Mug,2\n")
	if err != nil || len(rows) != 2 {
		t.Fatalf("rows %s, error %v", asJSON(rows), err)
	}
	checkRejected(t, rejected, 3, "header again")
	_, rejected, err = tryCustom("Amazon SKU,Note,Cin7 Code\nA,,X\nAmazon SKU,Note,Cin7 Code\n")
	if err != nil {
		t.Fatal(err)
	}
	checkRejected(t, rejected, 3, "header again")
	_, rejected, err = tryCustom(book(t, inlineRow(2, "A", "X")+inlineRow(3, "Amazon SKU", "Cin7 Code")))
	if err != nil {
		t.Fatal(err)
	}
	checkRejected(t, rejected, 3, "header again")
	checkEqual(t, rejected[0].Sheet, new("Sheet1"))
}

func TestTitlesAboveTheHeader(t *testing.T) {
	checkEqual(t, omniTexts(t, "Products of Acme\nPrinted on,2026-03-01\n\nStyle Code,Code\nA,B\n"), []string{"5 A=B"})
	checkEqual(t, omniTexts(t, "\"Products; all\";;\nStyle Code;Code;Barcode\nA;B;\n"), []string{"3 A=B"})
	checkEqual(t, listingTexts(t, "My listings\n\nseller-sku\titem-name\nA\tx\n"), []string{"4 A=x"})
	checkEqual(t, listingTexts(t, "\"My listings\"\n\"seller-sku\"\t\"item-name\"\n\"A\"\t\"x\"\n"), []string{"3 A=x"})
	checkEqual(t, listingTexts(t, "\"My listings\"\nseller-sku\titem-name\nA\t9\"\n"), []string{`3 A=9"`})
	checkEqual(t, customTexts(readCustom(t, "To be mapped\nSKU,Cin7 Code\nA,X\n")), []string{"3 A=X"})

	for _, file := range []string{
		"A title\nof a file\n",
		"one,two,three\nStyle Code,Code\nA,B\n", // The header could belong to another table.
		strings.Repeat("a title\n", 11) + "Style Code,Code\nA,B\n",
	} {
		_, _, err := tryOmniRows(file)
		checkFileError(t, err, "no column Product ID, Style Code or Code")
	}
	_, _, err := tryListings("My listings\nitem-name\tprice\nA\t1\n")
	checkFileError(t, err, `"My listings"`)
}

func TestFileCutWithinItsLastRow(t *testing.T) {
	rows, rejected, err := tryListings("seller-sku\tprice\tquantity\nA\t1\t2\nB\t1")
	if err != nil || len(rows) != 1 {
		t.Errorf("rows %s, error %v", asJSON(rows), err)
	}
	checkRejected(t, rejected, 3, "ends within this row", "2 values where the header has 3")
	checkEqual(t, rejected[0].SKU, new("B"))
	rows, rejected, err = tryListings("\"seller-sku\"\t\"price\"\t\"quantity\"\n\"A\"\t1\t2\n\"B\"\t1")
	if err != nil || len(rows) != 1 {
		t.Errorf("rows %s, error %v", asJSON(rows), err)
	}
	checkRejected(t, rejected, 3, "ends within this row")
	products, rejected, err := tryOmniRows("Style Code,Code,Retail Price\nA,B,1\nC,D")
	if err != nil || len(products) != 1 {
		t.Errorf("rows %s, error %v", asJSON(products), err)
	}
	checkRejected(t, rejected, 3, "ends within this row")
	checkEqual(t, rejected[0].Cin7Code, new("D"))

	// Rows that are all shorter than the header are not cut.
	checkEqual(t, listingTexts(t, "seller-sku\titem-name\tprice\tnote\nA\tx\t1\nB\ty\t2"), []string{"2 A=x", "3 B=y"})
	checkEqual(t, omniTexts(t, "Style Code,Code,Note\nA,B\nC,D"), []string{"2 A=B", "3 C=D"})
	checkEqual(t, omniTexts(t, "Style Code,Code,Note\nA,B,\nC,D\n"), []string{"2 A=B", "3 C=D"})
}

func TestSKUsMissing(t *testing.T) {
	for file, want := range map[string]bool{
		"seller-sku\tprice\n\t1\n \t2\n": true,
		"seller-sku\tprice\n\t1\n":       false,
		"seller-sku\tprice\n":            false,
		"seller-sku\tprice\n\t1\nA\t2\n": false,
	} {
		r, err := NewListingReader(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := readAll(r.Read); err != nil || r.SKUsMissing() != want {
			t.Errorf("%q: SKUs missing %v, error %v", file, r.SKUsMissing(), err)
		}
	}
}

func TestWorkbookTitles(t *testing.T) {
	title := inlineRow(1, "To be mapped by Ann") + inlineRow(2, "", "", "March")
	head := inlineRow(4, "", "", "Amazon SKU", "Cin7 Code")
	file := zipped(t, append(bookParts("S", "More"), sheetPart(1, title+head+inlineRow(5, "", "", "A", "X")),
		sheetPart(2, inlineRow(1, "More")+inlineRow(2, "SKU", "Cin7 Code")+inlineRow(3, "B", "Y")))...)
	checkEqual(t, customTexts(readCustom(t, file)), []string{"S 5 A=X", "More 3 B=Y"})

	file = zipped(t, append(bookParts("S"), sheetPart(1, inlineRow(1, "To be mapped")+inlineRow(3, "SKU", "Price")+inlineRow(4, "A", "1")))...)
	_, _, err := tryCustom(file)
	checkFileError(t, err, "row 1", `"To be mapped"`, "neither a column Amazon SKU")
}

func TestWorkbookExportSummary(t *testing.T) {
	summary := sheetPart(1, inlineRow(1, "This document was exported from Numbers.")+inlineRow(2, "Sheet", "Table"))
	file := zipped(t, append(bookParts("Export Summary", ".old", "Sheet 1"), summary, sheetPart(2, goodHead),
		sheetPart(3, goodHead+inlineRow(2, "A", "X")))...)
	checkEqual(t, customTexts(readCustom(t, file)), []string{"Sheet 1 2 A=X"})

	_, _, err := tryCustom(zipped(t, append(bookParts("Export Summary"), summary)...))
	checkFileError(t, err, "Numbers", `"Export Summary"`)
	_, _, err = tryCustom(zipped(t, append(bookParts("Export Summary", "Other"), summary, sheetPart(2, inlineRow(1, "x")))...))
	checkFileError(t, err, `"Other"`, "neither a column")
}

func TestWorkbookHiddenCopy(t *testing.T) {
	file := zipped(t, append(bookParts("Now", ".Copy"), sheetPart(1, goodHead+inlineRow(2, "A", "X")), sheetPart(2, goodHead+inlineRow(2, "A", "X")))...)
	rows := readCustom(t, file)
	checkEqual(t, customTexts(rows), []string{"Now 2 A=X", ".Copy 2 A=X"})
	checkEqual(t, []bool{rows[0].Hidden, rows[1].Hidden}, []bool{false, true})
}

func TestHelpTextsOfATemplate(t *testing.T) {
	rows, rejected, err := tryOmniRows("Product Name,Price CODE,Cost Price\nName,Unique code for each option,What it costs\nTray,a code for each tray,5\nMug,the blue mug code,\n")
	if err != nil || len(rows) != 2 {
		t.Errorf("rows %s, error %v", asJSON(rows), err)
	}
	checkRejected(t, rejected, 2, "help texts of a template", `"Price CODE": "Unique code for each option"`)
	checkEqual(t, omniTexts(t, "Code,Retail Price\nUSL HO GLDN LDY BLK -2-4,\nA B,1\n"), []string{"2 USL HO GLDN LDY BLK -2-4=USL HO GLDN LDY BLK -2-4", "3 A B=A B"})
}

package catalog

import "testing"

// TestBrokenRows reads tables of which a line break within a cell has broken
// rows, and others whose rows are short.
func TestBrokenRows(t *testing.T) {
	for _, test := range []struct {
		name, file string
		rejected   []int
	}{
		{"in the middle", "Style Code,Product Name,Code\nA,a,A1\nB,b\nand b,B1\nC,c,C1\n", []int{3, 4}},
		{"twice", "Style Code,Product Name,Code\nA,a,A1\nB,b\nand\n\nb,B1\n", []int{3, 4, 6}},
		{"in the first row", "Style Code,Product Name,Code\nA,a\nand a,A1\nC,c,C1\n", []int{2, 3}},
		{"in the last row, without an end", "Style Code,Product Name,Code\nA,a,A1\nB,b\nand b,B1", []int{3, 4}},
		{"two rows", "Style Code,Product Name,Code\nA,a,A1\nB,b\nb,B1\nC,c,C1\nD,d\nd,D1\n", []int{3, 4, 6, 7}},
		{"by a price", "Style Code,Code,Product Name,Retail Price\nA,A1,a,1\nB,B1,b\nand b,2\nC,C1,c,3\n", []int{3, 4}},
		{"in the last column", "Style Code,Code,Product Name\nA,A1,a\nand a\nB,B1,b\n", []int{3}},
		{"quoted cells after it", "Style Code,Product Name,Code\nA,a,A1\nB,b\nand b,\"B,1\"\nC,c,C1\n", []int{3, 4}},
		// Short rows are read.
		{"no notes", "Style Code,Code,Note\nA,A1,a\nB,B1\nC,C1\nD,D1,d\n", nil},
		{"no row is whole", "Style Code,Code,Note\nA,A1\nB,B1\n", nil},
		{"no sizes", "Style Code,Product Name,Code,Barcode,Size,Size Code,Size Barcode\nA,a,A1,1,M,A-M,2\nB,b,B1,3\nC,c,C1,4\nD,d,D1,5,M,D-M,6\n", nil},
		{"another number of values", "Style Code,Product Name,Code,Barcode\nA,a,A1,1\nB,b\nC,c\nD,d,D1,4\n", nil},
		{"a Code alone", "Code,Size,Size Code\nA,M,A-M\nB\n", nil},
		{"a broken quote after it", "Style Code,Product Name,Code\nA,a,A1\nB,b\nand b,\"B1\n", []int{4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, rejected, err := tryOmniRows(test.file)
			if err != nil {
				t.Fatal(err)
			}
			var rows []int
			for _, row := range rejected {
				rows = append(rows, row.Row)
			}
			checkEqual(t, rows, test.rejected)
		})
	}
	_, rejected, err := tryOmniRows("Style Code,Code,Product Name,Barcode\nA,A1,a,1\nB,B1,b\nand b,2\n")
	if err != nil || len(rejected) != 2 || rejected[0].Reference != "B" || *rejected[0].Cin7Code != "B1" || rejected[1].Reference != "" {
		t.Errorf("rejected %s, error %v", asJSON(rejected), err)
	}
}

func TestBrokenListings(t *testing.T) {
	rows, rejected, err := tryListings("item-name\tseller-sku\titem-note\tprice\tquantity\tstatus\nA\tA\t\t1\t1\tActive\nB\tB\ta note\nof two lines\t2\t2\tActive\nC\tC\t\t3\t3\tActive\n")
	if err != nil || len(rows) != 2 || len(rejected) != 2 {
		t.Fatalf("rows %s, rejected %v, error %v", asJSON(rows), rejected, err)
	}
	checkEqual(t, rejected[0].SKU, new("B"))
	checkEqual(t, rejected[1].SKU, (*string)(nil))
	// Rows of a report can end early.
	checkEqual(t, listingTexts(t, "seller-sku\titem-name\tprice\nA\ta\t1\nB\tb\nC\tc\nD\nE\te\t5\n"), []string{"2 A=a", "3 B=b", "4 C=c", "5 D=", "6 E=e"})
}

func TestBrokenCustomRows(t *testing.T) {
	rows, rejected, err := tryCustom("Amazon SKU,Title,Type,Cin7 Code\nA,a,x,A1\nB,b\nand b,x,B1\nC,c,x,C1\n")
	if err != nil || len(rejected) != 2 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	checkEqual(t, customTexts(rows), []string{"2 A=A1", "5 C=C1"})
}

// TestCustomSheetCut leaves a row of which the file's end may have cut the Code.
func TestCustomSheetCut(t *testing.T) {
	_, rejected, err := tryCustom("Amazon SKU,Cin7 Code,Title\nA,X,a\nB,Y")
	if err != nil {
		t.Fatal(err)
	}
	checkRejected(t, rejected, 3, "ends within this row")
	checkEqual(t, rejected[0].SKU, new("B"))
	checkEqual(t, customTexts(readCustom(t, "Amazon SKU,Cin7 Code,Title\nA,X\nB,Y")), []string{"2 A=X", "3 B=Y"})
}

// TestReportCutInSKU gives no SKU where the file's end may have cut it.
func TestReportCutInSKU(t *testing.T) {
	_, rejected, err := tryListings("item-name\tseller-sku\tprice\nA\tSKU-1\t1\nB\tSK")
	if err != nil {
		t.Fatal(err)
	}
	checkRejected(t, rejected, 3, "ends within this row")
	checkEqual(t, rejected[0].SKU, (*string)(nil))
}

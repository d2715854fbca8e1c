package catalog

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"omnimap/model"
)

func TestOmniRowReader(t *testing.T) {
	file := "Product ID,Product Name,Style Code,Supplier,Code,Barcode,Option 1,Option 2,Option 3,Size,Size Code,Size Barcode,Cost Price,Retail Price,SOH\n" +
		"81,\"Lamp, tall\",LAMP,Acme,LAMP-R,4006,Red,,Matt,,,,7.10,19.90,4\n" +
		"82,Shirt,SHIRT,Acme,SHIRT-B,,Blue,,,M,SHIRT-B-M,4007,,30,0\n"
	checkEqual(t, readOmniRows(t, file), []model.OmniRow{{
		Row: 2, Reference: "81", ProductCode: new("LAMP"), ProductName: new("Lamp, tall"),
		Code: new("LAMP-R"), Barcode: new("4006"), Name: new("Red / Matt"),
		SizeCode: new(""), SizeBarcode: new(""), SizeName: new(""),
		Price: new(model.Decimal("19.9")), Cost: new(model.Decimal("7.1")), Stock: new(model.Decimal("4")),
	}, {
		Row: 3, Reference: "82", ProductCode: new("SHIRT"), ProductName: new("Shirt"),
		Code: new("SHIRT-B"), Barcode: new(""), Name: new("Blue"),
		Sized: true, SizeCode: new("SHIRT-B-M"), SizeBarcode: new("4007"), SizeName: new("M"),
		Price: new(model.Decimal("30")), Cost: new(model.Decimal("")), Stock: new(model.Decimal("0")),
	}})
}

func TestOmniRowReaderLeavesAbsentColumns(t *testing.T) {
	checkEqual(t, readOmniRows(t, "price_CODE\n  A  /1 \n"), []model.OmniRow{
		{Row: 2, Reference: "  A  /1 ", Code: new("  A  /1 ")},
	})
}

func TestOmniRowReaderReference(t *testing.T) {
	file := "Code,Style Code,Product ID\nA,S,7\nA,S, \nA,,\n"
	var got []string
	for _, row := range readOmniRows(t, file) {
		got = append(got, row.Reference)
	}
	checkEqual(t, got, []string{"7", "S", "A"})
}

func TestOmniRowReaderSynonyms(t *testing.T) {
	file := "Code,Price Code,Option Code,SOH,Stock,Available\n" +
		"A,B,C,1,2,3\n" +
		"A,B,,1,2,\n" +
		"A, ,,1,,\n"
	var got []string
	for _, row := range readOmniRows(t, file) {
		got = append(got, *row.Code+" "+string(*row.Stock))
	}
	checkEqual(t, got, []string{"C 3", "B 2", "A 1"})
}

func TestOmniRowReaderNamesSynonyms(t *testing.T) {
	_, rejected, err := tryOmniRows("Code,SOH,Available\nA,many,\n")
	if err != nil {
		t.Fatal(err)
	}
	checkRejected(t, rejected, 2, `Column "Available" or "SOH": "many" is not a number`)
	checkEqual(t, rejected[0].Cin7Code, new("A"))
}

func TestOmniRowReaderSized(t *testing.T) {
	file := "Code,Size,Size Code,Size Barcode\nA,M,,\nA,,A-M,\nA,,,4006\nA,, ,\nA\n"
	var got []bool
	for _, row := range readOmniRows(t, file) {
		got = append(got, row.Sized)
	}
	checkEqual(t, got, []bool{true, true, true, false, false})
}

func TestOmniRowReaderFiles(t *testing.T) {
	tests := []struct {
		name, file string
		want       string // The rows, product names and costs.
	}{
		{"commas", "Code,Product Name,Cost Price\nA,Mug,1.5\n", "2 Mug=1.5"},
		{"semicolons", "Code;Product Name;Cost Price\nA;Mug;1,5\n", "2 Mug=1.5"},
		{"semicolons, points", "Code;Product Name;Cost Price\nA;Mug;1.5\n", "2 Mug=1.5"},
		{"semicolons, thousandths", "Code;Product Name;Cost Price\nA;Mug;1,125\n", "2 Mug=1.125"},
		{"tabs", "Code\tProduct Name\tCost Price\nA\tMug\t1.5\n", "2 Mug=1.5"},
		{"commas in a column's name", "Code;\"Product Name\";\"Weight, height, depth\";Cost Price\nA;Mug;x;1,5\n", "2 Mug=1.5"},
		{"a line break in a column's name", "Code,\"Product\nName\",Cost Price\nA,Mug,1.5\n", "3 Mug=1.5"},
		{"CRLF", "Code,Product Name,Cost Price\r\nA,Mug,1.5\r\n", "2 Mug=1.5"},
		{"CR", "Code,Product Name,Cost Price\rA,Mug,1.5\r", "2 Mug=1.5"},
		{"no end", "Code,Product Name,Cost Price\nA,Mug,1.5", "2 Mug=1.5"},
		{"blank rows", "\n,,\nCode,Product Name,Cost Price\n\n,,\n , ,\nA,Mug,1.5\n", ""},
		{"blank rows below the header", "\nCode,Product Name,Cost Price\n\n,,\n , ,\nA,Mug,1.5\n", "6 Mug=1.5"},
		{"several lines", "Code,Product Name,Cost Price\nA,\"Mug\n\n\"\"big\"\"\",1.5\r\nB,Pot,2\n", "2 Mug\n\n\"big\"=1.5, 5 Pot=2"},
		{"more columns, empty", "Code,Product Name,Cost Price\nA,Mug,1.5,, \n", "2 Mug=1.5"},
		{"thousands", "Code,Product Name,Cost Price\nA,Mug,\"1,234.50\"\n", "2 Mug=1234.5"},
		{"Windows-1252", encoded(t, charmap.Windows1252, "Code,Product Name,Cost Price\nA,\"Café\n€ “x”\",1.5\n"), "2 Café\n€ “x”=1.5"},
		{"UTF-8 with a mark", "\ufeffCode,Product Name,Cost Price\nA,Café ☕,1.5\n", "2 Café ☕=1.5"},
		{"UTF-16", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "Code\tProduct Name\tCost Price\nA\tCafé ☕\t1.5\n"), "2 Café ☕=1.5"},
		{"both in one record", "Code,Product Name,Cost Price\nA,\"Café\n" + "Caf\xe9\",1.5\n", "2 Café\nCafé=1.5"},
		{"packed", gzipped(t, "Code,Product Name,Cost Price\nA,Mug,1.5\n"), "2 Mug=1.5"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.want == "" {
				_, _, err := tryOmniRows(test.file)
				checkFileError(t, err)
				return
			}
			var got []string
			for _, row := range readOmniRows(t, test.file) {
				got = append(got, asText(row.Row, *row.ProductName+"="+string(*row.Cost)))
			}
			checkEqual(t, strings.Join(got, ", "), test.want)
		})
	}
}

func TestOmniRowReaderRejectsRows(t *testing.T) {
	tests := []struct {
		name, row string
		words     []string
	}{
		{"no key", ",Mug,,", []string{"Product ID", "Style Code", "Fill"}},
		{"price", "A,Mug,dear,", []string{`"Retail Price"`, `"dear"`, "1234.50"}},
		{"ambiguous stock", `A,Mug,,"1,234"`, []string{`"SOH"`, "1234 or as 1.234"}},
		{"damaged price", "A,Mug,#N/A,", []string{"#N/A", "spreadsheet"}},
		{"shortened stock", "A,Mug,,1.2E+07", []string{"1.2E+07", "spreadsheet"}},
		{"damaged key", "#REF!,Mug,,", []string{`"Code"`, "spreadsheet"}},
		{"NUL", "A,M\x00ug,,", []string{`"Product Name"`, "NUL"}},
		{"a comma too many", "A,Mug, big,1,2", []string{"5 values", "has 4", "quotes"}},
		{"a bare quote", `A,Mug 9" tall,,`, []string{"quote", "line 2, character 8"}},
		{"a quote within quotes", `A,"Mug 9" tall",,`, []string{"quote", "line 2"}},
		{"a quote that stays open", `A,"Mug,,`, []string{"opens on line 2", "not closed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, rejected, err := tryOmniRows("Code,Product Name,Retail Price,SOH\n" + test.row + "\nB,Pot,1,2\n")
			if err != nil || len(rows) != 1 || rows[0].Reference != "B" || rows[0].Row != 3 {
				t.Errorf("got rows %s, error %v; want B alone", asJSON(rows), err)
			}
			checkRejected(t, rejected, 2, test.words...)
		})
	}
}

func TestOmniRowReaderGoesOnAfterOpenQuote(t *testing.T) {
	file := "Code,Product Name\n" +
		"A,\"fine\nthing\"\n" +
		"B,\"Mug\n" +
		"C,Pot\n" +
		"D,\"Pan\"\n" +
		"E,\"two\nlines\"\n" +
		"F,Jug\n"
	rows, rejected, err := tryOmniRows(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, asText(row.Row, row.Reference))
	}
	checkEqual(t, got, []string{"2 A", "5 C", "6 D", "7 E", "9 F"})
	checkRejected(t, rejected, 4, "quote")
}

func TestOmniRowReaderNamesTheOpenQuote(t *testing.T) {
	_, rejected, err := tryOmniRows("Code,Product Name,SOH\nA,\"two\nlines\",\"3\n")
	if err != nil || len(rejected) != 2 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	checkRejected(t, rejected[:1], 2, "opens on line 3", "not closed")
}

func TestOmniRowReaderDoubtsTheRestOfAWrongRow(t *testing.T) {
	file := "Code,Product Name,SOH\n" +
		"A,\"a mug,\nwith a lid, and a spoon\nand a \"saucer\",5\n" +
		"B,Pot,3\n"
	rows, rejected, err := tryOmniRows(file)
	if err != nil || len(rows) != 1 || rows[0].Reference != "B" || rows[0].Row != 5 {
		t.Errorf("got rows %s, error %v; want B alone", asJSON(rows), err)
	}
	var got []int
	for _, row := range rejected {
		got = append(got, row.Row)
	}
	checkEqual(t, got, []int{2, 3, 4})
}

func TestOmniRowReaderQuoteThatSwallowsTheFile(t *testing.T) {
	file := "Code,Product Name\nA,\"two\nlines\"\nB,\"x\ny\",\"z\n" + strings.Repeat("C,Pot\n", 300_000)
	rows, rejected, err := tryOmniRows(file)
	checkFileError(t, err, "line 5", "1 MiB")
	if len(rows) != 1 || len(rejected) != 0 {
		t.Errorf("got %d rows, rejected %v", len(rows), rejected)
	}
}

func TestOmniRowReaderManyOpenQuotes(t *testing.T) {
	rows, rejected, err := tryOmniRows("Code,Product Name\n" + strings.Repeat("A,\"x\n", 20_000))
	if err != nil || len(rows)+len(rejected) == 0 {
		t.Errorf("got %d rows, %d rejected, error %v", len(rows), len(rejected), err)
	}
}

func TestOmniRowReaderRefusesFiles(t *testing.T) {
	tests := []struct {
		name, file string
		words      []string
	}{
		{"empty", "", []string{"empty"}},
		{"blank", "\n\n", []string{"no lines"}},
		{"no key", "Product Name,Barcode\nMug,4006\n", []string{`"Product Name", "Barcode"`, "Style Code"}},
		{"another file", "Name\nMug\n", []string{`"Name"`}},
		{"twice", "Code,Stock,stock\nA,1,2\n", []string{`"Stock"`, "columns 2 and 3"}},
		{"quotes", "Code,\"Product Name\nA,Mug\n", []string{"quote marks of the header"}},
		{"xlsx", "PK\x03\x04\x14\x00", []string{"xlsx", "CSV"}},
		{"xls", "\xd0\xcf\x11\xe0\xa1\xb1", []string{".xls", "CSV"}},
		{"HTML", "<html>", []string{"HTML", "CSV"}},
		{"JSON", "[]", []string{"JSON"}},
		{"UTF-16 without a mark", "C\x00o\x00d\x00e\x00", []string{"encoding"}},
		{"a long line", "Code," + strings.Repeat("x", maxLine), []string{"Line 1", "1 MiB"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := NewOmniRowReader(strings.NewReader(test.file))
			checkFileError(t, err, test.words...)
		})
	}
}

func TestOmniRowReaderEndsForGood(t *testing.T) {
	broken := errors.New("the line is dead")
	for _, last := range []error{io.EOF, broken} {
		r, err := NewOmniRowReader(io.MultiReader(strings.NewReader("Code\n"+strings.Repeat("A\n", bufferSize)), iotest.ErrReader(last)))
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = r.Read()
		}
		if _, again := r.Read(); !errors.Is(err, last) || again != err {
			t.Errorf("got %v, then %v; want %v", err, again, last)
		}
	}
}

func TestOmniRowReaderLongRecords(t *testing.T) {
	// Longer than csv's own buffer, and than the file's.
	long := strings.Repeat("x", 300_000)
	file := fmt.Sprintf("Code,Note,Product Name\nA,\"%s\n%s\",Mug\nB,%s,Pot\n", long, long, long)
	var got []string
	for _, row := range readOmniRows(t, file) {
		got = append(got, asText(row.Row, *row.ProductName))
	}
	checkEqual(t, got, []string{"2 Mug", "4 Pot"})
}

package catalog

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func encoded(t testing.TB, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestListingReaderEncodings(t *testing.T) {
	const (
		english = "seller-sku\titem-name\n"
		german  = "Händler-SKU\tArtikelbezeichnung\n"
		french  = "sku-vendeur\tnom-produit\tétat\n"
		japan   = "出品者SKU\t商品名\n"
		china   = "卖家 SKU\t商品名称\n"
	)
	utf16LE := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	utf16BE := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	tests := []struct {
		name, file, want string
	}{
		{"UTF-8", english + "A\tCafé ☕\n", "Café ☕"},
		{"UTF-8 with a mark", "\ufeff" + english + "A\tCafé ☕\n", "Café ☕"},
		{"UTF-8 by its header", german + "A\tTöpfe\n", "Töpfe"},
		{"UTF-16, little end first", encoded(t, utf16LE, german+"A\tTöpfe ☕\r\n"), "Töpfe ☕"},
		{"UTF-16, big end first", encoded(t, utf16BE, japan+"A\t木の棚\r\n"), "木の棚"},
		{"Windows-1252", english + encoded(t, charmap.Windows1252, "A\tCafé “Œuvre” 5 €\n"), "Café “Œuvre” 5 €"},
		{"Windows-1252 by a German header", encoded(t, charmap.Windows1252, german+"A\tTöpfe\n"), "Töpfe"},
		{"Windows-1252 by a French header", encoded(t, charmap.Windows1252, french+"A\tPoêle à frire\tActive\n"), "Poêle à frire"},
		{"Windows-1252 that would be UTF-8", encoded(t, charmap.Windows1252, german+"A\tÃ©\n"), "Ã©"},
		{"Windows-1252 in a file with a mark", "\ufeff" + english + encoded(t, charmap.Windows1252, "A\tCafé\n"), "Café"},
		{"Windows-1252 in a file with a UTF-8 header", german + encoded(t, charmap.Windows1252, "A\tTöpfe\n"), "Töpfe"},
		{"Shift_JIS", encoded(t, japanese.ShiftJIS, japan+"A\t木の棚 表ソ\n"), "木の棚 表ソ"},
		{"GBK", encoded(t, simplifiedchinese.GBK, china+"A\t木架子\n"), "木架子"},
		{"GB18030", encoded(t, simplifiedchinese.GB18030, china+"A\t木架子㐂\n"), "木架子㐂"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows := readListings(t, test.file)
			if len(rows) != 1 || rows[0].SKU != "A" || *rows[0].Title != test.want {
				t.Errorf("got %s, want the title %s", asJSON(rows), test.want)
			}
		})
	}
}

func TestListingReaderJudgesEachLine(t *testing.T) {
	file := "seller-sku\titem-name\topen-date\n" +
		"A\tPoêle\t\n" +
		encoded(t, charmap.Windows1252, "B\tPoêle\t\n") +
		encoded(t, japanese.ShiftJIS, "C\t木の棚\t2021/07/04 22:15:30 JST\n") +
		encoded(t, charmap.Windows1252, "D\tPoê \t2021/07/04 22:15:30 JST\n")
	var got []string
	for _, row := range readListings(t, file) {
		got = append(got, *row.Title)
	}
	checkEqual(t, got, []string{"Poêle", "Poêle", "木の棚", "Poê "})
}

func TestGzip(t *testing.T) {
	file := "seller-sku\n" + strings.Repeat("A\n", 100_000)
	packed := gzipped(t, file)
	t.Run("whole", func(t *testing.T) {
		if rows := readListings(t, packed); len(rows) != 100_000 {
			t.Errorf("got %d rows", len(rows))
		}
	})
	t.Run("in two parts", func(t *testing.T) {
		if rows := readListings(t, packed+gzipped(t, "B\n")); len(rows) != 100_001 {
			t.Errorf("got %d rows", len(rows))
		}
	})
	t.Run("cut off", func(t *testing.T) {
		_, _, err := tryListings(packed[:len(packed)-20])
		checkFileError(t, err, "gzip", "damaged")
	})
	t.Run("cut off at its head", func(t *testing.T) {
		_, _, err := tryListings(packed[:4])
		checkFileError(t, err, "gzip")
	})
	t.Run("damaged", func(t *testing.T) {
		damaged := []byte(packed)
		damaged[len(damaged)-6] ^= 0xff
		_, _, err := tryListings(string(damaged))
		checkFileError(t, err, "gzip")
	})
	t.Run("twice", func(t *testing.T) {
		_, _, err := tryListings(gzipped(t, packed))
		checkFileError(t, err, "gzip file within")
	})
	t.Run("an upload that breaks off", func(t *testing.T) {
		upload := io.MultiReader(strings.NewReader(packed[:len(packed)-20]), iotest.ErrReader(io.ErrUnexpectedEOF))
		r, err := NewListingReader(upload)
		for err == nil {
			_, err = r.Read()
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*FileError)) {
			t.Errorf("got %v, want the reader's own error", err)
		}
	})
}

func TestDetectOmni(t *testing.T) {
	const csvFile, jsonFile = "Code,Style Code\nA,B\n", ` [{"id": 1}]`
	tests := []struct {
		name, file string
		want       OmniKind
	}{
		{"CSV", csvFile, OmniCSV},
		{"CSV with a mark", "\ufeff" + csvFile, OmniCSV},
		{"CSV, packed", gzipped(t, csvFile), OmniCSV},
		{"CSV after blank lines", "\n\n" + csvFile, OmniCSV},
		{"JSON", jsonFile, OmniJSON},
		{"JSON with a mark", "\ufeff" + jsonFile, OmniJSON},
		{"JSON, packed", gzipped(t, jsonFile), OmniJSON},
		{"a JSON object", `{"id": 1}`, OmniJSON},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			kind, _, err := DetectOmni(strings.NewReader(test.file))
			if err != nil || kind != test.want {
				t.Errorf("got %v, %v; want %v", kind, err, test.want)
			}
		})
	}
}

func TestDetectOmniReadsOn(t *testing.T) {
	_, rest, err := DetectOmni(strings.NewReader(gzipped(t, "\ufeffCode,Style Code\nA,B\n")))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := NewOmniRowReader(rest)
	if err != nil {
		t.Fatal(err)
	}
	if row, err := rows.Read(); err != nil || *row.Code != "A" {
		t.Errorf("got %s, %v", asJSON(row), err)
	}
	_, rest, err = DetectOmni(strings.NewReader(gzipped(t, "\ufeff[{\"id\": 1}]")))
	if err != nil {
		t.Fatal(err)
	}
	products, err := NewOmniProductReader(rest)
	if err != nil {
		t.Fatal(err)
	}
	if product, err := products.Read(); err != nil || product.Reference != "1" {
		t.Errorf("got %s, %v", asJSON(product), err)
	}
}

func TestDetectOmniRefuses(t *testing.T) {
	for _, file := range []string{"", "PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF", "<html>"} {
		_, _, err := DetectOmni(strings.NewReader(file))
		checkFileError(t, err, "CSV", "JSON")
	}
}

package catalog

import (
	"strings"
	"testing"
)

// TestOtherSheetWithTwoColumns passes a hidden sheet over that names a column
// twice, and says on which visible one that is.
func TestOtherSheetWithTwoColumns(t *testing.T) {
	twice := sheetPart(2, inlineRow(1, "SKU", "Cin7 Code", "Cin7 Code")+inlineRow(2, "B", "Y"))
	first := sheetPart(1, goodHead+inlineRow(2, "A", "X"))
	checkEqual(t, customTexts(readCustom(t, zipped(t, append(bookParts("Now", ".Old"), first, twice)...))), []string{"Now 2 A=X"})
	_, _, err := tryCustom(zipped(t, append(bookParts("Now", "Old"), first, twice)...))
	checkFileError(t, err, `On the sheet "Old"`, `"Cin7 Code" twice`)
}

func TestHasHidden(t *testing.T) {
	for name, want := range map[string]bool{".Old": true, "Old": false} {
		file := zipped(t, append(bookParts("Now", name), sheetPart(1, goodHead), sheetPart(2, goodHead))...)
		r, err := OpenCustomSheet(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.HasHidden(); got != want {
			t.Errorf("a sheet %s: hidden %v", name, got)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

package catalog

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestMacRoman(t *testing.T) {
	for _, text := range []string{"Café", "für", "Mädchen", "français", "très", "fête", "où", "à la carte, déjà vu", "Théière Ø 5"} {
		mac := encoded(t, charmap.Macintosh, text)
		_, _, err := tryListings("seller-sku\titem-name\nA\tplain\nB\t" + mac + "\n")
		checkFileError(t, err, "line 3", "MacRoman", "UTF-8")
		_, _, err = tryListings("\"seller-sku\"\t\"item-name\"\n\"B\"\t\"" + mac + "\"\n")
		checkFileError(t, err, "line 2", "MacRoman")
		_, _, err = tryListings("seller-sku\titem-name\nB\t\"9\"\"" + mac + "\"\n")
		checkFileError(t, err, "line 2", "MacRoman")
		_, _, err = tryOmniRows("Code,Product Name\nA,plain\nB," + mac + "\n")
		checkFileError(t, err, "line 3", "MacRoman")
		_, _, err = tryCustom("SKU;Note;Cin7 Code\rA;" + mac + ";X\r")
		checkFileError(t, err, "line 2", "MacRoman")
	}
	_, _, err := tryListings(encoded(t, charmap.Macintosh, "Händler-SKU\tArtikelbezeichnung\nA\tx\n"))
	checkFileError(t, err, "line 1", `"Händler`)
}

// TestNotMacRoman reads what is Windows-1252 for certain.
func TestNotMacRoman(t *testing.T) {
	for _, text := range []string{
		"Café", "für Mädchen", "l’été", "Œuvre, cœur", "Škoda Žlutý", "naïve – “x” ‡ 5 ‰ ™ €", "maße", "ŸZ", "prix‡", "a‰ b", "déjà Šx", "š", "x ˆ y", "vyšší",
	} {
		file := "seller-sku\titem-name\nA\t" + encoded(t, charmap.Windows1252, text) + "\n"
		checkEqual(t, listingTexts(t, file), []string{"2 A=" + text})
	}
}

package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"omnimap/internal/browser"
	"omnimap/internal/dbtest"
	"omnimap/internal/scale"
)

// TestPages looks at every page in the sizes and colours that people have: in
// each of them, or with the build tag scale in each pair of them. It takes over
// 15 s: axe looks at every element of ten pages.
func TestPages(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	looks := [][]string{{"390", "dark"}, {"1280", "light"}, {"390", "light"}, {"1280", "dark"}}
	for _, look := range looks[:scale.Of(2, 4)] {
		t.Run(strings.Join(look, ""), func(t *testing.T) {
			t.Parallel()
			s := start(t, dbtest.SQLite(t), "-sample")
			browser.Run(t, "pages.mjs", s.url, look...)
		})
	}
}

// TestTasksInBrowser does the trade's tasks by the keyboard alone, and undoes them.
func TestTasksInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	s := start(t, dbtest.SQLite(t), "-sample")
	t.Log(browser.Run(t, "tasks.mjs", s.url))
}

// TestPhoneInBrowser works through the list on a small screen.
func TestPhoneInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	s := start(t, dbtest.SQLite(t), "-sample")
	browser.Run(t, "phone.mjs", s.url)
}

// TestNumbersInBrowser compares the numbers of the pages.
func TestNumbersInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	s := start(t, dbtest.SQLite(t), "-sample")
	browser.Run(t, "numbers.mjs", s.url)
}

// TestGraphiQL explores the API by the page that is made for it.
func TestGraphiQL(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	s := start(t, dbtest.SQLite(t), "-sample")
	browser.Run(t, "graphiql.mjs", s.url)
}

// TestKeyInBrowser has the pages of a server with keys ask for one.
func TestKeyInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	url := dbtest.SQLite(t)
	sampled := start(t, url, "-sample")
	sampled.stop(t)
	key := makeKey(t, url, "-role", "editor", "-name", "browser")
	s := start(t, url)
	browser.Run(t, "key.mjs", s.url, key)
}

// TestLoadsInBrowser loads files that the guards of loads refuse, and confirms.
func TestLoadsInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	s := start(t, dbtest.SQLite(t), "-sample")
	browser.Run(t, "loads.mjs", s.url)
}

// TestRightsInBrowser looks at the pages with a key of each role: what it may
// not do is not offered.
func TestRightsInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	url := dbtest.SQLite(t)
	s := start(t, url, "-sample")
	// Something that can be restored.
	s.mutate(t, "deleteMappings", variables{"integrationId": s.sampleID(t), "ids": s.mappingIDs(t, s.sampleID(t), 1)}, "deleted")
	for _, role := range []string{"viewer", "editor", "admin"} {
		key := makeKey(t, url, "-role", role, "-name", role)
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			browser.Run(t, "rights.mjs", strings.Replace(s.url, "//", "//"+key+"@", 1), role)
		})
	}
}

// TestRestartInBrowser kills the server while a load that the dashboard began
// runs, and starts it again. It may take over 15 s: the load has to be long
// enough to be killed within.
func TestRestartInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	url := dbtest.SQLite(t)
	s := start(t, url, "-sample")
	restarted := make(chan *server, 1)
	control := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/kill" {
			s.kill(t)
			return
		}
		again := launchWith(t, []string{"DATABASE_URL=" + url, "ADDR=" + strings.TrimPrefix(s.url, "http://")})
		again.await(t)
		restarted <- again
	}))
	defer control.Close()
	browser.Run(t, "restart.mjs", s.url, control.URL)
	(<-restarted).stop(t)
	checkVerify(t, url)
}

// TestUpgradeInBrowser goes on with a page that an older release has served.
func TestUpgradeInBrowser(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	s := start(t, dbtest.SQLite(t), "-sample")
	browser.Run(t, "upgrade.mjs", s.url)
}

// TestScreenshots takes the screenshots of the README, into the folder that the
// environment names or into one that is thrown away; and, where the environment
// names a folder for a gallery, pictures of every page and state into that.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	browser.Install(t)
	s := start(t, dbtest.SQLite(t), "-sample")
	browser.Run(t, "screenshots.mjs", s.url, folder)
	for _, name := range []string{"home.png", "work-list.png"} {
		file, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if file.Size() > 300_000 {
			t.Errorf("%s has %d bytes, too many for the README", name, file.Size())
		}
	}
	if gallery := os.Getenv("GALLERY"); gallery != "" {
		browser.Run(t, "gallery.mjs", s.url, gallery)
	}
}

// TestStory does the whole job in the browser, from an empty server on: with an
// API key, and with the build tag scale without keys, too. It takes over 15 s:
// each of seven parts starts a server and a browser, and finds what is left.
func TestStory(t *testing.T) {
	t.Parallel()
	browser.Install(t)
	t.Run("keyed", func(t *testing.T) {
		t.Parallel()
		url := dbtest.Postgres(t)
		tellStory(t, url, makeKey(t, url, "-role", "admin", "-name", "seller"))
	})
	if scale.Of(1, 2) == 2 {
		t.Run("local", func(t *testing.T) {
			t.Parallel()
			tellStory(t, dbtest.SQLite(t), "")
		})
	}
}

// tellStory runs the parts of the story: what one leaves, the next one finds.
func tellStory(t *testing.T, url, key string) {
	t.Helper()
	sheet, catalogues := filepath.Join(t.TempDir(), "sheet.xlsx"), newcomers(t)
	parts := []struct {
		script string
		args   []string
		after  func(t *testing.T)
	}{
		{script: "story/1-import.mjs"},
		{script: "story/2-sheet-down.mjs", args: []string{sheet}, after: func(t *testing.T) {
			fillIn(t, sheet, map[string]string{"K-100": "K-100-NP", "2801885590499": "2.80E+12"})
		}},
		{script: "story/3-sheet-up.mjs", args: []string{sheet}},
		{script: "story/4-mapped.mjs"},
		{script: "story/5-remap.mjs"},
		{script: "story/6-work-list.mjs"},
		{script: "story/7-newcomers.mjs", args: catalogues},
		{script: "story/9-downloads.mjs"},
		{script: "story/10-split.mjs", args: catalogues[1:]},
	}
	for _, part := range parts {
		s := start(t, url)
		browser.Run(t, part.script, strings.Replace(s.url, "//", "//"+key+"@", 1), part.args...)
		s.stop(t)
		if part.after != nil {
			part.after(t)
		}
	}
	checkVerify(t, url)
}

// newcomers writes the two files of catalogues with one new thing in each, and
// a row that is refused. It gives their paths.
func newcomers(t *testing.T) []string {
	t.Helper()
	files := map[string]string{
		"omni-products.csv": "Product ID,Product Name,Style Code,Code\n70001,Oakhallow Ash Tray,OH-TRAY,OH-TRAY\n",
		"listings.txt":      "item-name\tseller-sku\tprice\nAsh tray\tOH-TRAY\t9.95\nAsh tray, large\tOH-TRAY-L\tnine\n",
	}
	folder := t.TempDir()
	var paths []string
	for _, name := range []string{"omni-products.csv", "listings.txt"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// fillIn writes Codes beside their SKUs into a spreadsheet for custom mappings.
func fillIn(t *testing.T, path string, codes map[string]string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book := openBook(t, content)
	for i, row := range bookRows(t, book) {
		code, ok := codes[row[0]]
		if !ok {
			continue
		}
		delete(codes, row[0])
		cell, err := excelize.CoordinatesToCellName(1+slices.Index(customSheetHeader, "Cin7 Code"), i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetCellStr(customSheetTab, cell, code); err != nil {
			t.Fatal(err)
		}
	}
	if len(codes) > 0 {
		t.Fatalf("the sheet has no rows of %v", codes)
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

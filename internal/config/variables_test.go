package config

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"omnimap/internal/doctables"
)

// TestDocumentedSettings wants README's table to have every setting, in order,
// as the program's help tells of it.
func TestDocumentedSettings(t *testing.T) {
	rows := doctables.Rows(t, "../README.md", "Settings")[1:]
	var want [][]string
	for _, v := range Variables(Limits{Body: 16 << 20, Upload: 1 << 30}) {
		fallback := v.Default
		if fallback != "" {
			fallback = "`" + fallback + "`"
		}
		want = append(want, []string{"`" + v.Name + "`", fallback, v.About})
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("README's settings are\n%s\nand should be\n%s", lines(rows), lines(want))
	}
}

func lines(rows [][]string) string {
	var text strings.Builder
	for _, row := range rows {
		text.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	return text.String()
}

// TestOnlyVariables looks for other places that read the environment: a setting
// that is read elsewhere is missing in the table.
func TestOnlyVariables(t *testing.T) {
	reads := regexp.MustCompile(`os\.(Getenv|LookupEnv|Environ)\(`)
	for _, folder := range []string{"../app", "../httpserver", "../telemetry", "../../db", "../../service", "../../graph", "../../graph/transport", "../../graph/limit", "../../auth", "../../web"} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
				continue
			}
			text, err := os.ReadFile(folder + "/" + entry.Name())
			if err != nil {
				t.Fatal(err)
			}
			if reads.Match(text) {
				t.Errorf("%s/%s reads the environment; only internal/config does", folder, entry.Name())
			}
		}
	}
}

// TestDefaults reads no setting at all, and wants what the table says.
func TestDefaults(t *testing.T) {
	for _, v := range Variables(Limits{}) {
		t.Setenv(v.Name, "")
	}
	unset, err := Read(Limits{Body: 1000, Upload: 2000})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range Variables(Limits{Body: 1000, Upload: 2000}) {
		// TuneGC keeps what is set.
		if v.Name != "GOGC" && v.Name != "GOMEMLIMIT" {
			t.Setenv(v.Name, v.Default)
		}
	}
	set, err := Read(Limits{Body: 1000, Upload: 2000})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(unset, set) {
		t.Errorf("without settings: %+v; with the documented defaults: %+v", unset, set)
	}
}

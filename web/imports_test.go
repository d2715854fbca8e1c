package web_test

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// importPattern finds what a module imports from this project, by name, as a
// type, for its effects, or once it is needed.
var importPattern = regexp.MustCompile(`(?m)^(?:import|export)\b[^;]*?\bfrom "(\.[^"]*)";|^import "(\.[^"]*)";|\bimport\("(\.[^"]*)"\)`)

// readImports gives, for each module of src, the modules that it imports.
func readImports(t *testing.T) map[string][]string {
	t.Helper()
	modules := map[string][]string{}
	err := fs.WalkDir(os.DirFS("src"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && (path.Ext(name) == ".ts" || path.Ext(name) == ".tsx") {
			modules[name] = nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range modules {
		content, err := os.ReadFile(filepath.Join("src", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range importPattern.FindAllStringSubmatch(string(content), -1) {
			target := path.Join(path.Dir(name), match[1]+match[2]+match[3])
			if path.Ext(target) == ".css" {
				continue
			}
			found := false
			for _, candidate := range []string{target + ".ts", target + ".tsx", target + "/index.ts", target + "/index.tsx"} {
				if _, ok := modules[candidate]; ok {
					modules[name] = append(modules[name], candidate)
					found = true
				}
			}
			if !found {
				t.Errorf("%s imports %s, which is not a module of src", name, target)
			}
		}
	}
	return modules
}

// TestNoImportCircle follows the imports of each module: none leads back to it.
func TestNoImportCircle(t *testing.T) {
	t.Parallel()
	modules := readImports(t)
	done := map[string]bool{}
	var follow func(name string, trail []string)
	follow = func(name string, trail []string) {
		if at := slices.Index(trail, name); at >= 0 {
			t.Errorf("these modules import each other in a circle: %s", strings.Join(append(trail[at:], name), " → "))
			return
		}
		if done[name] {
			return
		}
		trail = append(slices.Clone(trail), name)
		for _, imported := range modules[name] {
			follow(imported, trail)
		}
		done[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		follow(name, nil)
	}
	if len(modules["main.tsx"]) == 0 || len(modules["app.tsx"]) < 8 {
		t.Errorf("imports are not found: main.tsx has %q, app.tsx %q", modules["main.tsx"], modules["app.tsx"])
	}
}

// TestImportDirection wants pages to import components, and these the API's
// modules, and never the other way; a page does not import another page.
func TestImportDirection(t *testing.T) {
	t.Parallel()
	below := map[string][]string{
		"gql":        {"gql"},
		"api":        {"api", "gql"},
		"components": {"components", "api", "gql"},
		"playground": {"playground", "api", "gql"},
	}
	for name, imports := range readImports(t) {
		folder, inFolder, ok := strings.Cut(name, "/")
		if !ok {
			continue // The program itself imports all of them.
		}
		allowed := below[folder]
		if folder == "pages" {
			page, _, _ := strings.Cut(inFolder, "/")
			allowed = []string{"pages/" + page, "components", "api", "gql"}
		}
		for _, imported := range imports {
			if !slices.ContainsFunc(allowed, func(folder string) bool { return strings.HasPrefix(imported, folder+"/") }) {
				t.Errorf("%s imports %s; its folder may import %s", name, imported, strings.Join(allowed, ", "))
			}
		}
	}
}

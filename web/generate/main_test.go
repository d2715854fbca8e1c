package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestFresh fails where the checked-in build is not that of its sources.
func TestFresh(t *testing.T) {
	t.Parallel()
	if err := run("..", false, true, nil); err != nil {
		t.Error(err)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// project makes a small web folder, and counts how often it is built.
func project(t *testing.T) (web string, build func(string) error, built *int) {
	t.Helper()
	root := t.TempDir()
	web = filepath.Join(root, "web")
	for name, content := range map[string]string{
		"web/src/app.tsx":                "app",
		"web/index.html":                 "page",
		"web/package-lock.json":          "lock",
		"web/web.go":                     "package web",
		"web/node_modules/react/main.js": "react",
		"graph/schema/schema.graphqls":   "type Query",
	} {
		write(t, filepath.Join(root, name), content)
	}
	built = new(int)
	build = func(web string) error {
		*built++
		write(t, filepath.Join(web, "dist", "assets", "app.js"), "built app")
		write(t, filepath.Join(web, "src", "gql", "graphql.ts"), "types")
		return nil
	}
	return web, build, built
}

// TestStale changes one thing at a time: the check fails until what depends on
// it is built, and what is built is as it was before.
func TestStale(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, web string){
		"source":      func(t *testing.T, web string) { write(t, filepath.Join(web, "src", "app.tsx"), "other app") },
		"new source":  func(t *testing.T, web string) { write(t, filepath.Join(web, "src", "more.tsx"), "") },
		"page":        func(t *testing.T, web string) { write(t, filepath.Join(web, "index.html"), "other page") },
		"packages":    func(t *testing.T, web string) { write(t, filepath.Join(web, "package-lock.json"), "other lock") },
		"new setting": func(t *testing.T, web string) { write(t, filepath.Join(web, "vite.config.ts"), "export") },
		"schema": func(t *testing.T, web string) {
			write(t, filepath.Join(web, schema, "schema.graphqls"), "type Mutation")
		},
		"new schema": func(t *testing.T, web string) { write(t, filepath.Join(web, schema, "more.graphqls"), "type More") },
		"output": func(t *testing.T, web string) {
			write(t, filepath.Join(web, "dist", "assets", "app.js"), "edited by hand")
		},
		"types": func(t *testing.T, web string) {
			write(t, filepath.Join(web, "src", "gql", "graphql.ts"), "edited by hand")
		},
		"sums": func(t *testing.T, web string) { write(t, filepath.Join(web, "dist.sum"), "") },
		"moved source": func(t *testing.T, web string) {
			if err := os.Rename(filepath.Join(web, "src", "app.tsx"), filepath.Join(web, "src", "main.tsx")); err != nil {
				t.Fatal(err)
			}
		},
		"lost output": func(t *testing.T, web string) {
			if err := os.Remove(filepath.Join(web, "dist", "assets", "app.js")); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			web, build, built := project(t)
			check := func(want error) {
				t.Helper()
				if err := run(web, false, true, build); !errors.Is(err, want) {
					t.Fatalf("-check gives %v, want %v", err, want)
				}
			}
			check(errStale) // Nothing is built yet.
			for range 2 {
				if err := run(web, false, false, build); err != nil {
					t.Fatal(err)
				}
				check(nil)
			}
			change(t, web)
			check(errStale)
			if *built != 1 {
				t.Fatalf("built %d times before the change, want once", *built)
			}
			if err := run(web, false, false, build); err != nil {
				t.Fatal(err)
			}
			check(nil)
			if *built != 2 {
				t.Errorf("built %d times in all, want 2", *built)
			}
		})
	}
}

// TestUnread changes what the build does not read.
func TestUnread(t *testing.T) {
	t.Parallel()
	web, build, built := project(t)
	if err := run(web, false, false, build); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"web.go", "generate/main.go", "node_modules/react/main.js", "src/.app.tsx.swp"} {
		write(t, filepath.Join(web, name), "edited")
	}
	if err := run(web, false, true, build); err != nil {
		t.Error(err)
	}
	if err := run(web, true, false, build); err != nil || *built != 2 {
		t.Errorf("-force: %v; built %d times, want 2", err, *built)
	}
}

// TestFailedBuild wants a build that failed to be tried again.
func TestFailedBuild(t *testing.T) {
	t.Parallel()
	web, build, _ := project(t)
	broken := errors.New("the build is broken")
	if err := run(web, false, false, func(string) error { return broken }); !errors.Is(err, broken) {
		t.Fatalf("a broken build gives %v", err)
	}
	if err := run(web, false, true, build); !errors.Is(err, errStale) {
		t.Errorf("-check after a broken build gives %v", err)
	}
}

// TestEditedDuringBuild wants what is edited during a build to be built again.
func TestEditedDuringBuild(t *testing.T) {
	t.Parallel()
	web, build, _ := project(t)
	err := run(web, false, false, func(web string) error {
		write(t, filepath.Join(web, "src", "app.tsx"), "edited")
		return build(web)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := run(web, false, true, build); !errors.Is(err, errStale) {
		t.Errorf("-check gives %v", err)
	}
}

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/internal/doctables"
	"omnimap/internal/npmclients"
)

// partner is a developer who follows docs/partners.md, with a shell in the
// project's folder, Python, Node and Go.
type partner struct {
	*server
	// folder has the shell's functions and variables from one example to the
	// next, and the program by the name that the document calls it.
	folder   string
	settings []string
	made     int
}

// TestPartners runs the examples of docs/partners.md in their order, and
// compares what they print with what the document says.
func TestPartners(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/partners.md")
	if err != nil {
		t.Fatal(err)
	}
	guide, _, _ := strings.Cut(string(text), "\n## When something goes wrong")
	blocks := regexp.MustCompile("(?s)```(\\w+)\n(.*?)```").FindAllStringSubmatch(guide, -1)
	npmclients.Install(t)
	dbtest.Each(t, func(t *testing.T, url string) {
		p := newPartner(t, url)
		printed := ""
		for _, block := range blocks {
			switch language, text := block[1], block[2]; language {
			case "sh":
				printed = p.shell(t, strings.ReplaceAll(text, "http://127.0.0.1:8080", p.url))
			case "python":
				printed = p.run(t, exec.Command("python3", "-c", text), p.newIntegration(t)...)
			case "js":
				printed = npmclients.RunText(t, text, append(p.settings, p.newIntegration(t)...)...)
			case "graphql":
				checkPart(t, "../examples/go/import.graphql", text)
			case "go":
				checkPart(t, "../examples/go/main.go", text)
			case "json":
				checkJSON(t, dataOf(t, printed), text)
			case "text":
				if printed != text {
					t.Errorf("an example prints\n%s\nwant\n%s", printed, text)
				}
			default:
				t.Errorf("there is no way to run an example in %s", language)
			}
		}
		p.stop(t)
		checkVerify(t, url)
	})
}

func newPartner(t *testing.T, url string) *partner {
	t.Helper()
	p := &partner{server: start(t, url), folder: t.TempDir()}
	program := fmt.Sprintf("#!/bin/sh\n%s=1 exec %q \"$@\"\n", asProgram, os.Args[0])
	if err := os.WriteFile(filepath.Join(p.folder, "omnimap"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.folder, "state"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	p.settings = []string{"DATABASE_URL=" + url, "PATH=" + p.folder + ":" + os.Getenv("PATH"), "STATE=" + filepath.Join(p.folder, "state")}
	return p
}

// shell runs an example for the shell, which knows what the ones before it
// defined.
func (p *partner) shell(t *testing.T, text string) string {
	t.Helper()
	const script = "set -euo pipefail\n. \"$STATE\"\n%s\n{ export -p; declare -f; } > \"$STATE\""
	printed := p.run(t, exec.Command("bash", "-c", fmt.Sprintf(script, text)))
	if p.key == "" {
		// The first example makes the key.
		p.key = strings.TrimSpace(p.run(t, exec.Command("bash", "-c", ". \"$STATE\"\necho $OMNIMAP_KEY")))
		p.settings = append(p.settings, "OMNIMAP_URL="+p.url, "OMNIMAP_KEY="+p.key)
	}
	return printed
}

func (p *partner) run(t *testing.T, command *exec.Cmd, settings ...string) string {
	t.Helper()
	command.Dir = ".." // The examples name files from the project's folder.
	command.Env = append(append(os.Environ(), p.settings...), settings...)
	var errors bytes.Buffer
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", command.Args[0], err, out, errors.Bytes())
	}
	return string(out)
}

// newIntegration makes an integration for a program.
func (p *partner) newIntegration(t *testing.T) []string {
	t.Helper()
	p.made++
	return []string{"INTEGRATION=" + p.integration(t, fmt.Sprint("Amazon ", p.made))}
}

// checkPart wants a file to have a text in it.
func checkPart(t *testing.T, file, part string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), part) {
		t.Errorf("%s does not hold what the document shows:\n%s", file, part)
	}
}

// dataOf gives the data of a response, or of an array of them.
func dataOf(t *testing.T, printed string) string {
	t.Helper()
	var all []response
	array := strings.HasPrefix(printed, "[")
	if !array {
		printed = "[" + printed + "]"
	}
	if err := json.Unmarshal([]byte(printed), &all); err != nil {
		t.Fatalf("%s: %v", printed, err)
	}
	var data []string
	for _, one := range all {
		data = append(data, one.data(t))
	}
	if !array {
		return data[0]
	}
	return "[" + strings.Join(data, ",") + "]"
}

// TestDocumentedCosts sends the queries in docs/partners.md that have their
// costs beside them.
func TestDocumentedCosts(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	s := start(t, url, "-sample")
	id := s.sampleID(t)
	s.key = makeKey(t, url, "-role", "viewer", "-name", "till")
	count := 0
	for _, row := range doctables.Rows(t, "partners.md", "Costs") {
		query, isQuery := strings.CutPrefix(strings.Trim(row[0], "`"), "{ ")
		if !isQuery {
			continue
		}
		count++
		resp := s.post(t, "query ($integration: ID!) { "+query, variables{"integration": id})
		if cost := string(resp.Extensions.Cost); !strings.HasPrefix(cost, `{"requestedQueryCost":`+row[1]+`,"throttleStatus":{"maximumAvailable":300000,`) ||
			!strings.HasSuffix(cost, `"restoreRate":5000}}`) {
			t.Errorf("%s costs %s, not %s; errors %+v", row[0], cost, row[1], resp.Errors)
		}
	}
	if count < 4 {
		t.Errorf("the document has the costs of %d queries", count)
	}
}

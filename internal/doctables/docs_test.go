package doctables

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the project's folder.
const root = "../.."

// texts gives the project's own files whose names end so, by their paths from
// root.
func texts(t *testing.T, endings ...string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		if entry.IsDir() {
			if name == ".git" || name == "web/dist" || name == "bench/out" || entry.Name() == "node_modules" || entry.Name() == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		for _, ending := range endings {
			if !strings.HasSuffix(name, ending) {
				continue
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files[name] = string(text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// exists tells whether a path from root is a file or a folder.
func exists(t *testing.T, path string) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(root, path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

var (
	fenced  = regexp.MustCompile("(?ms)^```.*?^```$") //nolint:gocritic // in (?m), each ^ is the beginning of a line
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	noSlug  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors are the names by which a document's headings are linked to, as GitHub
// makes them.
func anchors(text string) map[string]bool {
	names := make(map[string]bool)
	for _, found := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		name := noSlug.ReplaceAllString(strings.ToLower(found[1]), "")
		names[strings.ReplaceAll(name, " ", "-")] = true
	}
	return names
}

// TestLinks follows every relative link of the documents.
func TestLinks(t *testing.T) {
	documents := texts(t, ".md")
	for name, text := range documents {
		for _, found := range link.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			if strings.Contains(found[1], "://") {
				continue
			}
			path, anchor, _ := strings.Cut(found[1], "#")
			target := name
			if path != "" {
				target = filepath.ToSlash(filepath.Join(filepath.Dir(name), path))
			}
			if !exists(t, target) {
				t.Errorf("%s links to %s, which does not exist", name, found[1])
			} else if anchor != "" && !anchors(documents[target])[anchor] {
				t.Errorf("%s links to %s, which has no such heading", name, found[1])
			}
		}
	}
}

// TestPaths looks for every file and folder that a document names, and for
// every document and decision record that the code names.
func TestPaths(t *testing.T) {
	inText := regexp.MustCompile("`((?:auth|bench|catalog|db|docs|e2e|examples|graph|internal|model|sample|service|web)/[\\w./-]*)`")
	for name, text := range texts(t, ".md") {
		if name == "CHANGELOG.md" {
			continue // It names what there was.
		}
		for _, found := range inText.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			if !exists(t, found[1]) {
				t.Errorf("%s names %s, which does not exist", name, found[1])
			}
		}
	}
	inCode := regexp.MustCompile(`docs/[\w/-]+\.md`)
	record := regexp.MustCompile(`\bADR (\d+)`)
	for name, text := range texts(t, ".go", ".sql", ".ts", ".tsx", ".mjs", "Makefile") {
		for _, path := range inCode.FindAllString(text, -1) {
			if !exists(t, path) {
				t.Errorf("%s names %s, which does not exist", name, path)
			}
		}
		for _, found := range record.FindAllStringSubmatch(text, -1) {
			number := strings.Repeat("0", max(0, 4-len(found[1]))) + found[1]
			if files, err := filepath.Glob(filepath.Join(root, "docs", "adr", number+"-*.md")); err != nil || len(files) != 1 {
				t.Errorf("%s names ADR %s: there are %d such records %v", name, found[1], len(files), err)
			}
		}
	}
}

// TestRulesNameFiles wants each rule to end with the file that holds it.
func TestRulesNameFiles(t *testing.T) {
	_, rules, found := strings.Cut(texts(t, "docs/rules.md")["docs/rules.md"], "\n## ")
	if !found {
		t.Fatal("docs/rules.md has no rules")
	}
	for rule := range strings.SplitSeq(rules, "\n## ") {
		name, _, _ := strings.Cut(rule, "\n")
		paragraphs := strings.Split(strings.TrimSpace(rule), "\n\n")
		last := paragraphs[len(paragraphs)-1]
		if !strings.Contains(last, "In code: ") || !link.MatchString(last) {
			t.Errorf("the rule %q ends without the file that holds it", name)
		}
	}
}

// TestPlainWords refuses words that documents and comments do without.
func TestPlainWords(t *testing.T) {
	words := regexp.MustCompile(`(?i)\b(whoever|nobody|for ever)\b`)
	comment := regexp.MustCompile(`(?m)^\s*//.*$|\s// .*$`)
	for name, text := range texts(t, ".md", ".go") {
		lines := [][]byte{[]byte(text)}
		if strings.HasSuffix(name, ".go") {
			lines = comment.FindAll([]byte(text), -1)
		}
		for _, word := range words.FindAll(bytes.Join(lines, []byte("\n")), -1) {
			t.Errorf("%s says %q; write it plainly", name, word)
		}
	}
}

package app

import (
	"reflect"
	"runtime/debug"
	"strings"
	"testing"

	"omnimap/internal/doctables"
)

// TestDocumentedCommands wants the table of docs/operate.md to say of each
// command what the program's help says.
func TestDocumentedCommands(t *testing.T) {
	var rows, want [][]string
	for _, row := range doctables.Rows(t, "operate.md", "Commands")[1:] {
		// The bars within a cell part it.
		last := len(row) - 1
		rows = append(rows, []string{strings.Join(row[:last], "|"), row[last]})
	}
	for _, command := range commands() {
		want = append(want, []string{"`" + strings.ReplaceAll(command.usage, "|", `\|`) + "`", command.about})
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("docs/operate.md says\n%q\nand should say\n%q", rows, want)
	}
}

// TestDescribeBuild describes builds of every kind.
func TestDescribeBuild(t *testing.T) {
	const commit = "97e24420a3d8272aab146832e8b8434ff40ef174"
	fromGit := &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: commit}, {Key: "vcs.time", Value: "2026-11-29T12:31:44Z"}, {Key: "vcs.modified", Value: "false"}}}
	changed := &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: commit}, {Key: "vcs.time", Value: "2026-11-29T12:31:44Z"}, {Key: "vcs.modified", Value: "true"}}}
	for want, info := range map[string]*debug.BuildInfo{
		"omnimap v1.2.3, commit " + commit + ", date 2026-11-29T12:31:44Z, go":               fromGit,
		"omnimap (devel), commit " + commit + " with changes, date 2026-11-29T12:31:44Z, go": changed,
		"omnimap (devel), commit unknown, date unknown, go":                                  new(debug.BuildInfo),
	} {
		if got := describeBuild(info); !strings.HasPrefix(got, want) {
			t.Errorf("the build is %q, want %q", got, want)
		}
	}
}

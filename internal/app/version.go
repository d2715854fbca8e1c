package app

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// printVersion prints which build this is.
func printVersion(_ context.Context, args []string) error {
	helped, err := withoutFlags("version", args)
	if helped || err != nil {
		return err
	}
	fmt.Println(version())
	return nil
}

// version tells which build this is: the module's version, the commit and its
// date.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	return describeBuild(info)
}

func describeBuild(info *debug.BuildInfo) string {
	found := map[string]string{"vcs.revision": "unknown", "vcs.time": "unknown"}
	for _, setting := range info.Settings {
		found[setting.Key] = setting.Value
	}
	changed := ""
	if found["vcs.modified"] == "true" {
		changed = " with changes"
	}
	name := info.Main.Version
	if name == "" {
		name = "(devel)"
	}
	return fmt.Sprintf("omnimap %s, commit %s%s, date %s, %s %s/%s", name, found["vcs.revision"], changed, found["vcs.time"],
		runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// Package office has LibreOffice fill in sheets, for tests.
package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const (
	// limit is how long LibreOffice may take to start, work and end.
	limit = 2 * time.Minute
	// officeFailed is the status of the script where LibreOffice crashes.
	officeFailed = 3
)

// FillIn has LibreOffice open a workbook and type texts into cells of a sheet, by
// their names. It gives a folder with filled.xlsx, filled.ods, filled.xls,
// locked.xlsx, commas.csv, semicolons.csv and tabs.csv. Where LibreOffice is
// missing or crashes, the test is skipped; in CI it fails.
func FillIn(t *testing.T, workbook []byte, sheet string, cells map[string]string) (folder string) {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		unusable(t, "LibreOffice is not installed: there is no soffice on the PATH")
	}
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "sheet.xlsx"), workbook, 0o600); err != nil {
		t.Fatal(err)
	}
	job, err := json.Marshal(map[string]any{"program": program, "profile": t.TempDir(), "folder": folder, "sheet": sheet, "cells": cells})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	script := exec.CommandContext(ctx, python(t, program), filepath.Join(here(), "fill_in.py"))
	script.Stdin = bytes.NewReader(job)
	inGroup(script)
	output, err := script.CombinedOutput()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) && failed.ExitCode() == officeFailed {
		unusable(t, "LibreOffice does not run here: "+string(output))
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, output)
	}
	return folder
}

// python is one that can speak with LibreOffice: the one that LibreOffice
// brings, or the system's with Debian's python3-uno.
func python(t *testing.T, program string) string {
	t.Helper()
	if whole, err := filepath.EvalSymlinks(program); err == nil {
		program = whole
	}
	for _, candidate := range []string{filepath.Join(filepath.Dir(program), "python"), "/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), candidate, "-c", "import uno").Run() == nil {
			return candidate
		}
	}
	unusable(t, "LibreOffice's Python is not installed: no python3 has the module uno; Debian's package is python3-uno")
	return ""
}

// unusable skips a test for want of LibreOffice, and fails it in CI.
func unusable(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(strings.TrimSpace(why))
	}
	t.Skip(strings.TrimSpace(why))
}

// here is the folder of this file and the script.
func here() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}

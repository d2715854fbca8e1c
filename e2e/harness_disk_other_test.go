//go:build !linux

package e2e

import "testing"

func smallDisk(t *testing.T, _ string) string {
	t.Helper()
	t.Skip("small disks are made on Linux alone")
	return ""
}

func remount(*testing.T, string, string) {}

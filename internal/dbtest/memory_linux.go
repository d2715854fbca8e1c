package dbtest

import (
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	inMemory = "/dev/shm"
	// roomInMemory is how many bytes must be free there. Containers have 64 MB,
	// which is too little for a cluster.
	roomInMemory = 2 << 30
	// leftover is how old a folder without a server is that an aborted run left.
	leftover = 24 * time.Hour
)

// memoryFolder is a folder whose files are in memory, where a database takes a
// fifth of the time to copy; empty, which is the usual one, where there is none.
func memoryFolder() string {
	var at syscall.Statfs_t
	if err := syscall.Statfs(inMemory, &at); err != nil || at.Bavail*uint64(at.Bsize) < roomInMemory {
		return ""
	}
	return inMemory
}

// removeLeftovers removes the folders of runs that were killed: they take up
// memory.
func removeLeftovers() {
	clusters, _ := filepath.Glob(filepath.Join(inMemory, clusterFolder))
	files, _ := filepath.Glob(filepath.Join(inMemory, sqliteFolder))
	for _, path := range append(clusters, files...) {
		at, err := os.Stat(path)
		if err != nil || time.Since(at.ModTime()) < leftover {
			continue
		}
		if _, err := os.Stat(filepath.Join(path, "data", "postmaster.pid")); os.IsNotExist(err) {
			os.RemoveAll(path)
		}
	}
}

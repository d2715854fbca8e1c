package db

import (
	"fmt"
	"os"
	"strings"

	"github.com/gofrs/flock"
)

const (
	// claimSuffix ends the name of the file whose lock the server holds: a lock
	// of the operating system's, which ends with the process however that ends.
	claimSuffix = "-lock"
	// ownerAt is where its process id stands. On Windows the first byte cannot be
	// read, since it is the one that is locked.
	ownerAt = 1
)

// claimFile locks a database's file for the one server that it may have.
func claimFile(path string) (*flock.Flock, error) {
	claim := flock.New(path + claimSuffix)
	free, err := claim.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path+claimSuffix, err)
	}
	if !free {
		return nil, fmt.Errorf("%s is served by %s already. Stop that server first, or set DATABASE_URL to another file; a PostgreSQL database can have several servers",
			path, claimant(path+claimSuffix))
	}
	if err := writeClaimant(path + claimSuffix); err != nil {
		_ = claim.Unlock()
		return nil, err
	}
	return claim, nil
}

// writeClaimant writes this process's id, padded so that none is left of a
// longer one.
func writeClaimant(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.WriteAt(fmt.Appendf(nil, "%-20d\n", os.Getpid()), ownerAt); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// claimant tells which process holds a claim.
func claimant(path string) string {
	const another = "another omnimap"
	file, err := os.Open(path)
	if err != nil {
		return another
	}
	defer file.Close()
	text := make([]byte, 32)
	n, _ := file.ReadAt(text, ownerAt)
	if pid := strings.TrimSpace(string(text[:n])); pid != "" {
		return "the process " + pid
	}
	return another
}

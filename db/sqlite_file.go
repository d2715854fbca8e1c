package db

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
)

// ownerOnly is the mode of a database's file. SQLite gives the files that it
// makes beside it the same one.
const ownerOnly fs.FileMode = 0o600

// A sqliteFile is the file of a SQLite database that this process has open.
type sqliteFile struct {
	// path is the file as DATABASE_URL names it, made absolute, and real is
	// where links lead. Other files are beside the real one.
	path, real string
	// claim is held by the server, and watch looks after its file; nil for other
	// processes.
	claim *flock.Flock
	watch *fileWatch
}

// findSQLiteFile checks a path. Unless it is to be read only, a file that is
// not there is made; the server claims it for itself.
func findSQLiteFile(path string, as access, log *slog.Logger) (*sqliteFile, error) {
	if err := checkSQLitePath(path); err != nil {
		return nil, err
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := makeSQLiteFile(path, as); err != nil {
		return nil, err
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, err
	}
	f := &sqliteFile{path: path, real: real}
	if as != toServe {
		return f, nil
	}
	if f.claim, err = claimFile(real); err != nil {
		return nil, err
	}
	f.restrict(log)
	return f, nil
}

// parameters are those that other programs take after a path.
var parameters = regexp.MustCompile(`\?\w+=`)

// checkSQLitePath refuses what is not the path of a file.
func checkSQLitePath(path string) error {
	const example = "write sqlite: and the path of a file, such as sqlite:omnimap.db or sqlite:/var/lib/omnimap/omnimap.db"
	switch {
	case strings.TrimSpace(path) == "":
		return errors.New("DATABASE_URL names no file; " + example)
	case strings.HasPrefix(path, ":memory:"):
		return errors.New("DATABASE_URL names a database in memory, which would end with the server; " + example)
	case strings.HasPrefix(path, "file:"), strings.HasPrefix(path, "//") && !strings.HasPrefix(path, "///"):
		return fmt.Errorf("DATABASE_URL has %q for a path; %s", path, example)
	case parameters.MatchString(path):
		return fmt.Errorf("DATABASE_URL has parameters behind the path %q, and a SQLite file has none; %s", path, example)
	case os.IsPathSeparator(path[len(path)-1]):
		return fmt.Errorf("DATABASE_URL names the folder %s; %s", path, example)
	}
	return nil
}

// makeSQLiteFile makes an empty file where there is none and one may be made.
func makeSQLiteFile(path string, as access) error {
	found, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && as == toRead:
		return fmt.Errorf("%w: the file %s does not exist. Set DATABASE_URL to the right one, or start the server, which makes it", ErrNoDatabase, path)
	case errors.Is(err, fs.ErrNotExist):
		made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, ownerOnly)
		if err != nil {
			return err
		}
		return made.Close()
	case err != nil:
		return err
	case found.IsDir():
		return fmt.Errorf("%s is a folder; set DATABASE_URL to a file in it, such as sqlite:%s", path, filepath.Join(path, "omnimap.db"))
	case !found.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file", path)
	}
	return nil
}

// restrict keeps the files, of which older servers made some readable for all,
// to their owner.
func (f *sqliteFile) restrict(log *slog.Logger) {
	if runtime.GOOS == "windows" {
		return // Its permissions are not these.
	}
	for _, path := range f.all() {
		found, err := os.Stat(path)
		if err != nil || found.Mode().Perm()&^ownerOnly == 0 {
			continue
		}
		if err := os.Chmod(path, found.Mode().Perm()&ownerOnly); err != nil {
			log.Warn("others than the database's owner can use its file", "file", path, "mode", found.Mode().Perm().String(), "error", err)
			continue
		}
		log.Info("kept the database's file to its owner", "file", path, "former_mode", found.Mode().Perm().String())
	}
}

// all are the files that make up the database while it is open.
func (f *sqliteFile) all() []string {
	return []string{f.path, f.real + "-wal", f.real + "-shm"}
}

// close gives up what the process holds of the file, once its connections are
// closed.
func (f *sqliteFile) close() error {
	var err error
	if f.watch != nil {
		err = f.watch.close()
	}
	if f.claim != nil {
		err = errors.Join(err, f.claim.Unlock())
	}
	return err
}

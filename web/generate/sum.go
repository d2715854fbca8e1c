package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// schema is where the server's schema is, from web.
const schema = "../graph/schema"

// outputs are what the build writes, in web; src/gql comes from the schema.
var outputs = []string{"dist", "src/gql"}

// notInputs are files and folders in web that the build does not read.
var notInputs = append([]string{"node_modules", "generate", "dist.sum"}, outputs...)

// sumInputs sums what the build reads: the schema, and all of web that is not
// Go, not hidden and not listed above. A new file of settings is among them.
func sumInputs(web string) (string, error) {
	files, err := filesIn(web, ".", func(name string) bool {
		return slices.Contains(notInputs, name) || strings.HasSuffix(name, ".go") || strings.HasPrefix(filepath.Base(name), ".")
	})
	if err != nil {
		return "", err
	}
	more, err := filesIn(web, schema, func(string) bool { return false })
	if err != nil {
		return "", err
	}
	return sumFiles(web, append(files, more...))
}

// sumOutputs sums what the build writes.
func sumOutputs(web string) (string, error) {
	var files []string
	for _, folder := range outputs {
		more, err := filesIn(web, folder, func(string) bool { return false })
		if err != nil {
			return "", err
		}
		files = append(files, more...)
	}
	return sumFiles(web, files)
}

// filesIn lists the files of a folder of web, and of the folders in it, as
// slash-separated paths from web. What skip names is left out with all in it.
func filesIn(web, folder string, skip func(name string) bool) ([]string, error) {
	var files []string
	err := filepath.WalkDir(filepath.Join(web, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(web, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch {
		case name == ".":
			return nil
		case skip(name) && entry.IsDir():
			return fs.SkipDir
		case !skip(name) && !entry.IsDir():
			files = append(files, name)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // It is still to be built.
	}
	return files, err
}

// sumFiles is one sum of the names and contents of files.
func sumFiles(web string, files []string) (string, error) {
	slices.Sort(files)
	sum := sha256.New()
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join(web, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%x  %s\n", sha256.Sum256(content), name)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

// sumsOf is what dist.sum has to hold.
func sumsOf(read, written string) string {
	return fmt.Sprintf("inputs  %s\noutputs %s\n", read, written)
}

// isFresh tells whether dist.sum holds the sums of what is there.
func isFresh(web string) (bool, error) {
	kept, err := os.ReadFile(filepath.Join(web, "dist.sum"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	read, err := sumInputs(web)
	if err != nil {
		return false, err
	}
	written, err := sumOutputs(web)
	return string(kept) == sumsOf(read, written), err
}

// writeSums keeps the sums of a build that read inputs of this sum.
func writeSums(web, read string) error {
	written, err := sumOutputs(web)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(web, "dist.sum"), []byte(sumsOf(read, written)), 0o644)
}

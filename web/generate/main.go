// Generate builds the dashboard where that is needed. Sums of what the build
// reads and of what it writes are kept in web/dist.sum; while both are right,
// it does nothing, and needs neither Node nor a network.
//
//	go run ./generate          build if the sums are not right
//	go run ./generate -force   build in any case
//	go run ./generate -check   build nothing; fail if the sums are not right
//
// A checked-in dist that was edited together with its sum is found by -force
// alone, after which git shows a difference.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

var errStale = errors.New("web/dist is not what its sources build: run go generate ./web and commit what it writes")

func main() {
	force := flag.Bool("force", false, "build in any case")
	check := flag.Bool("check", false, "build nothing; fail if the sums are not right")
	flag.Parse()
	if err := run(".", *force, *check, build); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run builds web, the folder of the dashboard, where it must.
func run(web string, force, check bool, build func(web string) error) error {
	fresh, err := isFresh(web)
	switch {
	case err != nil:
		return err
	case check && !fresh:
		return errStale
	case check || fresh && !force:
		return nil
	}
	// Summed first: what is edited during the build is left for the next one.
	read, err := sumInputs(web)
	if err != nil {
		return err
	}
	if err := build(web); err != nil {
		return err
	}
	return writeSums(web, read)
}

// build installs the packages of package-lock.json, unless they are there, and
// writes src/gql and dist.
func build(web string) error {
	lock, err := sumFiles(web, []string{"package-lock.json"})
	if err != nil {
		return err
	}
	stamp := filepath.Join(web, "node_modules", ".installed.sum")
	if installed, err := os.ReadFile(stamp); err != nil || string(installed) != lock {
		if err := npm(web, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"); err != nil {
			return err
		}
		if err := os.WriteFile(stamp, []byte(lock), 0o600); err != nil {
			return err
		}
	}
	return npm(web, "run", "--silent", "build")
}

func npm(web string, args ...string) error {
	command := exec.Command("npm", args...)
	command.Dir, command.Stdout, command.Stderr = web, os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("npm %s: %w", args[0], err)
	}
	return nil
}

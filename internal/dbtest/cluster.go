package dbtest

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"

	embedded "github.com/fergusstrange/embedded-postgres"
)

// startCluster starts PostgreSQL with its files in folder.
func startCluster(folder string) (url string, stop func(), err error) {
	if bin := installed(); bin != "" {
		return startInstalled(bin, folder)
	}
	return startEmbedded(folder)
}

// installed is where the machine's newest PostgreSQL has its server; empty
// where it has none.
func installed() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return ""
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1])
}

func startEmbedded(folder string) (url string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	server := embedded.NewDatabase(embedded.DefaultConfig().
		Port(uint32(port)).
		RuntimePath(filepath.Join(folder, "run")).
		DataPath(filepath.Join(folder, "data")).
		Logger(os.Stderr))
	if err := server.Start(); err != nil {
		return "", nil, fmt.Errorf("start embedded PostgreSQL: %w", err)
	}
	return fmt.Sprintf("postgres://postgres:postgres@127.0.0.1:%d/postgres?sslmode=disable", port),
		func() { _ = server.Stop() }, nil
}

package dbtest

import (
	"fmt"
	"net"
	"os"
	"path/filepath"

	embedded "github.com/fergusstrange/embedded-postgres"

	"omnimap/internal/pgcluster"
)

// settings are for data that is thrown away: it need not survive the machine.
// Copies of a database are written past the log, which is kept small.
var settings = []string{"fsync=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal", "max_wal_senders=0",
	"max_connections=200", "shared_buffers=256MB", "max_wal_size=256MB"}

// startCluster starts PostgreSQL with its files in folder.
func startCluster(folder string) (url string, stop func(), err error) {
	if bin := pgcluster.Installed(); bin != "" {
		return pgcluster.Start(bin, folder, settings...)
	}
	return startEmbedded(folder)
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

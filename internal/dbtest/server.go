package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"omnimap/internal/pgcluster"
)

// postgresServer is the PostgreSQL of this test process, started when it is
// first asked for.
type postgresServer struct {
	once sync.Once
	url  string
	pool *sql.DB
	stop func()
	err  error
	// databases counts those made, for their names.
	databases atomic.Int64
}

var server postgresServer

// need fails a test where there is no PostgreSQL.
func (s *postgresServer) need(tb testing.TB) {
	tb.Helper()
	s.once.Do(func() { s.err = s.start() })
	if s.err != nil {
		tb.Fatalf("no PostgreSQL to test on: %v", s.err)
	}
}

func (s *postgresServer) start() (err error) {
	if s.url = os.Getenv("TEST_DATABASE_URL"); s.url == "" {
		removeLeftovers()
		memory := memoryFolder()
		if pgcluster.Installed() == "" {
			memory = "" // Programs may not be run from there, and the folder will have them.
		}
		folder, err := os.MkdirTemp(memory, clusterFolder)
		if err != nil {
			return err
		}
		var stop func()
		if s.url, stop, err = startCluster(folder); err != nil {
			os.RemoveAll(folder)
			return err
		}
		s.stop = func() {
			stop()
			os.RemoveAll(folder)
		}
	}
	if s.pool, err = sql.Open("pgx", s.url); err != nil {
		return err
	}
	s.pool.SetMaxIdleConns(1)
	return s.await(30 * time.Second)
}

// await waits until the server answers.
func (s *postgresServer) await(limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for {
		err := s.execute("SELECT 1")
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(20 * time.Millisecond) //nolint:forbidigo // This is how its start is waited for.
	}
}

func (s *postgresServer) execute(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err := s.pool.ExecContext(ctx, statement)
	return err
}

// databaseURL is the URL of one of the server's databases.
func (s *postgresServer) databaseURL(name string) (string, error) {
	u, err := url.Parse(s.url)
	if err != nil {
		return "", fmt.Errorf("read TEST_DATABASE_URL: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

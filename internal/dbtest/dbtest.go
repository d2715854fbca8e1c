// Package dbtest gives tests empty databases of both dialects. PostgreSQL is
// taken from TEST_DATABASE_URL; else a private cluster is started from the
// machine's own binaries, or, where there are none, from those that
// embedded-postgres brings.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// cluster is the PostgreSQL of this test process, started when it is first
// asked for.
type cluster struct {
	once sync.Once
	url  string
	stop func()
	err  error
	// databases counts those made, for their names.
	databases atomic.Int64
}

var postgres cluster

// Main runs a package's tests and then stops the PostgreSQL that they
// started; TestMain calls it.
func Main(m *testing.M) {
	code := m.Run()
	if postgres.stop != nil {
		postgres.stop()
	}
	os.Exit(code)
}

// Each runs a test on an empty database of each dialect.
func Each(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// EachPartitioned is Each, and runs the test on a partitioned schema too.
func EachPartitioned(t *testing.T, test func(t *testing.T, databaseURL string)) {
	Each(t, test)
	t.Run("partitioned", func(t *testing.T) { test(t, Partitioned(t)) })
}

// SQLite gives the URL of a database that does not exist yet.
func SQLite(tb testing.TB) string {
	return "sqlite:" + filepath.Join(tb.TempDir(), "test.db")
}

// Postgres gives the URL of an empty database, which is dropped when the test
// ends. A PostgreSQL that cannot be had fails the test.
func Postgres(tb testing.TB) string {
	tb.Helper()
	postgres.once.Do(postgres.start)
	if postgres.err != nil {
		tb.Fatalf("no PostgreSQL to test on: %v", postgres.err)
	}
	name := fmt.Sprintf("omnimap_test_%d_%d", os.Getpid(), postgres.databases.Add(1))
	if err := postgres.execute("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0"); err != nil {
		tb.Fatalf("make a database to test on: %v", err)
	}
	tb.Cleanup(func() {
		if err := postgres.execute("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			tb.Errorf("drop the database: %v", err)
		}
	})
	u, err := url.Parse(postgres.url)
	if err != nil {
		tb.Fatalf("read TEST_DATABASE_URL: %v", err)
	}
	u.Path = "/" + name
	return u.String()
}

func (c *cluster) start() {
	if c.url = os.Getenv("TEST_DATABASE_URL"); c.url != "" {
		return
	}
	folder, err := os.MkdirTemp("", "omnimap-postgres-")
	if err != nil {
		c.err = err
		return
	}
	var stop func()
	if c.url, stop, c.err = startCluster(folder); c.err != nil {
		os.RemoveAll(folder)
		return
	}
	c.stop = func() {
		stop()
		os.RemoveAll(folder)
	}
	c.err = c.await(30 * time.Second)
}

// await waits until the server answers.
func (c *cluster) await(limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for {
		err := c.execute("SELECT 1")
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (c *cluster) execute(statement string) error {
	pool, err := sql.Open("pgx", c.url)
	if err != nil {
		return err
	}
	defer pool.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, err = pool.ExecContext(ctx, statement)
	return err
}

package e2e

import (
	"bytes"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"omnimap/internal/pgcluster"
)

// postgresTools is the folder of pg_dump, pg_restore and psql. A machine without
// them skips the test; in CI it fails it.
func postgresTools(t *testing.T) string {
	t.Helper()
	bin := pgcluster.Installed()
	if bin != "" {
		if _, err := os.Stat(filepath.Join(bin, "pg_dump")); err == nil {
			return bin
		}
	}
	const why = "pg_dump, pg_restore and psql are not installed; Debian's package is postgresql"
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
	return ""
}

// postgresTool runs one of PostgreSQL's programs, which must succeed without an
// error or a warning.
func postgresTool(t *testing.T, name string, args ...string) (stdout string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(postgresTools(t), name), args...)
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	if err := cmd.Run(); err != nil || errors.Len() > 0 {
		t.Fatalf("%s %q: %v\n%s", name, args, err, errors.Bytes())
	}
	return out.String()
}

// psql runs statements and stops at the first error.
func psql(t *testing.T, databaseURL string, args ...string) {
	t.Helper()
	postgresTool(t, "psql", append([]string{"-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", databaseURL}, args...)...)
}

// openPostgres opens a database beside the program.
func openPostgres(t *testing.T, databaseURL string) *sql.DB {
	t.Helper()
	pool, err := sql.Open("pgx", databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	return pool
}

// run executes a statement, whose rows do not matter.
func run(t *testing.T, pool *sql.DB, statement string) {
	t.Helper()
	if _, err := pool.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

package db_test

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

var update = flag.Bool("update", false, "write db/schema anew from what the migrations make")

// TestSchemaObjects compares what a start looks for with what the migrations
// make.
func TestSchemaObjects(t *testing.T) {
	t.Parallel()
	dbtest.EachEmpty(t, func(t *testing.T, url string) {
		if path, isSQLite := strings.CutPrefix(url, "sqlite:"); isSQLite {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		pool, migrations, err := db.OpenMigrations(url)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		up(t, migrations)
		found, file, required, err := db.SchemaObjects(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		if found == required {
			return
		}
		if !*update {
			t.Fatalf("%s does not list what the migrations make; write it anew: go test ./db -run TestSchemaObjects -update", file)
		}
		if err := os.WriteFile(file, []byte(found), 0o644); err != nil {
			t.Fatal(err)
		}
	})
}

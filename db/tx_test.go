package db_test

import (
	"database/sql"
	"reflect"
	"testing"

	"omnimap/db"
)

// TestUsed gives an argument only to a query that names it whole.
func TestUsed(t *testing.T) {
	sku, skus := sql.Named("sku", 1), sql.Named("skus", 2)
	for query, want := range map[string][]any{
		"WHERE sku IN @skus":             {skus},
		"WHERE sku = @sku":               {sku},
		"WHERE sku IN @skus OR sku=@sku": {sku, skus},
		"WHERE (sku = @sku)":             {sku},
		"WHERE sku = @sku_2":             nil,
		"WHERE sku = @sku2":              nil,
		"WHERE sku = 'sku'":              nil,
	} {
		if got := db.Used(query, []sql.NamedArg{sku, skus}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s names %v, want %v", query, got, want)
		}
	}
}

package status

import (
	"database/sql/driver"
	"fmt"
	"testing"

	"omnimap/model"
)

// TestNumbers compares what SQL writes with what the database is given.
func TestNumbers(t *testing.T) {
	for text, status := range map[string]model.Status{Mapped: model.StatusMapped, Ignored: model.StatusIgnored, PartiallyMapped: model.StatusPartiallyMapped,
		NoMatch: model.StatusNoMatch, AmbiguousMatch: model.StatusAmbiguousMatch, OmniProductMapped: model.StatusOmniProductMapped,
		MatchTaken: model.StatusMatchTaken, Mappable: model.StatusMappable} {
		if want := fmt.Sprint(int(status)); text != want {
			t.Errorf("a status is %s, want %s", text, want)
		}
	}
	for _, test := range []struct {
		text  string
		value driver.Valuer
	}{
		{SourceImport, model.SourceImport}, {SourceCustom, model.SourceCustom}, {SourceDownload, model.SourceDownload},
		{LevelProduct, model.LevelProduct}, {LevelProductOption, model.LevelProductOption}, {LevelSizeOption, model.LevelSizeOption},
		{NoField, model.MatchField("")}, {FieldCode, model.FieldCode}, {FieldBarcode, model.FieldBarcode},
	} {
		value, err := test.value.Value()
		if want := fmt.Sprint(value); err != nil || test.text != want {
			t.Errorf("%v is %s, want %s (%v)", test.value, test.text, want, err)
		}
	}
}

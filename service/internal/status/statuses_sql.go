package status

import "omnimap/model"

// The numbers of model.Status in SQL.
const (
	Mapped            = string(rune('0' + model.StatusMapped))
	Ignored           = string(rune('0' + model.StatusIgnored))
	PartiallyMapped   = string(rune('0' + model.StatusPartiallyMapped))
	NoMatch           = string(rune('0' + model.StatusNoMatch))
	AmbiguousMatch    = string(rune('0' + model.StatusAmbiguousMatch))
	OmniProductMapped = string(rune('0' + model.StatusOmniProductMapped))
	MatchTaken        = string(rune('0' + model.StatusMatchTaken))
	Mappable          = string(rune('0' + model.StatusMappable))
)

// LeftByImport are the statuses of listings that are neither mapped nor
// mappable, for IN.
const LeftByImport = "(" + Ignored + ", " + PartiallyMapped + ", " + NoMatch + ", " + AmbiguousMatch + ", " + OmniProductMapped + ", " + MatchTaken + ")"

// The numbers of sources, levels and fields of mappings in SQL. NoField is the
// field of a custom mapping.
const (
	SourceImport   = "1"
	SourceCustom   = "2"
	SourceDownload = "3"

	LevelProduct       = "1"
	LevelProductOption = "2"
	LevelSizeOption    = "3"

	NoField      = "0"
	FieldCode    = "1"
	FieldBarcode = "2"
)

// LevelOfRank and FieldOfRank are the level and the field that the rank of a
// row s stands for.
const (
	LevelOfRank = "CASE WHEN s.rank IN (1, 4) THEN " + LevelSizeOption + " WHEN s.rank IN (2, 5) THEN " + LevelProductOption + " ELSE " + LevelProduct + " END"
	FieldOfRank = "CASE WHEN s.rank <= 3 THEN " + FieldCode + " ELSE " + FieldBarcode + " END"
)

package model

// Standing is a listing's status with the reason for it, as the database
// numbers them, in the order in which they are decided.
type Standing int16

// The standings, in the order of their checks.
const (
	StandingMapped            Standing = 1
	StandingPartiallyMapped   Standing = 2
	StandingNoMatch           Standing = 3
	StandingAmbiguousMatch    Standing = 4
	StandingOmniProductMapped Standing = 5
	StandingMatchTaken        Standing = 6
	StandingMappable          Standing = 7
)

// MappingStatus is a listing's status.
type MappingStatus string

// The statuses of a listing.
const (
	StatusMapped          MappingStatus = "MAPPED"
	StatusPartiallyMapped MappingStatus = "PARTIALLY_MAPPED"
	StatusMappable        MappingStatus = "MAPPABLE"
	StatusUnmappable      MappingStatus = "UNMAPPABLE"
)

// UnmappableReason says why a listing is unmappable.
type UnmappableReason string

// The reasons for which a listing is unmappable.
const (
	ReasonNoMatch           UnmappableReason = "NO_MATCH"
	ReasonAmbiguousMatch    UnmappableReason = "AMBIGUOUS_MATCH"
	ReasonOmniProductMapped UnmappableReason = "OMNI_PRODUCT_MAPPED"
	ReasonMatchTaken        UnmappableReason = "MATCH_TAKEN"
)

// Standings are all standings.
func Standings() []Standing {
	return []Standing{StandingMapped, StandingPartiallyMapped, StandingNoMatch, StandingAmbiguousMatch,
		StandingOmniProductMapped, StandingMatchTaken, StandingMappable}
}

// Status is the standing without its reason.
func (s Standing) Status() MappingStatus {
	switch s {
	case StandingMapped:
		return StatusMapped
	case StandingPartiallyMapped:
		return StatusPartiallyMapped
	case StandingMappable:
		return StatusMappable
	}
	return StatusUnmappable
}

// Reason says why a listing that stands so is unmappable; it is empty for one
// that is not.
func (s Standing) Reason() UnmappableReason {
	switch s {
	case StandingNoMatch:
		return ReasonNoMatch
	case StandingAmbiguousMatch:
		return ReasonAmbiguousMatch
	case StandingOmniProductMapped:
		return ReasonOmniProductMapped
	case StandingMatchTaken:
		return ReasonMatchTaken
	}
	return ""
}

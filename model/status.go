package model

// Status is a listing's status with the reason for it, as the database
// numbers them.
type Status int16

// The statuses, in the order of their checks. The numbers stay what they were
// when a status is added.
const (
	StatusMapped            Status = 1
	StatusIgnored           Status = 8
	StatusPartiallyMapped   Status = 2
	StatusNoMatch           Status = 3
	StatusAmbiguousMatch    Status = 4
	StatusOmniProductMapped Status = 5
	StatusMatchTaken        Status = 6
	StatusMappable          Status = 7
)

// MappingStatus is a listing's status.
type MappingStatus string

// The statuses of a listing.
const (
	MappingStatusMapped          MappingStatus = "MAPPED"
	MappingStatusPartiallyMapped MappingStatus = "PARTIALLY_MAPPED"
	MappingStatusMappable        MappingStatus = "MAPPABLE"
	MappingStatusUnmappable      MappingStatus = "UNMAPPABLE"
)

// UnmappableReason says why a listing is unmappable.
type UnmappableReason string

// The reasons for which a listing is unmappable.
const (
	ReasonIgnored           UnmappableReason = "IGNORED"
	ReasonNoMatch           UnmappableReason = "NO_MATCH"
	ReasonAmbiguousMatch    UnmappableReason = "AMBIGUOUS_MATCH"
	ReasonOmniProductMapped UnmappableReason = "OMNI_PRODUCT_MAPPED"
	ReasonMatchTaken        UnmappableReason = "MATCH_TAKEN"
)

// Statuses are all statuses.
func Statuses() []Status {
	return []Status{StatusMapped, StatusIgnored, StatusPartiallyMapped, StatusNoMatch, StatusAmbiguousMatch,
		StatusOmniProductMapped, StatusMatchTaken, StatusMappable}
}

// MappingStatus is the status without its reason.
func (s Status) MappingStatus() MappingStatus {
	switch s {
	case StatusMapped:
		return MappingStatusMapped
	case StatusPartiallyMapped:
		return MappingStatusPartiallyMapped
	case StatusMappable:
		return MappingStatusMappable
	}
	return MappingStatusUnmappable
}

// Reason says why a listing with this status is unmappable; it is empty if it
// is not.
func (s Status) Reason() UnmappableReason {
	switch s {
	case StatusIgnored:
		return ReasonIgnored
	case StatusNoMatch:
		return ReasonNoMatch
	case StatusAmbiguousMatch:
		return ReasonAmbiguousMatch
	case StatusOmniProductMapped:
		return ReasonOmniProductMapped
	case StatusMatchTaken:
		return ReasonMatchTaken
	}
	return ""
}

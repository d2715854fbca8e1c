package limit

// Limits are how large requests may be, in bytes.
type Limits struct {
	// Body is the limit of a request's JSON.
	Body int64
	// Upload is the limit of the files of a request together.
	Upload int64
}

// DefaultLimits are the limits of a server whose settings have none.
func DefaultLimits() Limits {
	return Limits{Body: 16 << 20, Upload: 1 << 30}
}

package config

import "runtime/debug"

const (
	// gcPercent lets the heap grow to five times what is live between two
	// collections. Little is live in a server: fewer collections leave a quarter
	// of the processor to requests, for some tens of MB.
	gcPercent = 400
	// softMemoryLimit is the number of bytes from which on the collector works
	// more, as while a spreadsheet is written.
	softMemoryLimit = 128 << 20
)

// TuneGC makes the garbage collector run less often, unless the environment
// sets GOGC, and bounds the memory, unless it sets GOMEMLIMIT. See ADR 16.
func (s *Settings) TuneGC() {
	if s.GCPercent == "" {
		debug.SetGCPercent(gcPercent)
	}
	if s.MemoryLimit == "" {
		debug.SetMemoryLimit(softMemoryLimit)
	}
}

// indexMemory is how much an index of a million Omni items takes while it is
// built, beside what a server takes.
const indexMemory = 600 << 20

// RaiseMemoryLimit makes room for one large index, unless the environment bounds
// the memory, until restore is called. Otherwise the collector would do little
// else meanwhile. It is called by one at a time.
func (s *Settings) RaiseMemoryLimit() (restore func()) {
	if s.MemoryLimit != "" {
		return func() {}
	}
	former := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(former + indexMemory)
	return func() { debug.SetMemoryLimit(former) }
}

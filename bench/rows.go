package main

// A row is a kind of work that is measured.
type row struct {
	Name string
	// Work says what is measured, and Beside what its baseline is, if any.
	Work, Beside string
	Target       target
}

// A target bounds what is measured of a row; zero fields do not.
type target struct {
	// MaxRatio bounds the time by the baseline's.
	MaxRatio float64 `json:",omitempty"`
	// MaxSeconds bounds the time.
	MaxSeconds float64 `json:",omitempty"`
	// MinRate bounds requests a second by the baseline's.
	MinRate float64 `json:",omitempty"`
	// MaxOver bounds how far the 99th percentile is above the baseline's, in
	// seconds.
	MaxOver float64 `json:",omitempty"`
	// MaxMemory bounds resident memory, in MiB.
	MaxMemory float64 `json:",omitempty"`
	// Only is the database that the target is for; empty for both.
	Only string `json:",omitempty"`
}

// jobRows are the rows that are timed, in their order in the report.
var jobRows = []row{
	{"omni-load", "load an export of N options", "the rows that it ends as, staged and moved", target{MaxRatio: 1.6}},
	{"report-load", "load a report of N listings", "the rows that it ends as, statuses and counts too", target{MaxRatio: 1.6}},
	{"import", "import", "one INSERT … SELECT joining a ready key table", target{MaxRatio: 1.5}},
	{"import-again", "import again, nothing to do", "", target{MaxSeconds: 1}},
	{"import-new", "import since the last, 1,000 new", "", target{MaxSeconds: 0.1}},
	{"status-unmapped", "productStatus, nothing mapped", "", target{MaxSeconds: 0.05}},
	{"preview-unmapped", "importPreview, nothing mapped", "", target{MaxSeconds: 0.05}},
	{"status", "productStatus, all imported", "", target{MaxSeconds: 0.05}},
	{"preview", "importPreview, all imported", "", target{MaxSeconds: 0.05}},
	{"delete-all", "delete all", "INSERT … SELECT into a history, DELETE", target{MaxRatio: 1.5}},
	{"restore-all", "restore all", "the reverse", target{MaxRatio: 1.5}},
	{"custom-list", "100 custom pairs as one list", "one transaction of 100 INSERTs", target{MaxRatio: 3}},
	{"custom-aliases", "100 aliases of one pair in one document", "one transaction of 100 INSERTs", target{}},
	{"remap", "remap of a connected set of 1,000", "", target{MaxSeconds: 0.3}},
	{"remap-many", "remap of up to 10,000 families, a mapping to make in each", "", target{MaxSeconds: 10}},
	{"remap-all", "dry run of what is safe in all partially mapped", "", target{}},
	{"field-barcode", "page of 50, all: with barcode", "the page without", target{MaxRatio: 1.5}},
	{"field-parent", "page of 50, all: with isParent", "the page without", target{MaxRatio: 1.5}},
	{"field-twins", "page of 50, all: with twins", "the page without", target{MaxRatio: 1.5}},
	{"field-held", "page of 50, Omni product mapped: with heldBy", "the page without", target{MaxRatio: 1.5}},
	{"field-outlook", "page of 50, partially mapped: with remapOutlook", "the page without", target{MaxSeconds: 0.1}},
	{"field-match-outlook", "page of 50, Omni product mapped: with matchRemapOutlook", "the page without", target{MaxSeconds: 0.1}},
	{"field-stock", "productStatus with unmappedStock", "productStatus", target{MaxRatio: 1.5}},
	{"sheet-out", "sheet of N rows out", "excelize writing the same cells", target{MaxRatio: 1.2, MaxMemory: 256}},
	{"sheet-in", "sheet of N rows in, mapped", "excelize reading the same cells", target{MaxRatio: 1.2, MaxMemory: 256}},
	{"pairs-in", "the same pairs in as CSV", "", target{}},
	{"split", "split of N listings, of which Amazon sends a quarter", "", target{}},
	{"pair-load", "load a known report of N listings into the pair", "the same before the split", target{}},
	{"memory", "the server's memory through all of it", "", target{MaxMemory: 512, Only: postgres}},
}

// pageTarget is every page's.
var pageTarget = target{MinRate: 0.75, MaxOver: 0.02}

// A sample is the figures of a row in one iteration. Times are in seconds. The
// JSON names are those of results files that -from may still read.
type sample struct {
	Product  float64
	Baseline float64 `json:"Floor,omitempty"`
	// Memory is the server's peak during it, in MiB.
	Memory float64 `json:",omitempty"`
	// The 99th percentiles, and what totalCount took, of a page; for it
	// Product and Baseline are requests a second.
	P99         float64 `json:",omitempty"`
	BaselineP99 float64 `json:"FloorP99,omitempty"`
	Count       float64 `json:",omitempty"`
}

// A series is a row with a sample of each iteration.
type series struct {
	row
	Samples []sample `json:"Rounds"`
}

// A run is what one database did with one size of catalogue.
type run struct {
	Database   string
	N          int
	Iterations int `json:"Rounds"`
	Series     []*series
	// Load is the machine's load average before and after.
	LoadBefore, LoadAfter string
}

// add keeps a sample of a row.
func (r *run) add(of row, s sample) {
	for _, known := range r.Series {
		if known.Name == of.Name {
			known.Samples = append(known.Samples, s)
			return
		}
	}
	r.Series = append(r.Series, &series{of, []sample{s}})
}

func jobRow(name string) row {
	for _, r := range jobRows {
		if r.Name == name {
			return r
		}
	}
	panic("there is no row " + name)
}

// median is the median of a figure over the iterations.
func (s *series) median(figure func(sample) float64) float64 {
	numbers := make([]float64, len(s.Samples))
	for i, taken := range s.Samples {
		numbers[i] = figure(taken)
	}
	return median(numbers)
}

func (s *series) product() float64  { return s.median(func(r sample) float64 { return r.Product }) }
func (s *series) baseline() float64 { return s.median(func(r sample) float64 { return r.Baseline }) }

// ratio is the median of the iterations' ratios; 0 without a baseline.
func (s *series) ratio() float64 {
	return s.median(func(r sample) float64 {
		if r.Baseline == 0 {
			return 0
		}
		return r.Product / r.Baseline
	})
}

// memory is the most that any iteration needed.
func (s *series) memory() float64 {
	most := 0.0
	for _, taken := range s.Samples {
		most = max(most, taken.Memory)
	}
	return most
}

// over is how far the 99th percentile is above the baseline's.
func (s *series) over() float64 {
	return s.median(func(r sample) float64 { return r.P99 - r.BaselineP99 })
}

// on returns the target for a database.
func (t target) on(database string) target {
	if t.Only != "" && t.Only != database {
		return target{}
	}
	return t
}

// verdict says whether the target was reached; "–" where there is none.
func (s *series) verdict(database string) string {
	t := s.Target.on(database)
	if t == (target{}) {
		return "–"
	}
	missed := t.MaxRatio > 0 && s.ratio() > t.MaxRatio ||
		t.MaxSeconds > 0 && s.product() > t.MaxSeconds ||
		t.MinRate > 0 && s.ratio() < t.MinRate ||
		t.MaxOver > 0 && s.over() > t.MaxOver ||
		t.MaxMemory > 0 && s.memory() > t.MaxMemory
	if missed {
		return "**miss**"
	}
	return "pass"
}

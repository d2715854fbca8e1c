package catalog

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// repeated is a file of some megabytes that is never in memory: a beginning,
// and then one line again and again.
type repeated struct {
	rest, line string
	lines      int
}

func newRepeated(begin, line string) *repeated {
	return &repeated{rest: begin, line: line, lines: 24 << 20 / len(line)}
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.lines == 0 {
			return 0, io.EOF
		}
		r.rest, r.lines = r.line, r.lines-1
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many megabytes")
	}
	note := strings.Repeat("x", 1000)
	t.Run("report", func(t *testing.T) {
		r, err := NewListingReader(newRepeated("seller-sku\titem-description\n", "A\t"+note+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		checkHeap(t, r.Read)
	})
	t.Run("export", func(t *testing.T) {
		r, err := NewOmniRowReader(newRepeated("Code,Description\n", "A,\""+note+"\n\"\n"))
		if err != nil {
			t.Fatal(err)
		}
		checkHeap(t, r.Read)
	})
	t.Run("products", func(t *testing.T) {
		file := io.MultiReader(newRepeated(`[{"id": 1}`, `, {"id": 2, "description": "`+note+`"}`), strings.NewReader("]"))
		r, err := NewOmniProductReader(file)
		if err != nil {
			t.Fatal(err)
		}
		checkHeap(t, r.Read)
	})
}

// checkHeap reads to the end, and wants the heap to stay small.
func checkHeap[T any](t *testing.T, read func() (T, error)) {
	t.Helper()
	runtime.GC()
	before, peak := heap(), uint64(0)
	row := 0
	for {
		if _, err := read(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if row++; row%1000 == 0 {
			peak = max(peak, heap())
		}
	}
	if grown := int64(peak) - int64(before); row < 20_000 || grown > 12<<20 {
		t.Errorf("at %d rows the heap grew by %d bytes", row, grown)
	}
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"syscall"
	"time"

	"omnimap/service/internal/suggest"
	"omnimap/service/internal/suggest/invent"
)

const (
	speedSeed     = 5
	speedOptions  = 1_000_000
	speedListings = 100_000
	// speedBatch is how many listings come at once.
	speedBatch = 5_000
)

// measureSpeed prints the processor time and the heap that suggestions for
// 100,000 listings of a million options take.
func measureSpeed(ctx context.Context) error {
	cases := invent.Catalogue(speedSeed, speedOptions, speedListings, func(*suggest.Item) {})
	made := cpuTime()
	invent.Catalogue(speedSeed, speedOptions, speedListings, func(*suggest.Item) {})
	making := cpuTime() - made
	runtime.GC()
	idle := heap()
	peak := watchHeap(ctx)
	began, start := cpuTime(), time.Now()
	index, _, err := inventedIndex(ctx, speedSeed, speedOptions, speedListings)
	if err != nil {
		return err
	}
	built := cpuTime()
	fmt.Printf("index: %.1f s of processor time, %d MiB at the peak\n", (built - began - making).Seconds(), (peak.Load()-idle)>>20)
	listings := listingsOf(cases)
	found := 0
	for from := 0; from < len(listings); from += speedBatch {
		suggestions, err := index.Suggest(ctx, listings[from:min(from+speedBatch, len(listings))], workers())
		if err != nil {
			return err
		}
		for _, of := range suggestions {
			found += min(len(of), 1)
		}
	}
	done := cpuTime()
	fmt.Printf("suggestions: %.1f s of processor time, %d of %d listings have one\n", (done - built).Seconds(), found, len(listings))
	fmt.Printf("in all: %.1f s of processor time, %.1f s, %d MiB of heap above idle at the peak\n",
		(done - began - making).Seconds(), time.Since(start).Seconds(), (peak.Load()-idle)>>20)
	return nil
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// watchHeap keeps the largest heap seen.
func watchHeap(ctx context.Context) *atomic.Uint64 {
	var peak atomic.Uint64
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				peak.Store(max(peak.Load(), heap()))
			}
		}
	}()
	return &peak
}

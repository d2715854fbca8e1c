package main

import (
	"cmp"
	"slices"
)

// median is the middle of some numbers, or between the two in the middle; 0 of
// none.
func median(numbers []float64) float64 {
	sorted := slices.Sorted(slices.Values(numbers))
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// percentile is the least that so many in a hundred do not exceed.
func percentile[T cmp.Ordered](values []T, percent int) T {
	var zero T
	if len(values) == 0 {
		return zero
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, (len(sorted)*percent+99)/100-1)]
}

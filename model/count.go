package model

import "strconv"

// Count is a number with its noun: "1 row", "2 rows".
func Count(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.FormatInt(n, 10) + " " + noun
}

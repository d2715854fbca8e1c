package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// seconds is how long a row's work took; of a page, one request of one
// connection's share.
func (s *series) seconds() float64 {
	if s.Target.MinRate > 0 && s.product() > 0 {
		return 1 / s.product()
	}
	return s.product()
}

// A curve is a row's time by the size of the catalogue.
type curve struct {
	name, work string
	points     []point
}

type point struct{ n, seconds float64 }

// curves are the rows of the runs on a database, in the order in which they
// were measured.
func curves(runs []*run, database string) []*curve {
	var all []*curve
	byName := map[string]*curve{}
	for _, r := range runs {
		if r.Database != database {
			continue
		}
		for _, s := range r.Series {
			if s.seconds() == 0 || s.Name == postgraphileRow.Name {
				continue
			}
			if byName[s.Name] == nil {
				byName[s.Name] = &curve{name: s.Name, work: s.Work}
				all = append(all, byName[s.Name])
			}
			byName[s.Name].points = append(byName[s.Name].points, point{float64(r.N), s.seconds()})
		}
	}
	for _, c := range all {
		slices.SortStableFunc(c.points, func(a, b point) int { return cmp.Compare(a.n, b.n) })
	}
	return all
}

// exponent is how a curve grows between its last two sizes: 1 is linear.
func (c *curve) exponent() float64 {
	if len(c.points) < 2 {
		return 0
	}
	a, b := c.points[len(c.points)-2], c.points[len(c.points)-1]
	return math.Log(b.seconds/a.seconds) / math.Log(b.n/a.n)
}

// worseThanLinear is the exponent from which on a row is said to grow so; what
// lies below may be noise.
const worseThanLinear = 1.1

// grown reports whether any database was measured with several sizes.
func (r *results) grown() bool {
	for _, database := range []string{postgres, sqlite} {
		for _, c := range curves(r.Runs, database) {
			if len(c.points) > 1 {
				return true
			}
		}
	}
	return false
}

// growthMarkdown is the chart, and a sentence for each row that grows worse
// than linearly.
func (r *results) growthMarkdown() string {
	var b strings.Builder
	b.WriteString("![Time by the size of the catalogue, on logarithmic axes](benchmarks.svg)\n")
	for _, database := range []string{postgres, sqlite} {
		all := curves(r.Runs, database)
		if len(all) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s:\n\n", title(database))
		worse := 0
		for _, c := range all {
			if c.exponent() <= worseThanLinear {
				continue
			}
			worse++
			from, to := c.points[len(c.points)-2], c.points[len(c.points)-1]
			fmt.Fprintf(&b, "- %s grows worse than linearly: from N = %s to %s, %.1f times the catalogue, it takes %.1f times as long (%s, %s).\n", c.work,
				grouped(int(from.n)), grouped(int(to.n)), to.n/from.n, to.seconds/from.seconds, duration(from.seconds), duration(to.seconds))
		}
		if worse == 0 {
			b.WriteString("Nothing grows worse than linearly.\n")
		}
	}
	return b.String()
}

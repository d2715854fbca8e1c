package main

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// The chart's measures, in pixels.
const (
	panelWidth  = 560
	panelHeight = 640
	marginLeft  = 60
	marginTop   = 40
	marginRight = 150
	marginFoot  = 40
	labelHeight = 11
)

var chartColours = []string{"#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf", "#ff7f0e"}

// drawChart draws time by the size of the catalogue on logarithmic axes, a
// panel for each database.
func drawChart(runs []*run) string {
	var panels [][]*curve
	var titles []string
	for _, database := range []string{postgres, sqlite} {
		if found := curves(runs, database); len(found) > 0 {
			panels, titles = append(panels, found), append(titles, title(database))
		}
	}
	a := axesOf(panels)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`+"\n", panelWidth*len(panels), panelHeight)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="white"/>`+"\n")
	for i, panel := range panels {
		fmt.Fprintf(&b, `<g transform="translate(%d 0)">`+"\n", i*panelWidth)
		fmt.Fprintf(&b, `<text x="%d" y="20" font-size="14">%s: time by N</text>`+"\n", marginLeft, titles[i])
		a.draw(&b)
		a.drawCurves(&b, panel)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// axes are the powers of ten between which everything lies.
type axes struct{ fromN, toN, fromSeconds, toSeconds float64 }

func axesOf(panels [][]*curve) axes {
	a := axes{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
	for _, panel := range panels {
		for _, c := range panel {
			for _, p := range c.points {
				a.fromN, a.toN = min(a.fromN, math.Log10(p.n)), max(a.toN, math.Log10(p.n))
				a.fromSeconds, a.toSeconds = min(a.fromSeconds, math.Floor(math.Log10(p.seconds))), max(a.toSeconds, math.Ceil(math.Log10(p.seconds)))
			}
		}
	}
	if a.toN-a.fromN < 0.1 {
		a.toN = a.fromN + 1
	}
	return a
}

func (a axes) x(n float64) float64 {
	return marginLeft + (math.Log10(n)-a.fromN)/(a.toN-a.fromN)*(panelWidth-marginLeft-marginRight)
}

func (a axes) y(seconds float64) float64 {
	return panelHeight - marginFoot - (math.Log10(seconds)-a.fromSeconds)/(a.toSeconds-a.fromSeconds)*(panelHeight-marginTop-marginFoot)
}

func (a axes) draw(b *strings.Builder) {
	for power := a.fromSeconds; power <= a.toSeconds; power++ {
		y := a.y(math.Pow(10, power))
		fmt.Fprintf(b, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			marginLeft, panelWidth-marginRight, y, y, marginLeft-6, y+4, tick(math.Pow(10, power)))
	}
	for power := math.Ceil(a.fromN); power <= a.toN; power++ {
		x := a.x(math.Pow(10, power))
		fmt.Fprintf(b, `<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n",
			x, x, marginTop, panelHeight-marginFoot, x, panelHeight-marginFoot+16, grouped(int(math.Round(math.Pow(10, power)))))
	}
}

// tick is a power of ten as a time.
func tick(seconds float64) string {
	switch {
	case seconds > 0.9:
		return fmt.Sprintf("%.0f s", seconds)
	case seconds > 0.0009:
		return fmt.Sprintf("%.0f ms", seconds*1e3)
	}
	return fmt.Sprintf("%.0f µs", seconds*1e6)
}

func (a axes) drawCurves(b *strings.Builder, panel []*curve) {
	// Names stand beside the ends of their curves, pushed down where they
	// would overlap.
	panel = slices.Clone(panel)
	last := func(c *curve) point { return c.points[len(c.points)-1] }
	slices.SortFunc(panel, func(p, q *curve) int { return int(math.Copysign(1, last(q).seconds-last(p).seconds)) })
	below := float64(marginTop)
	for i, c := range panel {
		colour := chartColours[i%len(chartColours)]
		var line strings.Builder
		for _, p := range c.points {
			fmt.Fprintf(&line, "%.1f,%.1f ", a.x(p.n), a.y(p.seconds))
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="2" fill="%s"/>`, a.x(p.n), a.y(p.seconds), colour)
		}
		below = max(below+labelHeight, a.y(last(c).seconds))
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s"/><text x="%.1f" y="%.1f" fill="%s">%s</text>`+"\n",
			strings.TrimSpace(line.String()), colour, a.x(last(c).n)+8, below, colour, html.EscapeString(c.name))
	}
}

package web_test

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// schemes are the colours of a token, light and dark.
var schemes = []string{"light", "dark"}

// readTokens gives the colours of src/styles/tokens.css by name and scheme.
func readTokens(t *testing.T) map[string][]string {
	t.Helper()
	content, err := os.ReadFile("src/styles/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string][]string{}
	pattern := regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);`)
	for _, match := range pattern.FindAllStringSubmatch(string(content), -1) {
		tokens[match[1]] = match[2:]
	}
	return tokens
}

// luminance is the relative luminance of a colour, by WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		part := float64(value) / 255
		if part <= 0.04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+0.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestTokenContrast wants every text to be read on every ground, by WCAG 2.2 AA:
// 4.5 for texts, 3 for the edges of fields, the focus ring and bars.
func TestTokenContrast(t *testing.T) {
	t.Parallel()
	tokens := readTokens(t)
	grounds := []string{"canvas", "surface", "raised", "subtle", "hover", "accent-soft"}
	check := func(least float64, front string, grounds ...string) {
		for _, ground := range grounds {
			if tokens[front] == nil || tokens[ground] == nil {
				t.Fatalf("there is no token %s or %s among %d", front, ground, len(tokens))
			}
			for i, scheme := range schemes {
				if got := contrast(t, tokens[front][i], tokens[ground][i]); got < least {
					t.Errorf("%s: %s on %s has a contrast of %.2f, less than %.1f", scheme, front, ground, got, least)
				}
			}
		}
	}
	for _, text := range []string{"text", "muted", "faint", "accent-text", "ok", "warn", "crit"} {
		check(4.5, text, grounds...)
	}
	for _, sign := range []string{"ok", "warn", "crit"} {
		soft := sign + "-soft"
		check(4.5, sign, soft)
		check(4.5, "text", soft)
		check(4.5, "muted", soft)
	}
	check(4.5, "on-accent", "accent", "accent-hover")
	check(4.5, "on-crit", "crit-fill")
	check(3, "edge", grounds...)
	check(3, "focus", grounds...)
	for _, bar := range []string{"bar-mapped", "bar-partial", "bar-mappable", "bar-left"} {
		check(3, bar, "surface")
	}
}

// TestTokensAlone wants the colours of the dashboard to be in the tokens alone.
func TestTokensAlone(t *testing.T) {
	t.Parallel()
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|--mantine-color-[a-z]+-[0-9]`)
	entries, err := os.ReadDir("src/styles")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
		if entry.Name() == "tokens.css" {
			continue
		}
		content, err := os.ReadFile("src/styles/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if found := colour.Find(content); found != nil {
			t.Errorf("%s has a colour of its own: %s", entry.Name(), found)
		}
	}
	if !slices.Contains(names, "tokens.css") {
		t.Errorf("there are no tokens among %q", names)
	}
}

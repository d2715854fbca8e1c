package main

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		numbers []float64
		want    float64
	}{
		{nil, 0},
		{[]float64{3}, 3},
		{[]float64{5, 1, 3}, 3},
		{[]float64{4, 1, 3, 2}, 2.5},
	} {
		if got := median(test.numbers); got != test.want {
			t.Errorf("median of %v is %v, want %v", test.numbers, got, test.want)
		}
	}
}

func TestPercentile(t *testing.T) {
	numbers := make([]int, 200)
	for i := range numbers {
		numbers[i] = 200 - i
	}
	for percent, want := range map[int]int{1: 2, 50: 100, 99: 198, 100: 200} {
		if got := percentile(numbers, percent); got != want {
			t.Errorf("percentile %d is %d, want %d", percent, got, want)
		}
	}
	if got := percentile([]int{7}, 99); got != 7 {
		t.Errorf("percentile of one number is %d, want 7", got)
	}
}

// TestCatalogue counts the rows itself and compares.
func TestCatalogue(t *testing.T) {
	for _, n := range []int{1000, 2000, 100_000} {
		c, err := newCatalogue(n, 1)
		if err != nil {
			t.Fatal(err)
		}
		targets := map[string][]int{}
		products := map[string]map[int]bool{}
		for i, o := range c.options {
			targets[o.key()] = append(targets[o.key()], i)
			targets[o.secondKey()] = append(targets[o.secondKey()], i)
			if products[o.styleCode] == nil {
				products[o.styleCode] = map[int]bool{}
			}
			products[o.styleCode][o.product] = true
		}
		claimed, skus := map[int]int{}, map[string]bool{}
		ambiguous, families := 0, map[string]int{}
		for _, l := range c.listings {
			skus[l.sku] = true
			families[l.parent]++
			switch {
			case len(targets[l.sku]) == 1:
				claimed[targets[l.sku][0]]++
			case len(targets[l.sku]) > 1 || len(products[l.sku]) > 1:
				ambiguous++
			case len(products[l.sku]) == 1:
				claimed[-len(claimed)-1]++
			}
		}
		taken := 0
		for _, n := range claimed {
			taken += n - 1
		}
		if len(skus) != n || len(claimed) != c.mappable || ambiguous != c.ambiguous || taken != c.taken {
			t.Errorf("n = %d: %d SKUs, %d mappable, %d ambiguous, %d taken; want %d, %d, %d, %d", n, len(skus), len(claimed), ambiguous, taken,
				n, c.mappable, c.ambiguous, c.taken)
		}
		delete(families, "")
		for family, members := range families {
			if members > 20 {
				t.Errorf("the family %s has %d listings", family, members)
			}
		}
		if after := allPages.count(c.after); after != n || c.mappable != n/10*9 {
			t.Errorf("n = %d: after an import %+v", n, c.after)
		}
	}
}

func TestCatalogueIsTheSame(t *testing.T) {
	var written [2]strings.Builder
	for i := range written {
		c, err := newCatalogue(1000, 7)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.writeExport(&written[i]); err != nil {
			t.Fatal(err)
		}
		if err := writeReport(&written[i], c.listings); err != nil {
			t.Fatal(err)
		}
	}
	if written[0].String() != written[1].String() {
		t.Error("the same seed gave two catalogues")
	}
}

func TestMarked(t *testing.T) {
	const begin, end = "<!-- x: begin -->\n", "<!-- x: end -->\n"
	for _, test := range []struct{ old, want string }{
		{"", begin + "new\n" + end},
		{"text\n", "text\n\n" + begin + "new\n" + end},
		{"a\n" + begin + "old\n" + end + "b\n", "a\n" + begin + "new\n" + end + "b\n"},
	} {
		if got := marked(test.old, "x", "new\n"); got != test.want {
			t.Errorf("marked %q is %q, want %q", test.old, got, test.want)
		}
	}
}

func TestVerdict(t *testing.T) {
	for _, test := range []struct {
		name     string
		target   target
		database string
		sample   sample
		want     string
	}{
		{"no target", target{}, postgres, sample{Product: 9}, "–"},
		{"ratio", target{MaxRatio: 1.5}, postgres, sample{Product: 3, Baseline: 2}, "pass"},
		{"ratio above", target{MaxRatio: 1.5}, postgres, sample{Product: 3.1, Baseline: 2}, "**miss**"},
		{"seconds above", target{MaxSeconds: 1}, sqlite, sample{Product: 1.1}, "**miss**"},
		{"rate", pageTarget, postgres, sample{Product: 75, Baseline: 100, P99: 0.05, BaselineP99: 0.04}, "pass"},
		{"rate below", pageTarget, postgres, sample{Product: 74, Baseline: 100}, "**miss**"},
		{"percentile above", pageTarget, postgres, sample{Product: 90, Baseline: 100, P99: 0.07, BaselineP99: 0.04}, "**miss**"},
		{"memory above", target{MaxMemory: 512}, postgres, sample{Memory: 600}, "**miss**"},
		{"memory on SQLite", target{MaxMemory: 512, Only: postgres}, sqlite, sample{Memory: 600}, "–"},
	} {
		s := &series{row: row{Target: test.target}, Samples: []sample{test.sample}}
		if got := s.verdict(test.database); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestTable(t *testing.T) {
	r := &run{Database: postgres, N: 1000}
	for _, product := range []float64{3, 1, 2} {
		r.add(jobRow("import"), sample{Product: product, Baseline: 1, Memory: 40})
		r.add(row{Name: "mapped-first", Work: "mapped: first", Target: pageTarget}, sample{Product: 900, Baseline: 1000, P99: 0.02, BaselineP99: 0.015, Count: 0.002})
	}
	text := (&results{Machine: &machine{CPU: "CPU"}, Runs: []*run{r}}).markdown()
	for _, want := range []string{
		"### PostgreSQL, N = 1,000\n",
		"| import | 2.00 s | 1.00 s | 2.00 | ≤ 1.5× | **miss** | 40 MiB |\n",
		"| mapped: first | 900 | 1000 | 0.90 | 20.0 ms | 15.0 ms | 5.0 ms | pass | 2.0 ms |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nlacks %s", text, want)
		}
	}
}

func TestGrowth(t *testing.T) {
	var runs []*run
	for i, n := range []int{1000, 10_000, 100_000} {
		r := &run{Database: sqlite, N: n}
		r.add(jobRow("import"), sample{Product: []float64{1, 10, 100}[i]})
		r.add(jobRow("remap"), sample{Product: []float64{1, 10, 400}[i]})
		runs = append(runs, r)
	}
	text := (&results{Runs: runs}).growthMarkdown()
	if want := "remap of a connected set of 1,000 grows worse than linearly: from N = 10,000 to 100,000, 10.0 times the catalogue, it takes 40.0 times as long"; !strings.Contains(text, want) {
		t.Errorf("%s\nlacks %s", text, want)
	}
	if strings.Contains(text, "import grows") {
		t.Errorf("%s\nsays that a linear row is not", text)
	}
	if chart := drawChart(runs); !strings.HasPrefix(chart, "<svg") || strings.Count(chart, "<polyline") != 2 || strings.Contains(chart, "NaN") {
		t.Errorf("the chart is %s", chart)
	}
}

func TestChosen(t *testing.T) {
	found, err := (&settings{only: []string{"remap", "few-unmappable"}}).chosen()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range found {
		names = append(names, s.name)
	}
	if got, want := strings.Join(names, " "), "omni-load report-load import remap sheets"; got != want {
		t.Errorf("the steps are %s, want %s", got, want)
	}
	if _, err := (&settings{only: []string{"nothing"}}).chosen(); err == nil {
		t.Error("an unknown row was taken")
	}
}

func TestFreshFamilies(t *testing.T) {
	c, err := newCatalogue(10_000, 1)
	if err != nil {
		t.Fatal(err)
	}
	listings, names := 0, map[string]bool{}
	families := c.freshFamilies()
	for _, f := range families {
		listings += len(f.skus)
		names[f.name] = true
	}
	if listings != len(c.fresh) || len(names) != len(families) || len(families) == listings {
		t.Errorf("%d listings in %d families of %d names, want %d listings", listings, len(families), len(names), len(c.fresh))
	}
}

func TestShare(t *testing.T) {
	list, joined := []int{1, 2, 3, 4, 5, 6, 7}, []int{}
	for nth := range 3 {
		joined = append(joined, share(list, nth, 3)...)
	}
	if !slices.Equal(joined, list) {
		t.Errorf("the shares of %v are %v", list, joined)
	}
}

func TestLoadTable(t *testing.T) {
	r := &loadRun{Replicas: 3, Clients: 50, N: 1000, Duration: 2 * time.Second, Kinds: []*tally{
		{Kind: "page", Took: []time.Duration{time.Millisecond, 3 * time.Millisecond, 2 * time.Millisecond}},
		{Kind: "import", Took: []time.Duration{time.Second}, Errors: []error{errors.New("import: it broke")}},
	}}
	text := loadMarkdown(&results{Machine: &machine{CPU: "CPU"}}, []*loadRun{r})
	for _, want := range []string{
		"3 replicas, N = 1,000, 50 clients for 2s:\n",
		"| page of a list | 3 | 1.5 | 2.0 ms | 3.0 ms | 3.0 ms | 0 |\n",
		"| all | 4 | 2.0 | 2.0 ms | 1.00 s | 1.00 s | 1 |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nlacks %s", text, want)
		}
	}
	if err := r.failed(); err == nil || !strings.Contains(err.Error(), "1 requests failed, such as: import: it broke") {
		t.Errorf("the run says that it failed by %v", err)
	}
}

func TestAccountsTable(t *testing.T) {
	r := &run{Database: postgres, N: 1000, Iterations: 9}
	r.add(row{Name: "import", Work: "import", Target: accountTarget}, sample{Product: 0.05, Baseline: 0.04})
	r.add(row{Name: "mapped-first", Work: "mapped: first", Target: accountTarget}, sample{Product: 0.0026, Baseline: 0.002})
	text := accountsMarkdown(&results{Machine: &machine{CPU: "CPU"}}, r)
	for _, want := range []string{
		"One of 1,000 accounts of 1,000 listings each, and the same alone; medians of 9 rounds.\n",
		"| work | among 1,000 | alone | ratio (≤ 1.25) | |\n",
		"| import | 50.0 ms | 40.0 ms | 1.25 | pass |\n",
		"| mapped: first | 2.6 ms | 2.0 ms | 1.30 | **miss** |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nlacks %s", text, want)
		}
	}
}

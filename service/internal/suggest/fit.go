package suggest

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// Example is what Fit learns from: the candidates of a listing, and which of
// them are right.
type Example struct {
	candidates []candidate
	right      []bool
	answered   bool
	// Weight is how much the example counts in the ranking.
	Weight float64
	// Uncalibrated says that it teaches what is likelier, but not how sure a
	// score is.
	Uncalibrated bool
}

// SetWeights has the index rank and score by other weights than the fitted.
func (ix *Index) SetWeights(w *Weights) { ix.weights = w }

// Examples returns an example for each listing.
func (ix *Index) Examples(ctx context.Context, listings []Listing, workers int, right func(i int, t Target) bool) ([]Example, error) {
	examples := make([]Example, len(listings))
	err := ix.match(ctx, listings, workers, func(i int, _ *query, ranked []candidate) {
		e := Example{candidates: slices.Clone(ranked), right: make([]bool, len(ranked)), Weight: 1}
		for k := range ranked {
			e.right[k] = right(i, ix.target(ranked[k].item))
			e.answered = e.answered || e.right[k]
		}
		examples[i] = e
	}, nil)
	return examples, err
}

const (
	fitEpochs         = 30
	calibrationEpochs = 40
	fitRate           = 0.25
	calibrationRate   = 0.2
	decay             = 1e-4
)

// Fit returns the weights under which the right candidates come first, and
// under which scores are shares of right ones.
func Fit(examples []Example) *Weights {
	w := &Weights{}
	r := rand.New(rand.NewPCG(1, 2))
	var squares [featureCount]float64
	for epoch := range fitEpochs {
		r.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		rate := fitRate / (1 + 0.1*float64(epoch))
		for i := range examples {
			if examples[i].answered {
				w.learn(&examples[i], &squares, rate)
			}
		}
	}
	w.calibrate(examples, r)
	return w
}

// learn takes a step towards the right candidates of an example.
func (w *Weights) learn(e *Example, squares *[featureCount]float64, rate float64) {
	shares, rights := w.shares(e)
	var gradient [featureCount]float64
	for k := range e.candidates {
		d := rights[k] - shares[k]
		if math.Abs(d) < 1e-9 {
			continue
		}
		for j, v := range e.candidates[k].features {
			gradient[j] += d * float64(v)
		}
	}
	for j, g := range gradient {
		if g == 0 {
			continue
		}
		g = g*e.Weight - decay*w.Features[j]
		squares[j] += g * g
		w.Features[j] = clamp(j, w.Features[j]+rate*g/(math.Sqrt(squares[j])+1e-6))
	}
}

// shares are each candidate's share of the certainty, and its share of the
// right ones'.
func (w *Weights) shares(e *Example) (shares, rights []float64) {
	shares, rights = make([]float64, len(e.candidates)), make([]float64, len(e.candidates))
	most := math.Inf(-1)
	for k := range e.candidates {
		shares[k] = w.strength(&e.candidates[k].features)
		most = max(most, shares[k])
	}
	all, right := 0.0, 0.0
	for k := range shares {
		shares[k] = math.Exp(shares[k] - most)
		all += shares[k]
		if e.right[k] {
			right += shares[k]
		}
	}
	for k := range shares {
		if e.right[k] {
			rights[k] = shares[k] / (right + 1e-12)
		}
		shares[k] /= all
	}
	return shares, rights
}

// clamp keeps evidence from counting against a candidate, and what speaks
// against it from counting for it.
func clamp(feature int, weight float64) float64 {
	switch feature {
	case fMeasureOther, fNumberOther, fModelOther, fModelMissing, fGTINOther, fCodeLength, fStyleOther,
		fEndingOther, fOptionOther, fPackOther, fPackUnsaid, fColourOther:
		return min(weight, 0)
	}
	return max(weight, 0)
}

type calibrated struct {
	inputs [certaintyCount]float64
	right  float64
}

// calibrate fits the scores of what would be suggested.
func (w *Weights) calibrate(examples []Example, r *rand.Rand) {
	var all []calibrated
	for i := range examples {
		e := &examples[i]
		if len(e.candidates) == 0 || e.Uncalibrated {
			continue
		}
		rightItems := map[uint32]bool{}
		for k, c := range e.candidates {
			rightItems[c.item] = e.right[k]
		}
		ranked := append([]candidate(nil), e.candidates...)
		w.rank(ranked)
		sum := total(ranked)
		for k := range ranked[:min(MaxSuggestions, len(ranked))] {
			c := calibrated{inputs: certaintyInputs(ranked, k, sum)}
			if rightItems[ranked[k].item] {
				c.right = 1
			}
			all = append(all, c)
		}
	}
	w.regress(all, r)
}

// regress is logistic regression.
func (w *Weights) regress(all []calibrated, r *rand.Rand) {
	var squares [certaintyCount]float64
	for range calibrationEpochs {
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i := range all {
			d := all[i].right - w.certainty(all[i].inputs)
			for k, v := range all[i].inputs {
				g := d * v
				squares[k] += g * g
				w.Certainty[k] += calibrationRate * g / (math.Sqrt(squares[k]) + 1e-6)
			}
		}
	}
}

// FeatureNames are the features' names, in the order of their weights.
func FeatureNames() []string {
	return []string{
		"fNameCover",
		"fTitleCover",
		"fShared",
		"fCovers",
		"fLetters",
		"fNeighbours",
		"fBrand",
		"fMeasure",
		"fMeasureOther",
		"fNumber",
		"fNumberOther",
		"fColour",
		"fColourOther",
		"fModel",
		"fModelHead",
		"fModelOther",
		"fModelMissing",
		"fGTIN",
		"fGTINUnit",
		"fGTINOther",
		"fCode",
		"fCodeZeros",
		"fCodeRun",
		"fCodeFirst",
		"fCodePrefix",
		"fCodeSlip",
		"fCodeLike",
		"fCodeLength",
		"fDamage",
		"fStyle",
		"fStyleValues",
		"fStyleOther",
		"fTitleCode",
		"fTitleCodePrefix",
		"fCodeDigits",
		"fEndingOther",
		"fOption",
		"fOptionCount",
		"fOptionOther",
		"fPack",
		"fPackOther",
		"fPackUnsaid",
		"fPrice",
		"fFamily",
		"fSameSKU",
		"fSameASIN",
	}
}

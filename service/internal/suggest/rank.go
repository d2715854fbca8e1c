package suggest

import "math"

// Weights say how much each feature counts, and how sure a strength is. Those in
// use are constants that a command has fitted.
type Weights struct {
	Features [featureCount]float64
	// Certainty weighs the inputs of the calibration.
	Certainty [certaintyCount]float64
}

// certaintyCount is how many inputs the calibration has.
const certaintyCount = 10

// ranks is how many candidates rank puts in order.
const ranks = MaxSuggestions + 3

// rank puts the strongest candidates first, in order; the others follow in none.
func (w *Weights) rank(found []candidate) {
	for i := range found {
		found[i].strength = w.strength(&found[i].features)
	}
	for i := range min(ranks, len(found)) {
		best := i
		for j := i + 1; j < len(found); j++ {
			if found[j].strength > found[best].strength ||
				found[j].strength == found[best].strength && found[j].item < found[best].item {
				best = j
			}
		}
		found[i], found[best] = found[best], found[i]
	}
}

func (w *Weights) strength(f *features) float64 {
	sum := 0.0
	for k, v := range f {
		if v != 0 {
			sum += w.Features[k] * float64(v)
		}
	}
	return sum
}

// certaintyInputs are what the calibration looks at for the candidate at place i
// of those ranked: how strong it is, how it stands out from the others, and
// what it rests on. total is the sum of exp(strength - the first's).
func certaintyInputs(ranked []candidate, i int, total float64) [certaintyCount]float64 {
	f := &ranked[i].features
	share := math.Exp(ranked[i].strength-ranked[0].strength) / total
	identity := max(f[fGTIN], f[fCode], f[fCodeZeros], f[fSameSKU], f[fSameASIN])
	return [certaintyCount]float64{
		1,
		ranked[i].strength / 10,
		math.Log(share/(1-share+1e-4) + 1e-4),
		float64(f[fNameCover]),
		float64(f[fTitleCover]),
		float64(identity),
		float64(max(f[fCodeRun], f[fTitleCode], f[fCodeSlip], f[fDamage])),
		float64(f[fModel]),
		math.Min(ranked[i].strength/10, 1.5) * math.Log(share/(1-share+1e-4)+1e-4),
		float64(max(f[fOptionOther], f[fEndingOther], f[fModelMissing], f[fModelOther], f[fColourOther])),
	}
}

func total(ranked []candidate) float64 {
	sum := 0.0
	for i := range ranked {
		sum += math.Exp(ranked[i].strength - ranked[0].strength)
	}
	return sum
}

// score is how likely the candidate at place i is right, from 0 to 100.
func (w *Weights) score(ranked []candidate, i int, total float64) int {
	return int(math.Round(100 * w.certainty(certaintyInputs(ranked, i, total))))
}

func (w *Weights) certainty(inputs [certaintyCount]float64) float64 {
	sum := 0.0
	for k, v := range inputs {
		sum += w.Certainty[k] * v
	}
	return 1 / (1 + math.Exp(-sum))
}

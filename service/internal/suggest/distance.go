package suggest

import "math/bits"

// maxDistance is the most slips of the pen that are looked for in a Code.
const maxDistance = 3

// maxSlipLen bounds the Codes in which slips are looked for.
const maxSlipLen = 40

// distance counts the letters to add, leave out, replace or swap with their
// neighbours to make b of a. It is maxDistance+1 if there are more.
func distance(a, b string) int {
	if d := len(a) - len(b); d > maxDistance || -d > maxDistance || len(a) > maxSlipLen || len(b) > maxSlipLen {
		return maxDistance + 1
	}
	var before, last, row [maxSlipLen + 1]int8
	for j := range len(b) + 1 {
		last[j] = int8(j)
	}
	for i := 1; i <= len(a); i++ {
		row[0] = int8(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := int8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > maxDistance {
			return maxDistance + 1
		}
		before, last = last, row
	}
	return int(min(last[len(b)], maxDistance+1))
}

// trigramCount is how many numbers trigrams have.
const trigramCount = 37 * 37 * 37

// eachTrigram calls f with the number of each three neighbours of a folded
// text, the beginning and the end included.
func eachTrigram(s string, f func(trigram int)) {
	p, q := 0, 0
	for i := range len(s) + 1 {
		c := 0
		if i < len(s) {
			c = letterNumber(s[i])
		}
		if i >= 1 {
			f((p*37+q)*37 + c)
		}
		p, q = q, c
	}
}

func letterNumber(c byte) int {
	switch {
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 1
	case isDigit(c):
		return int(c-'0') + 27
	}
	return 0
}

// likeness is the share of trigrams that two short texts have in common.
func likeness(a, b string) float32 {
	if len(a) < 2 || len(b) < 2 || len(a) > maxSlipLen || len(b) > maxSlipLen {
		return 0
	}
	var inA, inB [maxSlipLen + 1]int
	countA, countB := 0, 0
	eachTrigram(a, func(t int) { inA[countA] = t; countA++ })
	eachTrigram(b, func(t int) { inB[countB] = t; countB++ })
	both := 0
	for _, t := range inA[:countA] {
		for j, u := range inB[:countB] {
			if t == u {
				both++
				inB[j] = -1
				break
			}
		}
	}
	return 2 * float32(both) / float32(countA+countB)
}

// letterSet says roughly which trigrams a text has.
type letterSet struct {
	bits [32]uint64
	n    int
}

func letterBit(trigram int) (word int, bit uint64) {
	h := uint32(trigram) * 0x9E3779B1 >> 21
	return int(h >> 6), 1 << (h & 63)
}

func (s *letterSet) addWords(ws []string) {
	for _, w := range ws {
		eachTrigram(w, func(t int) {
			word, bit := letterBit(t)
			if s.bits[word]&bit == 0 {
				s.bits[word] |= bit
				s.n++
			}
		})
	}
}

// likeness is the share of trigrams that the words and the set have in common.
func (s *letterSet) likeness(ws []string) float32 {
	var own letterSet
	own.addWords(ws)
	both := 0
	for i := range s.bits {
		both += bits.OnesCount64(s.bits[i] & own.bits[i])
	}
	if s.n+own.n == 0 {
		return 0
	}
	return 2 * float32(both) / float32(s.n+own.n)
}

package suggest

import (
	"encoding/binary"
	"unsafe"
)

const (
	chunkBits = 20
	chunkSize = 1 << chunkBits
	// maxText cuts names; Codes are shorter.
	maxText = 2048
	// maxInterned bounds the map of texts that are expected to repeat.
	maxInterned = 1 << 16
)

// texts holds texts beside each other in chunks, so that a million of them are
// no load on the garbage collector and growing copies none. A text is named by
// the place of its length; the empty text by 0.
type texts struct {
	chunks   [][]byte
	interned map[string]uint32
}

// put keeps a text. Beyond 4 GiB of texts it keeps none, as if not known.
func (t *texts) put(s string) uint32 {
	if s == "" {
		return 0
	}
	s = s[:min(len(s), maxText)]
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last])+len(s)+binary.MaxVarintLen16 > chunkSize {
		if len(t.chunks) == 1<<(32-chunkBits) {
			return 0
		}
		chunk := make([]byte, 0, chunkSize)
		if last < 0 {
			chunk = append(chunk, 0) // place 0 is the empty text's
		}
		t.chunks = append(t.chunks, chunk)
		last++
	}
	place := uint32(last)<<chunkBits | uint32(len(t.chunks[last]))
	t.chunks[last] = append(binary.AppendUvarint(t.chunks[last], uint64(len(s))), s...)
	return place
}

// intern keeps a text that is likely to repeat, once.
func (t *texts) intern(s string) uint32 {
	if s == "" {
		return 0
	}
	if place, ok := t.interned[s]; ok {
		return place
	}
	place := t.put(s)
	if len(t.interned) < maxInterned {
		if t.interned == nil {
			t.interned = map[string]uint32{}
		}
		t.interned[t.get(place)] = place
	}
	return place
}

// get returns the text at a place. It is not copied: chunks never move.
func (t *texts) get(place uint32) string {
	if place == 0 {
		return ""
	}
	b := t.chunks[place>>chunkBits][place&(chunkSize-1):]
	n, width := binary.Uvarint(b)
	if n == 0 {
		return ""
	}
	return unsafe.String(&b[width], int(n))
}

// list grows by blocks, without copying what it holds.
type list[T any] struct {
	blocks [][]T
	n      int
}

const blockLen = 1 << 14

func (l *list[T]) add(v T) {
	if l.n%blockLen == 0 {
		l.blocks = append(l.blocks, make([]T, 0, blockLen))
	}
	last := &l.blocks[len(l.blocks)-1]
	*last = append(*last, v)
	l.n++
}

func (l *list[T]) at(i int) *T { return &l.blocks[i/blockLen][i%blockLen] }

// drain returns the values as one slice and empties the list, a block at a time.
func (l *list[T]) drain() []T {
	all := make([]T, 0, l.n)
	for i, block := range l.blocks {
		all = append(all, block...)
		l.blocks[i] = nil
	}
	*l = list[T]{}
	return all
}

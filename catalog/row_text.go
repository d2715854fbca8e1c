package catalog

// rowText gathers the values that a row uses into one text of their own, so
// that a row which is kept does not keep the whole line it came from.
type rowText struct {
	buf  []byte
	ends []int
}

func (t *rowText) reset() {
	t.buf, t.ends = t.buf[:0], t.ends[:0]
}

// end closes the value whose bytes have been appended to buf.
func (t *rowText) end() {
	t.ends = append(t.ends, len(t.buf))
}

// split gives the values in the order in which they were closed.
func (t *rowText) split(values []string) {
	text, start := string(t.buf), 0
	for i, end := range t.ends {
		values[i] = text[start:end]
		start = end
	}
}

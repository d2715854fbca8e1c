package service

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"omnimap/model"
)

// maxKey is how many characters a SKU, a Code, a Barcode or a reference may
// have.
const maxKey = 255

// maxText is how many characters a title, a name or any other text may have that
// is no key. One that was stored when there was no limit stays as it is.
const maxText = 2000

// cleanKey trims a key, and returns an error if it is not possible as a key.
func cleanKey(what, value string) (string, error) {
	key := strings.TrimSpace(value)
	if err := checkText(what, key); err != nil {
		return "", err
	}
	if n := utf8.RuneCountInString(key); n > maxKey {
		return "", invalid("The %s %s has %d characters; at most %d are possible. Shorten it and load the row again.", what, model.Quote(key), n, maxKey)
	}
	return key, nil
}

// checkText returns an error if a text cannot be stored.
func checkText(what, value string) error {
	if strings.IndexByte(value, 0) >= 0 {
		return invalid("The %s %s holds a NUL character. Remove it and load the row again.", what, model.Quote(value))
	}
	if !utf8.ValidString(value) {
		return invalid("The %s %s is not valid UTF-8. Save the file as UTF-8 and load it again.", what, model.Quote(value))
	}
	return nil
}

// firstCharacters are the first n characters of a text, to tell by it which row
// was refused.
func firstCharacters(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for at := range text {
		if n == 0 {
			return strings.Clone(text[:at])
		}
		n--
	}
	return text
}

// A cleaner cleans the values of one row and keeps the first error.
type cleaner struct{ err error }

// key cleans a key that may be absent. An empty one clears the value.
func (c *cleaner) key(what string, value *string) *string {
	if value == nil {
		return nil
	}
	key, err := cleanKey(what, *value)
	c.keep(err)
	return &key
}

// required cleans a key that must not be empty.
func (c *cleaner) required(what, value string) string {
	key, err := cleanKey(what, value)
	c.keep(err)
	if err == nil && key == "" {
		c.keep(invalid("The %s is empty. Give the row its %s and load it again.", what, what))
	}
	return key
}

// text checks a text that may be absent.
func (c *cleaner) text(what string, value *string) *string {
	if value != nil {
		c.keep(checkText(what, *value))
		c.keep(checkLength(what, *value))
	}
	return value
}

// checkLength returns an error if a text is too long.
func checkLength(what, value string) error {
	if len(value) <= maxText {
		return nil
	}
	if n := utf8.RuneCountInString(value); n > maxText {
		return invalid("The %s %s has %d characters; at most %d are possible. Shorten it and load the row again.", what, model.Quote(value), n, maxText)
	}
	return nil
}

func (c *cleaner) keep(err error) {
	if c.err == nil {
		c.err = err
	}
}

// staged is how a text or a decimal is staged: nil leaves the value, the empty
// text clears it. It is no pointer, which the driver would read by reflection.
func staged[T ~string](value *T) any {
	if value == nil {
		return nil
	}
	return string(*value)
}

// invalid is a user error about a value.
func invalid(format string, args ...any) error {
	return model.Refuse(model.CodeInvalid, fmt.Sprintf(format, args...))
}

package operation

import (
	"strings"
	"unicode"
)

// maxFileName is how many characters of a file's name are kept.
const maxFileName = 255

// cleanFileName is a file's name as it is kept with its operation: without
// folders and without characters that cannot be seen, which could pass one name
// off as another. It is nil where nothing is left. A name that is too long
// keeps its beginning and its end, which tells the kind of file.
func cleanFileName(given string) *string {
	name := given[strings.LastIndexAny(given, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.TrimSpace(name)
	if name == "" {
		return nil
	}
	if letters := []rune(name); len(letters) > maxFileName {
		const end = 55
		name = string(letters[:maxFileName-end-1]) + "…" + string(letters[len(letters)-end:])
	}
	return &name
}

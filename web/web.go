// Package web serves the dashboard and GraphiQL, which are built from the
// sources in this folder and kept, as they were built, in dist.
package web

//go:generate go run ./generate

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// The second pattern adds the files whose names begin with _ or a dot, which a
// folder's name alone leaves out.
//
//go:embed dist dist/assets/*
var built embed.FS

// policy lets pages load what this server has, and nothing else. The component
// library and GraphiQL's editor write styles; no script stands in a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// etags holds the ETag of each built file by its path in dist. They are weak
// because a file is sent gzipped or plain under the same tag.
var etags = sync.OnceValue(func() map[string]string {
	tags := map[string]string{}
	err := fs.WalkDir(built, "dist", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := built.ReadFile(name)
		tags[strings.TrimPrefix(name, "dist/")] = fmt.Sprintf(`W/"%x"`, sha256.Sum256(content))
		return err
	})
	if err != nil {
		panic(err) // The files are part of the program.
	}
	return tags
})

// NewHandler serves the pages: GraphiQL at /playground, files of the build by
// their names, and the dashboard at every other path, since its pages have
// addresses of their own.
func NewHandler() http.Handler {
	return gzhttp.GzipHandler(http.HandlerFunc(servePage))
}

func servePage(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Pages are only read; the API is at /graphql.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	// Paths of the build begin with assets/, or have an extension.
	asset := name == "assets" || strings.HasPrefix(name, "assets/")
	switch {
	case name == "playground":
		name = "playground.html"
	case !asset && (path.Ext(name) == "" || !fs.ValidPath(name)):
		name = "index.html"
	}
	content, err := built.ReadFile("dist/" + name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	// Names stay the same from release to release, so browsers must ask each time.
	// There is no Last-Modified: replicas and releases could not agree on one.
	header.Set("Cache-Control", "no-cache")
	header.Set("ETag", etags()[name])
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

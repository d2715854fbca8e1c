// Package web serves the dashboard and GraphiQL, which are built from the
// sources in this folder and kept, as they were built, in dist.
package web

//go:generate npm install --no-audit --no-fund --prefer-offline --loglevel=error
//go:generate npm run --silent build

import (
	"bytes"
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// A folder's files whose names begin with _ are left out unless they are named,
// and the bundler names some so.
//
//go:embed dist dist/assets/*
var built embed.FS

// policy lets pages load what this server has, and nothing else. The component
// library and GraphiQL's editor write styles; no script stands in a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// NewHandler serves the pages: GraphiQL at /playground, files of the build by
// their names, and the dashboard at every other path, since its pages have
// addresses of their own.
func NewHandler() http.Handler {
	return gzhttp.GzipHandler(pages{started: time.Now()})
}

// pages serves the built files. They are as old as the process.
type pages struct{ started time.Time }

func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
	header.Set("Cache-Control", "no-cache")
	if asset {
		// Their names change with what they hold.
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, name, p.started, bytes.NewReader(content))
}

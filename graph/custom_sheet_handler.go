package graph

import (
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"omnimap/graph/transport"
	"omnimap/model"
)

// SheetPath is where the spreadsheet for custom mappings is downloaded from.
const SheetPath = "/custom-mapping-sheet"

// sheetURL is the sheet's address for an integration, on this server.
func sheetURL(integrationID string) string {
	return SheetPath + "?" + url.Values{"integrationId": {integrationID}}.Encode()
}

// NewSheetHandler serves the spreadsheet for custom mappings.
func NewSheetHandler(r *Resolver, authenticate transport.Authenticate, log *slog.Logger) http.Handler {
	return transport.Guard(authenticate, log, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		ctx := request.Context()
		id := integrationIDOf(request.URL.Query().Get("integrationId"))
		found, err := r.Service.IntegrationsByID(ctx, model.ActorOf(ctx), []int64{id})
		if err != nil {
			log.ErrorContext(ctx, "request failed", "path", SheetPath, "error", err)
			http.Error(w, "internal error", http.StatusInternalServerError)
			return
		}
		if found[id] == nil {
			http.Error(w, "There is no such integration. Ask customMappingSheetUrl for the address.", http.StatusNotFound)
			return
		}
		sheet := &sheetWriter{ResponseWriter: w, name: sheetName(found[id].Name, time.Now())}
		if err := r.Service.WriteCustomMappingSheet(ctx, model.ActorOf(ctx), id, sheet); err != nil {
			log.ErrorContext(ctx, "request failed", "path", SheetPath, "error", err)
			if sheet.begun {
				// A sheet that is cut off must not look whole.
				panic(http.ErrAbortHandler)
			}
			http.Error(w, "internal error", http.StatusInternalServerError)
		}
	}))
}

// sheetWriter sets the headers once there is something to send.
type sheetWriter struct {
	http.ResponseWriter
	name  string
	begun bool
}

func (w *sheetWriter) Write(p []byte) (int, error) {
	if !w.begun {
		w.begun = true
		header := w.Header()
		header.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": w.name}))
		header.Set("Cache-Control", "no-store")
	}
	return w.ResponseWriter.Write(p)
}

// sheetName is a file name that every system takes, with the integration and
// the date.
func sheetName(integration string, now time.Time) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, integration)
	return "custom-mappings " + name + " " + now.UTC().Format(time.DateOnly) + ".xlsx"
}

package graph

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"omnimap/graph/limit"
	"omnimap/graph/transport"
	"omnimap/model"
	"omnimap/service"
)

// SheetPath is where the spreadsheet for custom mappings is downloaded from.
const SheetPath = "/custom-mapping-sheet"

// sheetURL is the sheet's address for an integration, on this server.
func sheetURL(integrationID string) string {
	return SheetPath + "?" + url.Values{"integrationId": {integrationID}}.Encode()
}

// NewSheetHandler serves the spreadsheet for custom mappings.
func NewSheetHandler(r *Resolver, o Options) http.Handler {
	return transport.Guard(o.Authenticate, o.Log, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		ctx := model.WithEffort(request.Context(), model.EffortLight)
		integration, rows, err := r.sheetSize(ctx, request.URL.Query().Get("integrationId"))
		if err != nil {
			transport.WriteError(w, request, o.Log, "make a spreadsheet", err)
			return
		}
		if wait := o.costs().Take(ctx, sheetCost(rows)); wait > 0 {
			w.Header().Set("Retry-After", strconv.FormatInt(wait, 10))
			http.Error(w, fmt.Sprintf("The key's budget cannot pay the %d points of the sheet. Wait %d seconds.", sheetCost(rows), wait), http.StatusTooManyRequests)
			return
		}
		if integration == nil {
			http.Error(w, "There is no such integration. Ask customMappingSheetUrl for the address.", http.StatusNotFound)
			return
		}
		sheet := &sheetWriter{ResponseWriter: w, name: sheetName(integration.Name, time.Now())}
		if err := r.Service.WriteCustomMappingSheet(ctx, model.ActorOf(ctx), integration.ID, sheet); err != nil {
			if errors.Is(err, service.ErrBusy) {
				w.Header().Set("Retry-After", "10")
				http.Error(w, "As many sheets are being downloaded as may be at once. Try again in 10 seconds.", http.StatusTooManyRequests)
				return
			}
			if sheet.begun {
				// A sheet that is cut off must not look whole.
				transport.LogFault(ctx, o.Log, "cut a spreadsheet off", err)
				panic(http.ErrAbortHandler)
			}
			transport.WriteError(w, request, o.Log, "make a spreadsheet", err)
		}
	}))
}

// sheetSize gives the integration of an id, nil where there is none, and how many
// rows its sheet has.
func (r *Resolver) sheetSize(ctx context.Context, id string) (*model.Integration, int64, error) {
	actor, integration := model.ActorOf(ctx), integrationIDOf(id)
	found, err := r.Service.IntegrationsByID(ctx, actor, []int64{integration})
	if err != nil || found[integration] == nil {
		return nil, 0, err
	}
	counts, err := r.Service.ProductStatus(ctx, actor, []int64{integration})
	if err != nil {
		return nil, 0, err
	}
	return found[integration], counts[integration].Unmappable, nil
}

// sheetCost is what a sheet costs: a point a row, as the entries of a list do,
// and no more than the dearest operation.
func sheetCost(rows int64) int64 { return min(max(rows, 1), limit.MaxCost) }

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

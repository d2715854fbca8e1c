package service

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// MaxNote is how many characters the note of an ignored listing may have.
const MaxNote = 2000

// IgnoreRequest says which listings not to map: exactly one of SKUs, FamilySKUs
// and Filter is not nil.
type IgnoreRequest struct {
	SKUs, FamilySKUs []string
	Filter           *ListingFilter
	// TakeBack ends the ignoring instead.
	TakeBack bool
	// Note says why. Nil leaves the note of a listing that is ignored already, an
	// empty one clears it.
	Note *string
}

// IgnoreResult is the result of ignoring listings, or of taking that back.
// Operation is nil if nothing changed.
type IgnoreResult struct {
	Operation *model.Operation
	// Changed counts the listings that became ignored, got another note, or are
	// not ignored any more.
	Changed int64
	// Rejected are the first listings and families that were rejected.
	Rejected []model.RejectedRow
}

// IgnoreListings ignores listings that are not mapped, so that no import maps
// them and they claim no target, or takes that back. See docs/rules.md.
func (s *Service) IgnoreListings(ctx context.Context, actor model.Actor, integration int64, request IgnoreRequest) (*IgnoreResult, error) {
	if kept, err := idempotency.Kept[IgnoreResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if err := request.check(); err != nil {
		return nil, err
	}
	spec := operation.Spec{Kind: model.OperationIgnore, Integration: &integration}
	if request.Filter == nil && len(request.SKUs)+len(request.FamilySKUs) == 0 {
		return &IgnoreResult{}, s.checkSpec(ctx, actor, spec)
	}
	var result *IgnoreResult
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) error {
		rejected, err := stageNames(ctx, run.Session, request)
		if err != nil {
			return err
		}
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*IgnoreResult, error) {
			locked, err := s.lockIntegration(tx, actor, integration)
			if err != nil {
				return nil, err
			}
			i := &ignoring{Statuses: status.New(tx, locked), run: run, integration: locked, rejectedRows: rejected}
			if request.Filter != nil {
				i.filter, i.filterArgs = s.ListingKeys(actor, integration, *request.Filter)
			}
			result, err := i.do(request)
			if err == nil {
				result.Operation = run.Recorded()
			}
			return result, err
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("ignore listings", err)
	}
	return result, nil
}

// check refuses a request that names listings in no way or in several, or too
// many of them, and one with an impossible note.
func (r IgnoreRequest) check() error {
	given := 0
	for _, is := range []bool{r.SKUs != nil, r.FamilySKUs != nil, r.Filter != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return model.Refuse(model.CodeInvalid, "Give exactly one of skus, familySkus and filter.", "input")
	case len(r.SKUs) > MaxList:
		return tooMany(len(r.SKUs), "skus")
	case len(r.FamilySKUs) > MaxList:
		return tooMany(len(r.FamilySKUs), "familySkus")
	case r.Filter != nil && len(r.Filter.SKUs) > MaxList:
		return tooMany(len(r.Filter.SKUs), "filter", "skus")
	case r.Note == nil:
		return nil
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(*r.Note)); n > MaxNote {
		return model.Refuse(model.CodeInvalid, fmt.Sprintf("The note has %d characters; at most %d are possible. Shorten it.", n, MaxNote), "input", "note")
	}
	if !utf8.ValidString(*r.Note) || strings.IndexByte(*r.Note, 0) >= 0 {
		return model.Refuse(model.CodeInvalid, "The note holds characters that cannot be stored: a NUL, or what is not valid UTF-8. Remove them.", "input", "note")
	}
	return nil
}

// stageNames stages the SKUs, or the families, by their places in the list, and
// rejects invalid ones.
func stageNames(ctx context.Context, session *db.Session, request IgnoreRequest) (*rejectedRows, error) {
	table, err := session.ReuseStagingTable(ctx, "staged_names", "place bigint NOT NULL", "name KEYTEXT NOT NULL")
	if err != nil {
		return nil, err
	}
	what, names := "SKU", request.SKUs
	if request.FamilySKUs != nil {
		what, names = "family SKU", request.FamilySKUs
	}
	rejected := new(rejectedRows)
	for i, given := range names {
		name, err := cleanKey(what, given)
		if err != nil {
			clean := sanitize(given)
			rejected.add(model.RejectedRow{Row: i + 1, SKU: &clean, Code: model.CodeInvalid, Message: err.Error()})
		} else if err := table.Add(ctx, i+1, name); err != nil {
			return nil, err
		}
	}
	return rejected, table.Flush(ctx)
}

// ignoring ignores listings, or takes that back, within its transaction.
type ignoring struct {
	*status.Statuses
	run *operation.Run
	*rejectedRows
	integration *model.Integration
	// filter is a query for the SKUs that the filter selects.
	filter     string
	filterArgs []any
}

func (i *ignoring) do(request IgnoreRequest) (*IgnoreResult, error) {
	if err := i.choose(request); err != nil {
		return nil, err
	}
	changed, err := i.change(request)
	if err != nil {
		return nil, err
	}
	result := &IgnoreResult{Changed: changed, Rejected: i.rows}
	if changed == 0 {
		return result, operation.ErrUnchanged
	}
	if err := i.UpdateIgnored(); err != nil {
		return nil, err
	}
	summary := &model.IgnoreSummary{Ignored: changed}
	if request.TakeBack {
		summary = &model.IgnoreSummary{TakenBack: changed}
	}
	i.run.Op.Total, i.run.Op.Summary.Ignore, i.run.Op.RejectedRows = &changed, summary, i.rows
	return result, i.run.Succeed(i.Tx)
}

// choose selects the listings that the request names into chosen_listings, each
// with its place, and rejects what there is not. Mapped ones are rejected unless
// their ignoring is to be taken back.
func (i *ignoring) choose(request IgnoreRequest) error {
	if err := i.Tx.ExpectFew(request.FamilySKUs == nil && request.Filter == nil && len(request.SKUs) <= status.FewRows); err != nil {
		return err
	}
	if err := i.CreateRefreshTables(); err != nil {
		return err
	}
	if err := i.Tx.CreateTempTables(db.TempTable{Name: "chosen_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, place bigint NOT NULL"}); err != nil {
		return err
	}
	if request.Filter != nil {
		if err := i.Tx.Exec("INSERT INTO chosen_listings (sku, place) SELECT k.sku, row_number() OVER (ORDER BY k.sku) FROM ("+i.filter+") k", i.filterArgs...).Error; err != nil {
			return fmt.Errorf("choose listings: %w", err)
		}
	} else if err := i.chooseNamed(request); err != nil {
		return err
	}
	if err := i.Tx.Analyze("chosen_listings"); err != nil {
		return err
	}
	if request.TakeBack {
		return nil
	}
	return i.rejectMapped()
}

// chooseNamed selects the listings of the staged SKUs, or families.
func (i *ignoring) chooseNamed(request IgnoreRequest) error {
	if err := i.Tx.Analyze("staged_names"); err != nil {
		return err
	}
	column, code, message := "sku", model.CodeUnknownSKU, "There is no listing with the SKU %s in this integration. Check it, or load the listings again."
	if request.FamilySKUs != nil {
		column, code, message = "family_sku", model.CodeNotFound, "No listing of this integration is of a family %s. Check the SKU."
	}
	named := status.InIntegration("g") + " AND g.snapshot = 0 AND g." + column + " = n.name"
	if err := i.RunAll(db.Step{What: "choose listings", Query: `INSERT INTO chosen_listings (sku, place)
SELECT g.sku, n.place FROM (SELECT name, min(place) AS place FROM staged_names GROUP BY name) n CROSS JOIN listing_statuses g WHERE ` + named}); err != nil {
		return err
	}
	var unknown []struct {
		Place int
		Name  string
	}
	if err := i.Tx.Select("SELECT n.place, n.name FROM staged_names n WHERE NOT EXISTS (SELECT 1 FROM listing_statuses g WHERE "+named+") ORDER BY n.place", i.Args(), &unknown); err != nil {
		return fmt.Errorf("find unknown names: %w", err)
	}
	rows := make([]model.RejectedRow, len(unknown))
	for k, u := range unknown {
		rows[k] = model.RejectedRow{Row: u.Place, SKU: &u.Name, Code: code, Message: fmt.Sprintf(message, model.Quote(u.Name))}
	}
	i.merge(int64(len(rows)), rows)
	return nil
}

// rejectMapped rejects the chosen listings that are mapped, by their places and
// SKUs.
func (i *ignoring) rejectMapped() error {
	var mapped []struct {
		Place int
		SKU   string
	}
	if err := i.Tx.Select(fmt.Sprintf(`SELECT c.place, c.sku FROM chosen_listings c CROSS JOIN mappings m WHERE `+status.InIntegration("m")+` AND m.sku = c.sku
ORDER BY c.place, c.sku LIMIT %d`, model.MaxRejectedRows), i.Args(), &mapped); err != nil {
		return fmt.Errorf("find mapped listings: %w", err)
	}
	if len(mapped) == 0 {
		return nil
	}
	rows := make([]model.RejectedRow, len(mapped))
	for k, m := range mapped {
		rows[k] = model.RejectedRow{Row: m.Place, SKU: &m.SKU, Code: model.CodeAlreadyMapped,
			Message: fmt.Sprintf("The listing %s is mapped. Delete its mapping, and say that it is not to be mapped again.", model.Quote(m.SKU))}
	}
	n, err := i.Run("take out mapped listings", `DELETE FROM chosen_listings WHERE EXISTS (
SELECT 1 FROM mappings m WHERE `+status.InIntegration("m")+` AND m.sku = chosen_listings.sku)`)
	i.merge(n, rows)
	return err
}

// change ignores the chosen listings, or ends that, and returns how many of
// them changed.
func (i *ignoring) change(request IgnoreRequest) (int64, error) {
	const ignored = `ignored_listings i WHERE i.account_id = @account AND i.integration_id = @integration AND i.sku = c.sku`
	if request.TakeBack {
		return i.TakeBack("SELECT c.sku FROM chosen_listings c CROSS JOIN " + ignored)
	}
	at, err := i.Tx.Tick(i.integration)
	if err != nil {
		return 0, err
	}
	by := model.Ignored{At: at, Actor: i.run.Op.Actor}
	var noted int64
	if request.Note != nil {
		if note := strings.TrimSpace(*request.Note); note != "" {
			by.Note = &note
		}
		if noted, err = i.changeNotes(by); err != nil {
			return 0, err
		}
	}
	added, err := i.Ignore("SELECT c.sku FROM chosen_listings c WHERE NOT EXISTS (SELECT 1 FROM "+ignored+")", by)
	return noted + added, err
}

// changeNotes gives the chosen listings that are ignored already another note,
// and returns how many had a different one.
func (i *ignoring) changeNotes(by model.Ignored) (int64, error) {
	return i.Run("change notes", `UPDATE ignored_listings SET ignored_at = CAST(@at AS bigint), actor = @actor, note = CAST(@note AS text)
WHERE `+status.InIntegration("ignored_listings")+` AND sku IN (SELECT sku FROM chosen_listings) AND note IS DISTINCT FROM CAST(@note AS text)`,
		sql.Named("at", by.At), sql.Named("actor", by.Actor), sql.Named("note", by.Note))
}

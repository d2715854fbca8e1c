package service_test

import (
	"context"
	"errors"
	"testing"
	"testing/iotest"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// TestRoleFirst has a viewer change things with lists and files that would be
// refused for what they are: the role is looked at before them.
func TestRoleFirst(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, actor, integration := open(t, dbtest.SQLite(t))
	actor.Role = model.RoleViewer
	unread := iotest.ErrReader(errors.New("the file is read"))
	long := make([]model.CustomPair, service.MaxList+1)
	for name, change := range map[string]func() (any, error){
		"upsert no products": func() (any, error) { return s.UpsertOmniProducts(ctx, actor, nil) },
		"upsert products": func() (any, error) {
			return s.UpsertOmniProducts(ctx, actor, make([]model.OmniProductInput, len(long)))
		},
		"load products": func() (any, error) { return s.LoadOmniProducts(ctx, actor, unread, service.FileLoad{}) },
		"upsert listings": func() (any, error) {
			return s.UpsertListings(ctx, actor, integration, make([]model.ListingInput, len(long)))
		},
		"load listings": func() (any, error) { return s.LoadListings(ctx, actor, integration, unread, service.FileLoad{}) },
		"map no pairs": func() (any, error) {
			return s.ApplyCustomMappings(ctx, actor, integration, nil, service.CustomOptions{})
		},
		"map pairs": func() (any, error) {
			return s.ApplyCustomMappings(ctx, actor, integration, long, service.CustomOptions{DryRun: true})
		},
		"map a file": func() (any, error) {
			return s.ApplyCustomMappingFile(ctx, actor, integration, unread, service.CustomOptions{})
		},
		"remap nothing": func() (any, error) { return s.RemapProducts(ctx, actor, integration, service.RemapRequest{}) },
		"remap pairs": func() (any, error) {
			return s.RemapProducts(ctx, actor, integration, service.RemapRequest{Pairs: long, DryRun: true})
		},
		"restore nothing":  func() (any, error) { return s.RestoreMappings(ctx, actor, "x") },
		"download nothing": func() (any, error) { return s.DownloadProducts(ctx, actor, integration, service.DownloadRequest{}) },
		"download families": func() (any, error) {
			return s.DownloadProducts(ctx, actor, integration, service.DownloadRequest{FamilySKUs: make([]string, len(long))})
		},
		"delete no downloads": func() (any, error) { return s.DeleteDownloadedProducts(ctx, actor, integration, nil) },
		"ignore nothing":      func() (any, error) { return s.IgnoreListings(ctx, actor, integration, service.IgnoreRequest{}) },
		"suggest":             func() (any, error) { return s.SuggestMappings(ctx, actor, integration) },
		"accept": func() (any, error) {
			return s.AcceptSuggestions(ctx, actor, integration, service.AcceptRequest{DryRun: true})
		},
		"reject nothing": func() (any, error) { return s.RejectSuggestions(ctx, actor, integration, service.RejectRequest{}) },
		"import":         func() (any, error) { return s.ImportProducts(ctx, actor, integration, model.ScopeAll) },
		"split": func() (any, error) {
			return s.SplitIntegration(ctx, actor, integration, service.SplitRequest{DryRun: true})
		},
		"delete nothing": func() (any, error) { return s.DeleteMappings(ctx, actor, integration, nil, service.DeleteOptions{}) },
		"delete mappings": func() (any, error) {
			return s.DeleteMappings(ctx, actor, integration, make([]*service.MappingID, len(long)), service.DeleteOptions{})
		},
		"delete all": func() (any, error) {
			return s.DeleteAllMappings(ctx, actor, integration, "no name", service.DeleteOptions{})
		},
	} {
		if result, err := change(); !errors.As(err, new(*model.ForbiddenError)) {
			t.Errorf("%s: %+v, %v", name, result, err)
		}
	}
}

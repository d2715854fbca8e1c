package e2e

import (
	"slices"
	"testing"

	"omnimap/internal/dbtest"
)

// TestRoles sends every mutation with a key of each role.
func TestRoles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		admin, editor, viewer := s.client, s.client, s.client
		admin.key = makeKey(t, url, "-role", "admin", "-name", "a")
		editor.key = makeKey(t, url, "-role", "editor", "-name", "e")
		viewer.key = makeKey(t, url, "-role", "viewer", "-name", "v")
		id := viewer.sampleID(t)
		nodes, sku := editor.oneOfEach(t, id)
		admins := []string{"createIntegration", "updateIntegration", "deleteIntegration"}
		inputs := allMutations(t, id, nodes, sku)
		for name, input := range inputs {
			if !forbidden(viewer.tryMutation(t, name, input)) {
				t.Errorf("a viewer may %s", name)
			}
			if slices.Contains(admins, name) && !forbidden(editor.tryMutation(t, name, input)) {
				t.Errorf("an editor may %s", name)
			}
		}
		checkJSON(t, viewer.ask(t, "{integrations {name productStatus {mapped}} operations {totalCount}}", nil),
			`{"integrations": [{"name": "Amazon UK (sample)", "productStatus": {"mapped": 130}}], "operations": {"totalCount": 4}}`)
		for name, input := range inputs {
			if resp := editor.tryMutation(t, name, input); !slices.Contains(admins, name) && len(resp.Errors) > 0 {
				t.Errorf("an editor may not %s: %+v", name, resp.Errors)
			}
		}
		for _, name := range admins {
			if resp := admin.tryMutation(t, name, inputs[name]); len(resp.Errors) > 0 {
				t.Errorf("an admin may not %s: %+v", name, resp.Errors)
			}
		}
		var found struct {
			Operations struct{ Nodes []struct{ Actor string } }
		}
		admin.read(t, "{operations(first: 1) {nodes {actor}}}", nil, &found)
		if actor := found.Operations.Nodes[0].Actor; actor != "e" {
			t.Errorf("an operation of the editor's key remembers %q", actor)
		}
	})
}

// forbidden tells whether the response is that the role does not allow it.
func forbidden(resp response) bool {
	return len(resp.Errors) == 1 && resp.Errors[0].Extensions.Code == "FORBIDDEN"
}

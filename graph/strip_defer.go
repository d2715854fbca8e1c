package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// stripDefer takes @defer out of a document. A server may ignore it and respond
// at once; gqlgen would leave out what is deferred, since no transport here
// sends the rest.
func stripDefer(events *core.Events, _ core.AddErrFunc) {
	events.OnInlineFragment(func(_ *core.Walker, f *ast.InlineFragment) { f.Directives = withoutDefer(f.Directives) })
	events.OnFragmentSpread(func(_ *core.Walker, f *ast.FragmentSpread) { f.Directives = withoutDefer(f.Directives) })
}

// withoutDefer leaves the list that it is given as it is: other rules may be
// reading it.
func withoutDefer(directives ast.DirectiveList) ast.DirectiveList {
	if directives.ForName("defer") == nil {
		return directives
	}
	var others ast.DirectiveList
	for _, directive := range directives {
		if directive.Name != "defer" {
			others = append(others, directive)
		}
	}
	return others
}

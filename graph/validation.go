package graph

import "github.com/vektah/gqlparser/v2/validator/rules"

// validationRules are those of GraphQL and this server's own.
func validationRules() *rules.Rules {
	all := rules.NewDefaultRules()
	all.AddRule("LeaveDefer", stripDefer)
	all.AddRule("IdempotentOnMutations", idempotentOnMutations)
	return all
}

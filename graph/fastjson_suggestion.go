package graph

import (
	"strconv"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

func appendSuggestion(dst []byte, s *model.Suggestion, field *step) []byte {
	switch field.name {
	case "target":
		return appendObject(dst, s.Target, field.below, appendTarget)
	case "score":
		return appendInt(dst, s.Score)
	case "evidence":
		return appendList(dst, s.Evidence, field.below, appendEvidence)
	case "obstacle":
		return appendTextOrNull(dst, s.Obstacle)
	}
	return nil
}

func appendEvidence(dst []byte, e *model.Evidence, field *step) []byte {
	switch field.name {
	case "kind":
		return gqlerr.AppendText(dst, e.Kind)
	case "sentence":
		return gqlerr.AppendText(dst, e.Sentence)
	case "against":
		return strconv.AppendBool(dst, e.Against)
	}
	return nil
}

func appendAffix(dst []byte, a *model.Affix, field *step) []byte {
	switch field.name {
	case "text":
		return gqlerr.AppendText(dst, a.Text)
	case "prefix":
		return strconv.AppendBool(dst, a.Prefix)
	case "count":
		return appendInt(dst, a.Count)
	}
	return nil
}

func appendSuggestedMapping(dst []byte, m *model.SuggestedMapping, field *step) []byte {
	switch field.name {
	case "listing":
		return appendObject(dst, m.Listing, field.below, appendListing)
	case "suggestion":
		return appendObject(dst, m.Suggestion, field.below, appendSuggestion)
	}
	return nil
}

func appendSuggestedMappingEdge(dst []byte, e *SuggestedMappingEdge, field *step) []byte {
	switch field.name {
	case "cursor":
		return gqlerr.AppendText(dst, e.Cursor)
	case "node":
		return appendObject(dst, e.Node, field.below, appendSuggestedMapping)
	}
	return nil
}

package graph

import (
	"strings"
	"unicode"
)

// oneCase is an object's id in small letters, as Graph nearly always writes it: lists are joined by ids, and one that comes in
// capitals would stand for another object. What is no GUID stays as it is, because its letters count.
func oneCase(id string) string {
	if len(id) != len("00000000-0000-0000-0000-000000000000") || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return id
	}
	return strings.ToLower(id)
}

// userID is the id of a user, or none where it could be that of none: what nobody sees would stand for another, and a path be
// that of something else.
func userID(id string) string {
	strange := func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) || r == unicode.ReplacementChar || strings.ContainsRune(`/\?#%`, r)
	}
	if id == "." || id == ".." || strings.ContainsFunc(id, strange) {
		return ""
	}
	return id
}

func inOneCase(ids []string) []string {
	for i := range ids {
		ids[i] = oneCase(ids[i])
	}
	return ids
}

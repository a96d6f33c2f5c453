package m365

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Labels are what a person calls a tenant by, beside Microsoft's own name.
type Labels struct {
	// Alias is the own name; empty where there is none.
	Alias string
	// Tags are words that tenants are grouped by, sorted.
	Tags []string
}

// How long an own name and a tag may be, in characters, and how many tags a tenant may have.
const (
	LongestAlias = 60
	LongestTag   = 30
	MostTags     = 20
)

// LabelError says which field of the labels cannot be kept, and why.
type LabelError struct{ Alias, Tags string }

func (e *LabelError) Error() string { return strings.TrimSpace(e.Alias + " " + e.Tags) }

// ParseLabels reads an own name, and tags with commas between them. Of tags that differ in case alone the first one counts.
func ParseLabels(alias, tags string) (Labels, error) {
	labels := Labels{Alias: strings.Join(strings.Fields(alias), " ")}
	for _, tag := range strings.FieldsFunc(tags, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		tag = strings.Join(strings.Fields(tag), " ")
		same := func(other string) bool { return strings.EqualFold(other, tag) }
		if tag != "" && !slices.ContainsFunc(labels.Tags, same) {
			labels.Tags = append(labels.Tags, tag)
		}
	}
	slices.SortFunc(labels.Tags, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return labels, labels.check()
}

func (l Labels) check() error {
	var wrong LabelError
	if utf8.RuneCountInString(l.Alias) > LongestAlias {
		wrong.Alias = fmt.Sprintf("An own name has at most %d characters.", LongestAlias)
	}
	for _, tag := range l.Tags {
		if utf8.RuneCountInString(tag) > LongestTag {
			wrong.Tags = fmt.Sprintf("A tag has at most %d characters; %q has %d.", LongestTag, tag, utf8.RuneCountInString(tag))
		}
	}
	if len(l.Tags) > MostTags {
		wrong.Tags = fmt.Sprintf("A tenant has at most %d tags; these are %d.", MostTags, len(l.Tags))
	}
	if wrong != (LabelError{}) {
		return &wrong
	}
	return nil
}

// Package newuser is what a user is created from: the tenant's habit of naming, templates, and lists in files.
package newuser

import (
	"strings"
	"unicode"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The holes of a pattern, each filled with a name or its first letter.
const (
	holeFirst        = "{first}"
	holeLast         = "{last}"
	holeFirstInitial = "{f}"
	holeLastInitial  = "{l}"
)

// The patterns of usernames that are known, the usual ones first: where two are as frequent, the first is taken.
var usernames = []string{
	holeFirst + "." + holeLast, holeFirstInitial + holeLast, holeFirst, holeFirst + holeLast, holeFirstInitial + "." + holeLast,
	holeFirst + holeLastInitial, holeFirst + "_" + holeLast, holeFirst + "-" + holeLast, holeLast + "." + holeFirst, holeLast + holeFirst,
	holeLast + holeFirstInitial, holeLast + "." + holeFirstInitial, holeFirst + "." + holeLastInitial, holeLast,
}

// The patterns of display names.
var displayNames = []string{
	holeFirst + " " + holeLast, holeLast + ", " + holeFirst, holeLast + " " + holeFirst, holeFirst,
}

// Pattern is how a tenant names its users.
type Pattern struct {
	// Username is the part before the @, Display the display name.
	Username string `json:"username,omitempty"`
	Display  string `json:"display,omitempty"`
}

// UsernamePatterns are those that can be chosen.
func UsernamePatterns() []string { return append([]string{}, usernames...) }

// PatternOf is how most of some users are named.
func PatternOf(users []m365.User) Pattern {
	usernameCounts, displayCounts := make([]int, len(usernames)), make([]int, len(displayNames))
	for _, user := range users {
		if user.GivenName == "" || user.Surname == "" || user.Type == m365.Guest {
			continue
		}
		local, _, _ := strings.Cut(user.UserPrincipalName, "@")
		count(usernameCounts, usernames, func(pattern string) bool {
			return strings.EqualFold(Username(pattern, user.GivenName, user.Surname), local)
		})
		count(displayCounts, displayNames, func(pattern string) bool {
			return strings.EqualFold(Display(pattern, user.GivenName, user.Surname), user.DisplayName)
		})
	}
	return Pattern{Username: most(usernameCounts, usernames), Display: most(displayCounts, displayNames)}
}

func count(counts []int, patterns []string, fits func(string) bool) {
	for i, pattern := range patterns {
		if fits(pattern) {
			counts[i]++
		}
	}
}

func most(counts []int, patterns []string) string {
	best := 0
	for i := range counts {
		if counts[i] > counts[best] {
			best = i
		}
	}
	return patterns[best]
}

// Username is the part before the @ that a pattern makes of names, with what Microsoft takes alone; empty where they do not
// fill it.
func Username(pattern, first, last string) string {
	return strings.Trim(fill(pattern, letters(first), letters(last)), ".-_")
}

// Display is the display name that a pattern makes of names.
func Display(pattern, first, last string) string {
	return strings.Trim(fill(pattern, strings.TrimSpace(first), strings.TrimSpace(last)), " ,")
}

func fill(pattern, first, last string) string {
	return strings.NewReplacer(holeFirst, first, holeLast, last, holeFirstInitial, initial(first), holeLastInitial, initial(last)).Replace(pattern)
}

func initial(name string) string {
	for _, letter := range name {
		return string(letter)
	}
	return ""
}

// spelled are letters that have no mark to take away.
var spelled = strings.NewReplacer("ß", "ss", "æ", "ae", "ø", "o", "å", "a", "ł", "l", "đ", "d", "þ", "th", "œ", "oe", "ı", "i")

// letters are those of a name that stand in a username: small, without marks.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-') {
			return r
		}
		return -1
	}, spelled.Replace(table.Fold(name)))
}

// Others are usernames to try where one is taken: with the first letter of the first name, and with numbers.
func Others(local, first, last string) []string {
	var others []string
	for _, one := range []string{
		Username(holeFirstInitial+"."+holeLast, first, last), Username(holeFirst+"."+holeLast, first, last),
		Username(holeFirstInitial+holeLast, first, last), local + "2", local + "3",
	} {
		if one != "" && one != local {
			others = append(others, one)
		}
	}
	return others
}

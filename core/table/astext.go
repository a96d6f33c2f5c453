package table

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// separators may begin a cell anew: a file with commas that is read with semicolons or tabs, as in some countries, is split
// there, and quotes protect only the first cell of a line.
const separators = ",;|\t\r\n"

// leads begin a formula, also in their wide and small forms; the last is the minus of mathematics.
const leads = "=+-@\u2212"

var plainNumber = regexp.MustCompile(`^[+-][0-9]+([.,][0-9]+)*$`)

// AsText puts an apostrophe before what a spreadsheet would run as a formula, at the beginning of a field and behind every
// separator in it, so that no country's spreadsheet runs it. A plain number such as -5 stays one.
// https://owasp.org/www-community/attacks/CSV_Injection
func AsText(field string) string {
	var guarded strings.Builder
	written := 0
	begins := true
	for at, r := range field {
		if begins && runs(field[at:]) {
			guarded.WriteString(field[written:at] + "'")
			written = at
		}
		begins = strings.ContainsRune(separators, r)
	}
	if written == 0 && guarded.Len() == 0 {
		return field
	}
	return guarded.String() + field[written:]
}

var telephone = regexp.MustCompile(`^\+[0-9][0-9 ()./-]*$`)

// AsValue is AsText for a value that is copied by itself: a telephone number stays as it is dialled.
func AsValue(value string) string {
	if telephone.MatchString(value) {
		return value
	}
	return AsText(value)
}

// runs says that a spreadsheet would run what begins here. What it may drop before is passed over: white space, what is not
// seen, and quotes.
func runs(text string) bool {
	for at, r := range text {
		switch {
		case strings.ContainsRune(separators, r):
			return false
		case r == '"' || unicode.IsSpace(r) || unseen(r):
			continue
		}
		// Excel takes a first line of this kind for an order.
		ordered := len(text) >= at+4 && strings.EqualFold(text[at:at+4], "sep=")
		return ordered || isLead(r) && !plainNumber.MatchString(text[at:])
	}
	return false
}

func isLead(r rune) bool {
	if r < 0x80 {
		return strings.ContainsRune(leads, r)
	}
	plain := []rune(norm.NFKC.String(string(r)))
	return len(plain) > 0 && strings.ContainsRune(leads, plain[0])
}

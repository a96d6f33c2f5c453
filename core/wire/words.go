package wire

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostWords is how much of what a service says is kept, in bytes: more than Microsoft ever said, and what a person can read.
const mostWords = 4_000

// Words is what a service says, as much of it as a person can read, on one line. Characters that steer a terminal, or turn the
// text around them, are left out.
func Words(text string) string {
	return strings.Map(seen, beginning(text))
}

func beginning(text string) string {
	if len(text) <= mostWords {
		return text
	}
	end := mostWords
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

func seen(r rune) rune {
	switch {
	case unicode.In(r, unicode.Zl, unicode.Zp), unicode.IsControl(r) && unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf):
		return -1
	}
	return r
}

// idPattern is how codes and ids are written. What is written otherwise is somebody's words in their place.
var idPattern = regexp.MustCompile(`^[A-Za-z0-9_.:-]{1,100}$`)

// ID is the id or code that a service names; empty where that is written as none.
func ID(text string) string {
	if !idPattern.MatchString(text) {
		return ""
	}
	return text
}

package grid

import (
	"strings"
	"unicode"
)

// form is how a text that is typed stands to an example of what it should become.
type form int

const (
	// otherForm can become nothing like the example by typing on.
	otherForm form = iota
	// begun is the beginning of something like it.
	begun
	// inForm is like it whole.
	inForm
)

// formed compares run by run: digits stand for digits, of which there may be fewer, letters for letters, and all else for
// itself.
func formed(text, example string) form {
	run, meant := "", ""
	for text != "" {
		run, meant = firstRun(text), firstRun(example)
		if kindOf(run) != kindOf(meant) || len(run) > len(meant) || kindOf(run) == sign && run != meant {
			return otherForm
		}
		text, example = text[len(run):], example[len(meant):]
	}
	if example == "" && len(run) == len(meant) {
		return inForm
	}
	return begun
}

const (
	digit = iota
	letter
	sign
)

func kindOf(run string) int {
	for _, r := range run {
		switch {
		case unicode.IsDigit(r):
			return digit
		case unicode.IsLetter(r):
			return letter
		}
	}
	return sign
}

// firstRun is the beginning of a text that is all of one kind.
func firstRun(text string) string {
	if text == "" {
		return ""
	}
	kind := kindOf(text[:1])
	end := strings.IndexFunc(text, func(r rune) bool { return kindOf(string(r)) != kind })
	if end < 0 {
		return text
	}
	return text[:end]
}

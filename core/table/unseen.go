package table

import "unicode"

// blanks are letters and signs that are drawn as nothing: fillers of Hangul, and the empty pattern of Braille.
const blanks = "\u115f\u1160\u3164\uffa0\u2800"

// unseen says that a character is not seen by itself: controls, those that join, part or turn text, marks, and blanks.
func unseen(r rune) bool {
	for _, blank := range blanks {
		if r == blank {
			return true
		}
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me, unicode.Co)
}

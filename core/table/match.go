package table

import (
	"strings"
	"unicode/utf8"
)

// Pattern is what a person typed into a text filter, ready to match.
//
// A text fits when it contains the pattern, as if `%` stood at both ends. `%` stands for any run of characters, also none,
// and `_` for any one; `\%`, `\_` and `\\` are those characters themselves. A backslash before anything else, or at the
// end, is a backslash. Case and accents do not count (Fold).
type Pattern struct {
	// runs are the pieces between the `%`, none empty, in order.
	runs [][]token
}

// token is one character of a pattern: a folded one, or any.
type token struct {
	any  bool
	char rune
}

// Literally returns the pattern that a text fits which holds just this one.
func Literally(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// Compile reads a pattern. Every text is one.
func Compile(pattern string) Pattern {
	var compiled Pattern
	var run []token
	var literal strings.Builder
	endLiteral := func() {
		for _, r := range Fold(literal.String()) {
			run = append(run, token{char: r})
		}
		literal.Reset()
	}
	endRun := func() {
		endLiteral()
		if len(run) > 0 {
			compiled.runs = append(compiled.runs, run)
			run = nil
		}
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern) && strings.IndexByte(`%_\`, pattern[i+1]) >= 0:
			i++
			literal.WriteByte(pattern[i])
		case c == '%':
			endRun()
		case c == '_':
			endLiteral()
			run = append(run, token{any: true})
		default:
			literal.WriteByte(c)
		}
	}
	endRun()
	return compiled
}

// Everything says that every text fits, the empty one too: nothing was typed, or only `%`.
func (p Pattern) Everything() bool { return len(p.runs) == 0 }

// Plain is the folded text that a fitting text contains, where the pattern has no wildcards within.
func (p Pattern) Plain() (folded string, plain bool) {
	if len(p.runs) > 1 {
		return "", false
	}
	var text strings.Builder
	for _, run := range p.runs {
		for _, t := range run {
			if t.any {
				return "", false
			}
			text.WriteRune(t.char)
		}
	}
	return text.String(), true
}

// Longest is the longest text that every fitting text contains, as far as the pattern says it in one piece; folded.
func (p Pattern) Longest() string {
	longest := ""
	for _, run := range p.runs {
		var piece strings.Builder
		for i, t := range run {
			if !t.any {
				piece.WriteRune(t.char)
			}
			if t.any || i == len(run)-1 {
				if piece.Len() > len(longest) {
					longest = piece.String()
				}
				piece.Reset()
			}
		}
	}
	return longest
}

// Like is the pattern for SQL's LIKE ... ESCAPE '\' on folded text, `%` at both ends included.
func (p Pattern) Like() string {
	var like strings.Builder
	like.WriteByte('%')
	for _, run := range p.runs {
		for _, t := range run {
			switch {
			case t.any:
				like.WriteByte('_')
			case t.char == '%' || t.char == '_' || t.char == '\\':
				like.WriteByte('\\')
				like.WriteRune(t.char)
			default:
				like.WriteRune(t.char)
			}
		}
		like.WriteByte('%')
	}
	return like.String()
}

// Matches says whether text fits.
func (p Pattern) Matches(text string) bool { return p.MatchesFolded(Fold(text)) }

// MatchesFolded says whether a text fits that went through Fold before.
func (p Pattern) MatchesFolded(folded string) bool {
	// Nothing is tied to an end, so the leftmost place for each run leaves the most for the next.
	for _, run := range p.runs {
		end, found := findRun(folded, run)
		if !found {
			return false
		}
		folded = folded[end:]
	}
	return true
}

// findRun looks for the leftmost place where run fits and returns where it ends.
func findRun(text string, run []token) (end int, found bool) {
	for start := 0; start < len(text); {
		if length, fits := runAt(text[start:], run); fits {
			return start + length, true
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		start += size
	}
	return 0, false
}

// runAt says whether text begins with run, and how many bytes that takes.
func runAt(text string, run []token) (length int, fits bool) {
	for _, t := range run {
		char, size := utf8.DecodeRuneInString(text[length:])
		if size == 0 || !t.any && char != t.char {
			return 0, false
		}
		length += size
	}
	return length, true
}

package graphsim

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// token is a word of a $filter.
type token struct {
	kind tokenKind
	text string
	at   int
}

type tokenKind int

const (
	endToken tokenKind = iota
	wordToken
	stringToken
	signToken
)

// splitFilter cuts a $filter into tokens. Words are names, paths, numbers, dates and GUIDs; signs are ( ) , and :.
func splitFilter(text string) ([]token, *failure) {
	var tokens []token
	for at := 0; at < len(text); {
		c := text[at]
		switch {
		case c == ' ' || c == '\t':
			at++
		case c == '\'':
			value, end, ok := readQuoted(text, at)
			if !ok {
				return nil, badRequest("Invalid filter clause: There is an unterminated string literal at position %d in '%s'.", at, text)
			}
			tokens = append(tokens, token{stringToken, value, at})
			at = end
		case c == '(' || c == ')' || c == ',':
			tokens = append(tokens, token{signToken, string(c), at})
			at++
		default:
			end := wordEnd(text, at)
			if end == at {
				return nil, badRequest("Invalid filter clause: Syntax error: character '%c' is not valid at position %d in '%s'.", c, at, text)
			}
			tokens = append(tokens, token{wordToken, text[at:end], at})
			at = end
		}
	}
	return append(tokens, token{endToken, "", len(text)}), nil
}

// readQuoted reads a string in single quotes, in which two stand for one.
func readQuoted(text string, at int) (value string, end int, ok bool) {
	var read strings.Builder
	for i := at + 1; i < len(text); i++ {
		if text[i] != '\'' {
			read.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			read.WriteByte('\'')
			i++
			continue
		}
		return read.String(), i + 1, true
	}
	return "", 0, false
}

// wordEnd is where a word ends: names, paths with / and $count, x:x/name of lambdas, numbers, dates.
func wordEnd(text string, at int) int {
	for i, r := range text[at:] {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_/$-+.:@#", r) {
			return at + i
		}
	}
	return len(text)
}

// valueKind is the type of a value in a filter.
type valueKind int

const (
	nullValue valueKind = iota
	textValue
	flagValue
	dateValue
	guidValue
	numberValue
)

// edm are the names of the types in Microsoft's messages.
var edm = map[valueKind]string{
	textValue: "Edm.String", flagValue: "Edm.Boolean", dateValue: "Edm.DateTimeOffset", guidValue: "Edm.Guid", numberValue: "Edm.Int32",
}

// value is what a property holds, or a literal of a filter.
type value struct {
	kind   valueKind
	text   string
	flag   bool
	time   time.Time
	number float64
}

func text(s string) value {
	if s == "" {
		return value{}
	}
	return value{kind: textValue, text: s}
}

func flag(b bool) value { return value{kind: flagValue, flag: b} }

func guid(s string) value { return value{kind: guidValue, text: s} }

func number(n int) value { return value{kind: numberValue, number: float64(n)} }

func date(t time.Time) value {
	if t.IsZero() {
		return value{}
	}
	return value{kind: dateValue, time: t}
}

// literal reads a word as a value; it is false when the word is no literal.
func literal(word string) (value, bool) {
	switch strings.ToLower(word) {
	case "null":
		return value{}, true
	case "true":
		return flag(true), true
	case "false":
		return flag(false), true
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if at, err := time.Parse(layout, word); err == nil {
			return value{kind: dateValue, time: at}, true
		}
	}
	if isGUID(word) {
		return guid(word), true
	}
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		return value{kind: numberValue, number: n}, true
	}
	return value{}, false
}

func isGUID(word string) bool {
	if len(word) != 36 {
		return false
	}
	for i, c := range word {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !unicode.Is(unicode.ASCII_Hex_Digit, c) {
				return false
			}
		}
	}
	return true
}

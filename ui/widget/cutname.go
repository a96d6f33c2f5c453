package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// leastName is the part of the room that a name has at least before what tells it from others of it.
	leastName = 0.3
	// leastHead is the part of a mark's room that its beginning has where its middle is cut: domains of tenants that have one
	// name begin alike more often than they end alike.
	leastHead = 0.3
)

// bornWith end the domains with which Microsoft's clouds begin every tenant: they tell none from another.
var bornWith = []string{".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn"}

// CutName returns a name as it fits into width. What stands in brackets at its end tells it from others of the same
// beginning: the name is cut first, and that only where it has no room beside the beginning of the name.
func CutName(name string, width, size float32, bold bool) string {
	return shared.CutName(name, width, size, bold)
}

// CutName is as the function of that name.
func (c *Cutter) CutName(name string, width, size float32, bold bool) string {
	name, mark := nameAndMark(name)
	if mark == "" || c.Cut(name+mark, width, size, bold) == name+mark {
		return c.Cut(name+mark, width, size, bold)
	}
	mark = " " + c.CutMark(mark[1:], width*(1-leastName), size, bold)
	return c.Cut(name, width-Measure(mark, size, bold).Width, size, bold) + mark
}

// nameAndMark splits a text before the blank and the brackets that tell it from others of the same beginning. Without them, or
// with more than one pair of them, all of it is the name.
func nameAndMark(text string) (name, mark string) {
	at := strings.Index(text, " (")
	if at < 0 || strings.Count(text, " (") > 1 || !strings.HasSuffix(text, ")") {
		return text, ""
	}
	return text[:at], text[at:]
}

// NameAndDomain splits a text before the blank and the brackets that hold a domain at its end, as the names of two tenants of
// one name do. Without them all of it is the name.
func NameAndDomain(text string) (name, domain string) {
	if name, domain = nameAndMark(text); !strings.Contains(domain, ".") {
		return text, ""
	}
	return name, domain
}

// cutLine is Cut for most texts, and CutName for one with a domain at its end.
func cutLine(text string, width, size float32, bold bool) string {
	if _, domain := NameAndDomain(text); domain != "" {
		return CutName(text, width, size, bold)
	}
	return Cut(text, width, size, bold)
}

// CutMark returns what tells a name from others of it, as a domain, as it fits into width: whole, or without the ending with
// which every tenant begins, or else without its middle. Brackets round it stay.
func CutMark(mark string, width, size float32, bold bool) string {
	return shared.CutMark(mark, width, size, bold)
}

// CutMark is as the function of that name.
func (c *Cutter) CutMark(mark string, width, size float32, bold bool) string {
	if c.Cut(mark, width, size, bold) == mark {
		return mark
	}
	if inner, in := strings.CutPrefix(mark, "("); in && strings.HasSuffix(inner, ")") {
		brackets := Measure("()", size, bold).Width
		return "(" + c.CutMark(strings.TrimSuffix(inner, ")"), width-brackets, size, bold) + ")"
	}
	face := faceOf(size, bold)
	for _, ending := range bornWith {
		if own, born := strings.CutSuffix(mark, ending); born {
			return c.cutMiddle(own, width-face.advance('…'), size, bold) + Ellipsis
		}
	}
	return c.cutMiddle(mark, width, size, bold)
}

// cutMiddle returns text as it fits into width: whole, or its beginning and its end with an ellipsis between them.
func (c *Cutter) cutMiddle(text string, width, size float32, bold bool) string {
	if c.Cut(text, width, size, bold) == text {
		return text
	}
	key := cutKey{text: text, width: width, size: size, bold: bold, middle: true}
	if known, ok := c.cuts[key]; ok {
		return known
	}
	return c.remember(key, faceOf(size, bold).cutMiddle(oneLine(text), width))
}

func (f *face) cutMiddle(text string, width float32) string {
	room := width - f.advance('…')
	head := f.prefix(text, room*leastHead)
	return head + Ellipsis + f.suffix(text[len(head):], room-f.measure(head))
}

// suffix is the longest end of a text that fits, which begins with no mark that belongs to the letter before it.
func (f *face) suffix(text string, budget float32) string {
	used, start := float32(0), len(text)
	for start > 0 {
		letter, size := utf8.DecodeLastRuneInString(text[:start])
		if used += f.advance(letter); used > budget {
			break
		}
		start -= size
	}
	return strings.TrimLeftFunc(text[start:], func(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Z) })
}

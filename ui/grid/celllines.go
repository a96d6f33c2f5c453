package grid

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// cellLine is the height of a line of a cell that has two.
const cellLine = 13

// twoLines are what a cell shows that is too narrow for one line.
type twoLines struct {
	upper, lower string
	// note says that the lower one is the note.
	note bool
	// cut says that they do not show everything.
	cut bool
}

// inTwo breaks what does not fit in one line: before a note that is kept, or within the text, which leaves no room for
// another note.
func (c *cell) inTwo(text string, room float32, l look) (lines twoLines, broken bool) {
	if !c.span.Breaks || text == "" {
		return twoLines{}, false
	}
	cutter, size := c.row.b.cutter, widget.Size(theme.SizeNameSmall)
	switch {
	case c.data.Note != "" && c.data.KeepNote && !c.hasRoomForNote(text, room, l):
		lines = twoLines{upper: cutter.Cut(text, room, size, l.bold), lower: c.cutNote(room, size), note: true}
		lines.cut = lines.upper != text || lines.lower != c.data.Note
	case !c.data.KeepNote && cutter.Cut(text, room, l.size, l.bold) != text:
		cut := func(part string) string { return cutter.Cut(part, room, size, l.bold) }
		cutMark := func(part string) string { return cutter.CutMark(part, room, size, l.bold) }
		upper, lower, marked := breakText(text, cut, cutMark)
		lines = twoLines{upper: cut(upper), lower: cut(lower)}
		if marked {
			lines.lower = cutMark(lower)
		}
		lines.cut = lines.upper != upper || lines.lower != lower || c.data.Note != ""
	default:
		return twoLines{}, false
	}
	return lines, true
}

func (c *cell) hasRoomForNote(text string, room float32, l look) bool {
	return widget.Measure(text, l.size, l.bold).Width+l.noteGap()+widget.Measure(c.data.Note, l.size, false).Width <= l.noteRoom(room)
}

// breakText breaks a text where a reader would: between words, into lines of like length where both fit; before what tells a
// name from others of it; a word before the domain of an address, or behind a dot; and anywhere in it, also in a domain, where only
// that shows what it is. Each may still be too long, for which marked says that the lower one is cut as what tells names apart.
func breakText(text string, cut, cutMark func(string) string) (upper, lower string, marked bool) {
	fits := func(part string) bool { return cut(part) == part }
	if lines := inTwo(text, fits); lines != nil {
		return lines[0], lines[1], false
	}
	if name, domain := widget.NameAndDomain(text); domain != "" {
		return name, domain[1:], true
	}
	_, last := utf8.DecodeLastRuneInString(text)
	beginning := strings.TrimSuffix(cut(text), widget.Ellipsis)
	beginning = beginning[:min(len(beginning), len(text)-last)] // the lower line gets a part, too
	if space := strings.LastIndexByte(beginning, ' '); space > 0 {
		return text[:space], text[space+1:], false
	}
	if first, rest, two := strings.Cut(text, " "); two {
		return first, rest, false
	}
	if end := widget.WordBreak(text, beginning, fits); end > 0 {
		return text[:end], text[end:], false
	}
	if at := strings.IndexByte(beginning, '@'); at > 0 && namesItsDomain(cutMark(text[at:])) {
		return text[:at], text[at:], true
	}
	if home := guestsHome(text); home > 0 && home <= len(beginning) {
		return text[:home], text[home:], false
	}
	return beginning, text[len(beginning):], false
}

// guestsHome is where in the username of a guest the domain begins from which the guest comes; -1 in that of anybody else.
func guestsHome(username string) int {
	address, _, _ := m365.GuestAddress(username)
	return strings.LastIndexByte(address, '@')
}

// namesItsDomain says that of a domain that was cut only the ending is gone, with which every tenant begins.
func namesItsDomain(cut string) bool {
	return strings.Index(cut, widget.Ellipsis) == len(cut)-len(widget.Ellipsis)
}

// setTwo draws two lines in the middle of the cell's height, in one pill where it has one.
func (c *cell) setTwo(lines twoLines, x, room float32, l look) {
	c.cut = lines.cut
	c.needNote()
	c.text.Hidden, c.note.Hidden = false, false
	c.text.Alignment = fyne.TextAlignLeading
	size, under := widget.Size(theme.SizeNameSmall), l
	if lines.note {
		under = look{ink: theme.ColorNameMuted}
	}
	c.write(c.text, widget.Isolate(lines.upper), c.row.b.colour(l.ink), size, l.bold)
	c.write(c.note, widget.Isolate(lines.lower), c.row.b.colour(under.ink), size, under.bold)
	middle := (c.height - 1) / 2
	widget.MoveText(c.text, fyne.NewPos(x, middle-1.5*cellLine)) // in a box of two lines' height, in whose middle it is drawn
	widget.MoveText(c.note, fyne.NewPos(x, middle-0.5*cellLine))
	c.text.Resize(fyne.NewSize(room, 2*cellLine))
	c.note.Resize(fyne.NewSize(room, 2*cellLine))
	c.drawBold()
	c.hidePill()
	if l.pill {
		width := max(widget.Measure(lines.upper, size, l.bold).Width, widget.Measure(lines.lower, size, under.bold).Width)
		c.showPill(l, x, width, 2*cellLine+1)
	}
}

package setup

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// line is a row of a list of findings: how it stands, what it is about, why, and what can be done.
type line struct {
	tone       table.Tone
	word       string
	name, text string
	action     *widget.Action
}

// The widths of a line's first columns, what its text is laid out for before it has a place, and what name and text want with the
// action to stand beside each other.
const (
	wordWidth  = 96
	nameWidth  = 220
	textWidth  = 420
	aboutWidth = 760
)

func (l line) draw() fyne.CanvasObject {
	word := page.AtLeast(wordWidth, 0, page.Row(0, widget.NewPill(l.word, l.tone)))
	about := page.Row(page.Apart,
		page.AtLeast(nameWidth, 0, widget.NewParagraphIn(l.name, nameWidth, strong)),
		page.Fill(widget.NewMutedParagraph(l.text, textWidth)),
	)
	layout := &aboutLayout{beside: about.Layout, below: page.Column(0).Layout}
	about.Layout = layout
	row := page.Row(page.Apart, word, page.Fill(about))
	if l.action != nil {
		link := widget.NewLink(l.action.Label, l.action.Do)
		layout.taken = page.Apart + link.MinSize().Width
		row.Add(link)
	}
	return page.Inset(8, page.Apart, 8, page.Apart, row)
}

// aboutLayout stands a text beside its name, and below it in a narrow window. What the action takes counts as theirs, so that all
// lines of a list stand alike.
type aboutLayout struct {
	beside, below fyne.Layout
	taken, width  float32
}

func (l *aboutLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.fitting().Layout(objects, size)
}

func (l *aboutLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.fitting().MinSize(objects)
}

func (l *aboutLayout) fitting() fyne.Layout {
	if l.width > 0 && l.width+l.taken < aboutWidth {
		return l.below
	}
	return l.beside
}

var strong = widget.TextLook{Colour: theme.ColorNameInk, Size: "text", Bold: true}

// lines are rows with a faint line between each.
func lines(all []line) *fyne.Container {
	rows := make([]fyne.CanvasObject, len(all))
	for i, one := range all {
		rows[i] = one.draw()
	}
	return page.Column(0, separated(rows)...)
}

// separated are rows with a faint line between each.
func separated(rows []fyne.CanvasObject) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i, row := range rows {
		if i > 0 {
			all = append(all, page.Line(theme.ColorNameFaintLine))
		}
		all = append(all, row)
	}
	return all
}

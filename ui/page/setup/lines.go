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

// The widths of a line's first columns, and what its text is laid out for before it has a place.
const (
	wordWidth = 96
	nameWidth = 220
	textWidth = 420
)

func (l line) draw() fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		page.AtLeast(wordWidth, 0, page.Row(0, widget.NewPill(l.word, l.tone))),
		page.AtLeast(nameWidth, 0, widget.NewParagraphIn(l.name, nameWidth, strong)),
		page.Fill(widget.NewMutedParagraph(l.text, textWidth)),
	}
	if l.action != nil {
		parts = append(parts, widget.NewLink(l.action.Label, l.action.Do))
	}
	return page.Inset(8, page.Apart, 8, page.Apart, page.Row(page.Apart, parts...))
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

package settings

import (
	"fyne.io/fyne/v2"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// labelWidth is the room for what a setting is called.
const labelWidth = 200

var (
	noteLook  = widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText}
	labelLook = widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: true}
	titleLook = widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText, Bold: true}
)

// note is a muted text that gives way to a narrow place.
func note(text string) *widget.CutText { return widget.NewCutText(text, noteLook) }

// whole is a note that takes the room of its text where there is as much.
func whole(said *widget.CutText) fyne.CanvasObject {
	return widget.Sized(func() fyne.Size {
		// A hair more than the text: rounded down it would be cut.
		return widget.Measure(said.Text.Text(), widget.Size(noteLook.Size), false).AddWidthHeight(1, 0)
	}, said)
}

// section is a title above a card of rows.
func section(title string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	list := page.Column(page.Gap)
	for i, row := range rows {
		if i > 0 {
			list.Add(page.Line(theme.ColorNameFaintLine))
		}
		list.Add(row)
	}
	card := widget.NewPanel(page.Inset(page.Apart, page.Margin, page.Apart, page.Margin, list))
	return page.Column(page.Near, widget.NewTextIn(title, titleLook), card)
}

// row is a setting: what it is called, and what chooses it, in more lines where it does not fit in one.
func row(label string, controls ...fyne.CanvasObject) *fyne.Container {
	name := page.AtLeast(labelWidth, 0, widget.NewTextIn(label, labelLook))
	return page.Row(page.Gap, name, page.Fill(page.Flow(fyne.NewSize(page.Near, page.Near), controls...)))
}

// option is a line of a menu, ticked where it is taken.
func option(label string, taken bool, take func()) widget.MenuItem {
	item := widget.MenuItem{Label: label, Do: take}
	if taken {
		item.Icon = icons.Check
	}
	return item
}

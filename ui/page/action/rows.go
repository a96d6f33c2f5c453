package action

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// line is one row of a list: what it is called, what is to be said of it, and what can be done with it.
type line struct {
	name, note string
	// mono draws the name in signs of one width: it is a secret, in which l and 1 must differ.
	mono bool
	// muted draws the name in the muted colour: nothing can be done.
	muted bool
	pill  string
	tone  table.Tone
	// icon and act are the button, and do what it does; no act is no button.
	icon icons.Name
	act  string
	do   func()
}

// lines is a list whose rows are drawn only where they are seen, and what stands in its place where there are none.
type lines struct {
	shown   []line
	list    *widget.List
	state   *fyne.Container
	content fyne.CanvasObject
}

func newLines() *lines {
	l := &lines{state: container.NewStack()}
	l.list = widget.NewList("Rows of users",
		func() int { return len(l.shown) },
		func() fyne.CanvasObject { return newLineRow().content },
		func(at fynewidget.ListItemID, object fyne.CanvasObject) { object.(*lineBox).row.set(l.shown[at]) },
	)
	l.list.HideSeparators = false
	l.list.OnSelected = func(at fynewidget.ListItemID) { l.list.Unselect(at) }
	l.content = widget.NewPanel(page.Over(l.list, l.state))
	return l
}

// set shows rows.
func (l *lines) set(shown []line) {
	l.shown = shown
	l.state.Objects = nil
	l.state.Refresh()
	l.list.Refresh()
}

// say shows something in the place of rows.
func (l *lines) say(state fyne.CanvasObject) {
	l.shown = nil
	l.list.Refresh()
	l.state.Objects = []fyne.CanvasObject{state}
	l.state.Refresh()
}

// lineBox is what the list reuses: a widget that knows its row.
type lineBox struct {
	fynewidget.BaseWidget
	row *lineRow
}

func (b *lineBox) CreateRenderer() fyne.WidgetRenderer {
	return fynewidget.NewSimpleRenderer(page.Inset(page.Tight, page.Near, page.Tight, page.Gap, b.row.box))
}

type lineRow struct {
	content    *lineBox
	box        *fyne.Container
	name, note *widget.CutText
	secret     *mono
	pill       *widget.Pill
	button     *widget.Button
	now        line
}

func newLineRow() *lineRow {
	r := &lineRow{
		name: widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText}),
		note: widget.NewCutText(" ", widget.TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall}),
		pill: widget.NewPill("", table.Neutral), secret: newMono("", fynetheme.SizeNameText, false, 0),
	}
	r.secret.Hide()
	r.button = widget.NewQuietButton(icons.Plus, "", func() {
		if r.now.do != nil {
			r.now.do()
		}
	})
	r.box = page.Row(page.Near, page.Fill(page.Column(1, r.name, r.secret, r.note)), r.pill, page.AtLeast(24, 24, r.button))
	r.content = &lineBox{row: r}
	r.content.ExtendBaseWidget(r.content)
	return r
}

func (r *lineRow) set(now line) {
	r.now = now
	colour := theme.ColorNameInk
	if now.muted {
		colour = theme.ColorNameMuted
	}
	r.name.SetColour(colour)
	r.name.Hidden, r.secret.Hidden = now.mono, !now.mono
	if now.mono {
		r.secret.setText(now.name)
	} else {
		r.name.SetText(now.name)
		r.secret.setText("")
	}
	r.note.SetText(now.note)
	r.note.Hidden = now.note == ""
	r.pill.Hidden = now.pill == ""
	r.pill.SetState(now.pill, now.tone)
	r.button.Hidden = now.act == ""
	if now.act != "" {
		r.button.SetIcon(now.icon)
		r.button.SetLabel(now.act)
	}
	r.box.Refresh()
}

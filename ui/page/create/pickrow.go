package create

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// pickRow is a row of a list: a check box, or a name that cannot be ticked, and at the right what is to be said of it.
type pickRow struct {
	fynewidget.BaseWidget
	list       *picks
	check      *widget.Check
	name, note *widget.CutText
	box        *fyne.Container
}

const (
	pickHeight float32 = 32
	noteIndent float32 = widget.TickSide + 8
)

func newPickRow(l *picks) *pickRow {
	r := &pickRow{list: l, check: widget.NewCheck("", false, nil)}
	r.name = widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameFaint, Size: fynetheme.SizeNameText})
	r.note = widget.NewCutText(" ", widget.TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall})
	name := page.Over(r.check, page.Inset(0, 0, 0, noteIndent, r.name))
	r.box = page.Row(page.Gap, page.Fill(name), page.Fill(r.note))
	if l.kind.below {
		r.box = page.Column(0, name, page.Inset(0, 0, page.Tight, noteIndent, r.note))
	}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is Fyne's way to get the parts.
func (r *pickRow) CreateRenderer() fyne.WidgetRenderer {
	return fynewidget.NewSimpleRenderer(page.AtLeast(0, pickHeight, page.Inset(2, page.Near, 2, page.Tight, r.box)))
}

func (r *pickRow) set(one pick) {
	r.check.Hidden, r.name.Hidden = one.fixed != "", one.fixed == ""
	r.name.SetText(one.write.Name)
	r.note.SetText(orText(one.fixed, one.note))
	tab := r.list.kind.tab
	r.check.Set(one.write.Name, "", r.list.p.draft.has(tab, one.write.Subject), func(on bool) {
		r.list.p.draft.set(tab, one.write, on)
		r.list.p.draw()
	})
	r.box.Refresh()
}

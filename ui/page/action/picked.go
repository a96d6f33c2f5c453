package action

import (
	"strings"

	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	pickedWidth  float32 = 340
	pickedHeight float32 = 260
)

// picked is a popup with a list of which one row is chosen, and a field to search it.
type picked struct {
	canvas fyne.Canvas
	popup  *widget.Popup
	search *widget.Entry
	list   *widget.List
	status *widget.Text
	// rows are what is shown now; chosen gets the place of the one that is taken.
	rows   func() []string
	chosen func(at int)
}

func newPicked(canvas fyne.Canvas, search string) *picked {
	p := &picked{canvas: canvas, search: widget.NewEntry(search, search), status: widget.NewMuted("")}
	p.list = widget.NewList("Rows to "+strings.ToLower(search),
		func() int { return len(p.rows()) },
		func() fyne.CanvasObject {
			return page.Inset(page.Tight, page.Gap, page.Tight, page.Near, widget.NewText(""))
		},
		func(at fynewidget.ListItemID, object fyne.CanvasObject) {
			object.(*fyne.Container).Objects[0].(*widget.Text).SetText(p.rows()[at])
		},
	)
	p.list.OnSelected = func(at fynewidget.ListItemID) { p.choose(at) }
	p.search.OnSubmitted = func(string) {
		if len(p.rows()) > 0 {
			p.choose(0)
		}
	}
	p.status.Hide()
	return p
}

func (p *picked) choose(at int) {
	p.popup.Close()
	p.chosen(at)
}

func (p *picked) refresh() { p.list.Refresh() }

// say shows a line over the list, as that it is being read.
func (p *picked) say(text string) {
	p.status.SetText(text)
	p.status.Hidden = text == ""
	p.popup.Refresh()
}

func (p *picked) show(under fyne.CanvasObject) {
	body := page.Column(page.Near, p.search, p.status, page.Fill(page.AtLeast(pickedWidth, pickedHeight, p.list)))
	p.popup = widget.NewPopup(page.Inset(page.Gap, page.Gap, page.Gap, page.Gap, body), p.canvas)
	p.popup.ShowUnder(under, false)
	p.canvas.Focus(p.search)
}

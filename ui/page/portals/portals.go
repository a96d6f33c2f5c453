// Package portals is the dialog in which a person keeps portals of their own, beside Microsoft's.
package portals

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/portal"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Portals is the person's own file of portals.
type Portals interface {
	// OwnPortals reads the file row by row, with what is wrong with each.
	OwnPortals(ctx context.Context) ([]portal.Own, error)
	// NewOwnPortal is a row as it is filled in, with what is wrong with it.
	NewOwnPortal(portal.Portal) portal.Own
	// SaveOwnPortals puts rows in the place of those before; the window has them at once.
	SaveOwnPortals(ctx context.Context, rows []portal.Own) error
	// BuiltIn is the name of Microsoft's portal of an id; empty where there is none.
	BuiltIn(id string) string
}

// Host is what the dialog asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Fail(error)
	Explain(error) m365.Failure
	// PortalsChanged says that there are other portals now.
	PortalsChanged()
}

const (
	width  = 620
	inside = width - 40
	// mostHeight is the room for rows; more of them scroll.
	mostHeight = 320
)

// Dialog lists the person's own portals.
type Dialog struct {
	host    Host
	work    *uithread.Work
	portals Portals
	rows    []portal.Own
	list    *fyne.Container
	dialog  *widget.Dialog
	add     *widget.Button
}

// Show opens the dialog.
func Show(host Host, work *uithread.Work, portals Portals) {
	d := &Dialog{host: host, work: work, portals: portals, list: page.Column(page.Near)}
	d.add = widget.NewButton(widget.Primary, "Add portal", "", func() { d.edit(len(d.rows)) })
	d.add.DisableBecause("The file is being read")
	done := widget.NewButton(widget.Secondary, "Close", "", func() { d.dialog.Close() })
	about := widget.NewMutedParagraph(
		"Portals of your own stand beside Microsoft's in All Tenants, on a user's page and in the search. One with the id of a built-in portal replaces it. "+
			"They lead to Microsoft's hosts only, and are kept in portals.json in the data folder.", inside)
	d.dialog = widget.ShowDialog(host.Canvas(), widget.DialogOptions{
		Title: "Own Portals", Content: page.Column(page.Gap, about, d.list), Width: width,
		Buttons: []*widget.Button{done, d.add}, Enter: done,
	})
	d.read()
}

func (d *Dialog) read() {
	d.work.Do(func(ctx context.Context) func() {
		rows, err := d.portals.OwnPortals(ctx)
		return func() { d.show(rows, err) }
	})
}

// show draws the rows, or why the file cannot be read at all.
func (d *Dialog) show(rows []portal.Own, err error) {
	d.rows = rows
	d.list.RemoveAll()
	d.add.Enable()
	switch {
	case err != nil:
		failure := widget.NewParagraph("The file cannot be read: "+err.Error()+". Mend it with a text editor, or delete it.", inside)
		failure.SetColour(theme.ColorNameDanger)
		d.list.Add(failure)
		d.add.DisableBecause("The file has to be mended first")
	case len(rows) == 0:
		d.list.Add(widget.NewMuted("There are none yet."))
	default:
		table := page.Column(page.Near)
		for at := range rows {
			table.Add(d.draw(at))
		}
		d.list.Add(page.AtLeast(0, min(mostHeight, table.MinSize().Height+page.Near), page.Scrolled(table)))
	}
	d.dialog.Refresh()
}

var (
	nameLook    = widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: true}
	addressLook = widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText}
)

// draw is a row: what it is, what is wrong with it, and what can be done with it.
func (d *Dialog) draw(at int) fyne.CanvasObject {
	row := d.rows[at]
	name := row.Portal.Name
	if name == "" {
		name = "Row " + number(at)
	}
	text := page.Column(page.Tight, widget.NewCutText(name, nameLook), widget.NewCutText(row.Portal.URL, addressLook))
	if row.Wrong != nil {
		wrong := widget.NewParagraph("Not used: "+sentence(row.Wrong), inside-140)
		wrong.SetColour(theme.ColorNameDanger)
		text.Add(wrong)
	}
	edit := widget.NewLink("Edit", func() { d.edit(at) })
	remove := widget.NewLink("Remove", func() { d.remove(at) })
	return page.Column(page.Near, page.Row(page.Gap, page.Fill(text), edit, remove), page.Line(theme.ColorNameFaintLine))
}

func (d *Dialog) remove(at int) {
	d.save(slices.Delete(slices.Clone(d.rows), at, at+1), func() {}, d.host.Fail)
}

// save keeps rows, and reads them back. failed hears why they could not be kept.
func (d *Dialog) save(rows []portal.Own, done func(), failed func(error)) {
	d.work.Do(func(ctx context.Context) func() {
		err := d.portals.SaveOwnPortals(ctx, rows)
		return func() {
			if err != nil {
				failed(err)
				return
			}
			done()
			d.host.PortalsChanged()
			d.read()
		}
	})
}

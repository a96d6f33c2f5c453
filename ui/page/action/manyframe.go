package action

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// manyFrame is what forms about many users have in common: a heading, tiles that count, a table that gets the rest of the
// window, and the requests of the row that is looked at.
type manyFrame struct {
	a    *Actions
	form *form
	// work is what the form reads. It ends with the form, unlike what was confirmed.
	work    *uithread.Work
	head    *widget.Paragraph
	preview *manyPreview
	tiles   *manyTiles
}

// open makes a form that is empty yet. closed is called once it is gone.
func (f *manyFrame) open(title string, states []tile, closed func()) {
	canvas := f.a.o.Host.Canvas()
	f.work = f.a.o.Work.Child()
	f.form = newForm(canvas, title, closed)
	f.head = widget.NewParagraph("", f.textWidth())
	f.preview = newManyPreview(f.a.o.Host.Copy, f.textWidth())
	f.tiles = newManyTiles(states)
}

const (
	// readingUsers stands until it is known who is meant, and nobodyMeant where that is nobody.
	readingUsers = "Reading the users"
	nobodyMeant  = "There is nobody to do it for."

	manyLeast float32 = 200
	manyWide  float32 = 1240
	// manyEdge is what stays of the window beside the form.
	manyEdge float32 = 64
)

func (f *manyFrame) width() float32 {
	return max(manageWidth, min(manyWide, f.a.o.Host.Canvas().Size().Width-manyEdge))
}

func (f *manyFrame) textWidth() float32 { return f.width() - 2*formPad }

func (f *manyFrame) closeButton(label string) *widget.Button {
	return widget.NewButton(widget.Secondary, label, "", f.form.close)
}

// aboveTable stands something above a table, and gives the table the rest of the window.
func (f *manyFrame) aboveTable(rows fyne.CanvasObject, above ...fyne.CanvasObject) fyne.CanvasObject {
	top := page.Column(page.Gap, above...)
	room := func() fyne.Size {
		rest := f.a.o.Host.Canvas().Size().Height - formFrame - top.MinSize().Height - f.head.MinSize().Height - 2*page.Gap
		return fyne.NewSize(0, max(manyLeast, rest))
	}
	return page.Column(page.Gap, top, widget.Sized(room, rows))
}

// showReading stands until it is known who is meant.
func (f *manyFrame) showReading() {
	f.form.show(view{
		head: f.head, width: f.width(), body: page.AtLeast(0, manyLeast, centred(readingUsers)),
		buttons: []*widget.Button{f.closeButton("Cancel")},
	})
}

// askAdmins asks about the administrators once more, before verb does what it says.
func (f *manyFrame) askAdmins(rows fyne.CanvasObject, admins string, verb *widget.Button, back func()) {
	meant, box := mustTick("Yes, the administrators are meant too", manyMeantRoom, verb)
	f.form.show(view{
		head: f.head, width: f.width(), focus: meant,
		body: f.aboveTable(
			rows,
			widget.NewBanner(table.Caution, admins),
			widget.NewMutedParagraph("Whoever keeps the tenants running may depend on these accounts. Go on only if it was asked for.", f.textWidth()),
			box,
		),
		left:    widget.NewLink("Back", back),
		buttons: []*widget.Button{f.closeButton("Cancel"), verb},
	})
}

// manyMeantRoom holds the box with its text whole.
const manyMeantRoom float32 = 300

// adminsText names the administrators among the users.
func adminsText(names []string) string {
	return table.Counted(len(names), "administrator is", "administrators are") + " among them: " + page.Listed(names, namesTold) + "."
}

// adminName names one administrator among many users.
func adminName(user change.Target, roles []string) string {
	return person(user) + " in " + tenantName(user) + " (" + strings.Join(roles, ", ") + ")"
}

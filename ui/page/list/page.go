package list

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Page is a page that is one list. What embeds it adds Changed, and is a page.Page with everything that a table can do.
type Page struct {
	*List

	title   string
	content *fyne.Container
}

// Look is what stands on a list page besides the table and its own buttons.
type Look struct {
	Title string
	// Tools stand behind the title, before the buttons of the table.
	Tools []fyne.CanvasObject
	// Last stands at the right edge, behind the buttons of the table; optional.
	Last []fyne.CanvasObject
	// Search stands before the line of filters; optional.
	Search fyne.CanvasObject
	// Notice stands between the filters and the table; optional.
	Notice fyne.CanvasObject
}

// NewPage stands a list on a page: title and number of rows with the buttons, the line of filters, the table.
func NewPage(l *List, look Look) *Page {
	title := page.Row(page.Near, widget.NewTitle(look.Title), page.AtLeast(widget.BadgeRoom(), 0, page.Row(0, l.Grid.Count())))
	buttons := page.Row(page.Near, slices.Concat(look.Tools, l.Buttons(), look.Last)...)
	l.head = page.Beside(title, buttons)
	parts := []fyne.CanvasObject{l.head, filterLine(l, look.Search)}
	if look.Notice != nil {
		parts = append(parts, look.Notice)
	}
	return &Page{List: l, title: look.Title, content: page.Body(append(parts, page.Fill(l.Grid))...)}
}

func filterLine(l *List, search fyne.CanvasObject) fyne.CanvasObject {
	if search == nil {
		return l.Grid.Bar()
	}
	return page.Row(page.Apart, search, page.Fill(l.Grid.Bar()))
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Ready says that the table has its rows.
func (p *Page) Ready() bool { return p.Grid.Answered() }

// Trail says where the page is.
func (p *Page) Trail() []page.Step { return []page.Step{{Text: "Microsoft 365"}, {Text: p.title}} }

// Layout stands what became wider or narrower in its place again.
func (p *Page) Layout() { page.Lay(p.content) }

// Move changes something that moves the table, once that moves no title under the pointer. The rows under it stay.
func (p *Page) Move(change func()) {
	p.Grid.KeepPlace(func() {
		change()
		p.Layout()
	})
}

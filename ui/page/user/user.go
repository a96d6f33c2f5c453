// Package user is the page of one user: who it is, how it stands, and a card for everything that Microsoft knows of it. A
// card shows the last that is known at once, then what Microsoft says now, and fails by itself.
package user

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// ErrGone says that a user is not in the local data (any more).
var ErrGone = errors.New("the user is not in the local data")

// Options are what a Page needs.
type Options struct {
	Host    Host
	Work    *uithread.Work
	Users   Users
	Tenants Tenants
	Key     m365.UserKey

	// Cards reads what no list holds; nil leaves the page with what the local data knows. It needs Tables.
	Cards  Cards
	Tables list.Tables
	// Actions are the writes; nil offers none.
	Actions Actions
	// Links lead to the user in Microsoft's portals; nil offers none.
	Links Links
	// Tab is the card to open; empty is the first.
	Tab profile.Part
}

// Page is one user.
type Page struct {
	o       Options
	loader  *uithread.Loader
	content *fyne.Container
	// main is the page, and missing stands in its place where there is no user to show.
	main    *fyne.Container
	missing *fyne.Container

	column   *fyne.Container
	head     *header
	tabs     *widget.Tabs
	busy     *widget.Progress
	body     *fyne.Container
	sections []*section

	// local is the user in the local data; shown is that, or what Microsoft said of it later.
	local, shown m365.User
	// manager is nil while none is known; managerHere says that the local data has a page for them.
	manager     *m365.Person
	managerHere bool
	tenant      m365.Tenant
	known       bool
	visited     bool
	// begun says that the cards are being read, and waiting which follow the first ones.
	begun   bool
	waiting []*section
	// tellPageSize is the window's.
	tellPageSize func(int)
	// lastRead belongs to the goroutine that reads the local data.
	lastRead bool
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o, busy: widget.NewProgressLine(), body: container.NewStack()}
	p.tellPageSize, p.o.Tables.OnPageSize = o.Tables.OnPageSize, p.usePageSize
	p.loader = &uithread.Loader{Work: o.Work, Read: p.read}
	p.head = newHeader(p)
	tabs := []widget.Tab{}
	for _, kind := range kinds(o) {
		s := newSection(p, kind)
		p.sections = append(p.sections, s)
		p.body.Add(s.place)
		tabs = append(tabs, widget.Tab{ID: string(kind.part), Title: kind.title, Count: widget.NoCount})
	}
	p.tabs = widget.NewTabs(tabs, p.tabChosen)
	if o.Tab != "" {
		p.tabs.Select(string(o.Tab))
	}
	p.main, p.missing = p.build(), container.NewStack()
	p.main.Hide()
	p.content = container.NewStack(p.main, p.missing)
	return p
}

func (p *Page) build() *fyne.Container {
	p.column = page.Column(page.Gap, p.head.content, page.Column(0, p.tabs, p.busy), page.Fill(p.body))
	return page.Inset(page.Apart, page.Margin, page.Apart, page.Margin, widget.Tall(p.column))
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Ready says that the user stands in the page, or why there is none.
func (p *Page) Ready() bool { return p.main.Visible() || len(p.missing.Objects) > 0 }

// Trail says where the page is: the user in its tenant.
func (p *Page) Trail() []page.Step {
	steps := []page.Step{{Text: "All Users", Open: func() { p.o.Host.Open(page.Route{Page: page.Users}) }}}
	if !p.known {
		return append(steps, page.Step{Text: "User"})
	}
	return append(steps, page.Step{Text: p.tenant.FullName(), Tip: p.tenant.NameAndDomain(), Open: p.viewTenant}, page.Step{Text: p.name()})
}

// name is the display name, or the username of a user that has none.
func (p *Page) name() string {
	if p.shown.DisplayName == "" {
		return p.shown.UserPrincipalName
	}
	return p.shown.DisplayName
}

func (p *Page) subject() action.Subject { return action.Subject{User: p.shown, Tenant: p.tenant} }

func (p *Page) viewTenant() {
	p.o.Host.Open(page.Route{Page: page.Users, Tenant: p.tenant.ID, TenantName: p.tenant.FullName()})
}

// open is the section whose tab is open.
func (p *Page) open() *section { return p.section(profile.Part(p.tabs.Selected())) }

func (p *Page) section(part profile.Part) *section {
	for _, s := range p.sections {
		if s.kind.part == part {
			return s
		}
	}
	return p.sections[0]
}

// NextTab opens the tab that many places further, round the end, and gives its table the keyboard: what had it may be on a
// card that is hidden now.
func (p *Page) NextTab(by int) {
	at := slices.Index(p.sections, p.open())
	next := p.sections[(at+by+len(p.sections))%len(p.sections)]
	p.tabs.Select(string(next.kind.part))
	p.o.Host.Canvas().Unfocus()
	if view, ok := next.view.(*tableView); ok {
		view.Grid.Focus()
	}
}

// tabChosen shows the tab's card, and reads it now where its turn has not come.
func (p *Page) tabChosen(string) {
	p.showTab()
	p.readNow(p.open())
}

// showTab shows one section. All stay in the window, so that all follow a change of the theme.
func (p *Page) showTab() {
	open := p.open()
	if p.known {
		open.build()
	}
	for _, s := range p.sections {
		s.place.Hidden = s != open
	}
	// A table that is hidden under the pointer hears nothing of it: drawn anew, it takes its tooltip away.
	p.eachTable(func(t *tableView) { t.Grid.Redraw() })
	page.Lay(p.body)
	p.showBusy()
}

func (p *Page) showBusy() {
	fraction := float32(0)
	if p.open().reading {
		fraction = 1
	}
	p.busy.Set(fraction)
}

// Export writes the open card to a CSV file.
func (p *Page) Export() {
	if view := p.open().view; view != nil {
		view.Export()
	}
}

// OpenFilter opens the filter of the open card's first column, where the card is a table.
func (p *Page) OpenFilter() {
	if table, ok := p.open().view.(*tableView); ok {
		table.OpenFilter()
	}
}

// SetDensity changes the height of the rows of every table.
func (p *Page) SetDensity(density grid.Density) {
	p.o.Tables.Density = density
	p.eachTable(func(t *tableView) { t.SetDensity(density) })
}

// usePageSize gives every table of the page the rows per page that a person chose in one, and tells the window.
func (p *Page) usePageSize(size int) {
	if size == p.o.Tables.PageSize {
		return
	}
	p.o.Tables.PageSize = size
	p.eachTable(func(t *tableView) { t.Grid.SetPageSize(size) })
	if tell := p.tellPageSize; tell != nil {
		tell(size)
	}
}

// Close ends reading. What else is under way is the window's to end.
func (p *Page) Close() { p.eachTable(func(t *tableView) { t.Close() }) }

func (p *Page) eachTable(do func(*tableView)) {
	for _, s := range p.sections {
		if table, ok := s.view.(*tableView); ok {
			do(table)
		}
	}
}

// when tells a time within a sentence.
func (p *Page) when(cell table.Cell) string {
	return sentenceCase(p.o.Host.Printer().Text(table.Time, cell))
}

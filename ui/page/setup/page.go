package setup

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Tenants lists every tenant that is known.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Host is what the page asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Ask(page.Question)
	Toast(page.Toast) page.Notice
	ToastFailure(m365.Failure)
	ShowSheet(sheet page.Sheet) (closeSheet func())
	ShowFailure(title string, failure m365.Failure, actions ...page.Action)
	Explain(error) m365.Failure
	Export(page.Export)
	Copy(text string)
	Fail(error)
	// Begin starts what outlives the page, and says where it could not start.
	Begin(start func(ctx context.Context) error)
	// WaitsUntil is until when Microsoft asked to leave a tenant alone; zero where it did not.
	WaitsUntil(m365.TenantID) time.Time
	page.SignsIn
}

// Options are what a Page needs.
type Options struct {
	Host        Host
	Work        *uithread.Work
	Tables      list.Tables
	Tenants     Tenants
	Integration Integration
	Connector   *Connector
	Care        Care
	// Leaving names who is not offboarded to the end: Turn Off forgets it.
	Leaving func() []string
	// Tab is the tab to open; empty leaves it to the state of the connection.
	Tab string
}

// Page is Setup > Integrations > Microsoft 365.
type Page struct {
	*list.List
	o       Options
	tabs    *widget.Tabs
	pill    *widget.Pill
	body    *fyne.Container
	content *fyne.Container

	turnOff      *widget.Button
	turningOff   *turningOff
	borrowed     *borrowedNotice
	authenticate *authenticate
	check        *checkTab
	tenants      *tenantsTab
	// chosen says that the person or the caller chose a tab.
	chosen bool
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o}
	text, tone := o.Connector.State()
	p.pill = widget.NewPill(text, tone)
	p.tabs = widget.NewTabs([]widget.Tab{
		{ID: TabAuthenticate, Title: "Authenticate", Count: widget.NoCount},
		{ID: TabCheck, Title: "Check My Setup", Count: widget.NoCount},
		{ID: TabTenants, Title: "Tenants", Count: widget.NoCount},
	}, p.tabChosen)
	p.authenticate = newAuthenticate(o.Host, o.Connector, o.Integration, o.Care)
	p.check = newCheckTab(o)
	p.tenants = newTenantsTab(o, func(count int) { p.tabs.SetCount(TabTenants, count, false) })
	p.List = p.tenants.List
	p.turnOff = widget.NewButton(widget.DangerText, "Turn Off", "", p.askTurnOff)
	p.turningOff = newTurningOff(o.Host, o.Connector)
	p.borrowed = newBorrowedNotice(o.Host, o.Connector)
	p.body = container.NewStack(p.authenticate.content, p.check.content, page.AboveFoot(p.tenants.content), page.AboveFoot(p.turningOff.content))
	o.Connector.Changed = p.connectionChanged
	head := page.Row(page.Gap, widget.NewTitle("Microsoft 365"), p.pill, page.Space(), p.turnOff)
	p.content = page.LongBody(page.AtLeast(0, widget.Size(theme.SizeNameButton), head), p.borrowed.content, p.tabs, page.Fill(p.body))
	switch o.Tab {
	case "":
	case TabFailed:
		p.ShowFailed()
	default:
		p.SelectTab(o.Tab)
	}
	p.connectionChanged()
	p.showTab()
	return p
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Trail says where the page is.
func (p *Page) Trail() []page.Step {
	return []page.Step{{Text: "Setup"}, {Text: "Integrations"}, {Text: "Microsoft 365"}}
}

// SelectTab opens a tab.
func (p *Page) SelectTab(id string) {
	p.chosen = true
	p.tabs.Select(id)
}

// ShowFailed opens the tab of the tenants, narrowed to those whose sync failed.
func (p *Page) ShowFailed() {
	p.SelectTab(TabTenants)
	p.tenants.showFailed()
}

// ShowTenant opens the tab of the tenants, narrowed to those of a name.
func (p *Page) ShowTenant(name string) {
	p.SelectTab(TabTenants)
	p.Grid.SetFilters([]table.Filter{{Column: columnName, Text: table.Literally(name)}})
}

// NextTab opens the tab that many places further, round the end, and gives the table of the tenants the keyboard: what had it
// may be on the tab that was left.
func (p *Page) NextTab(by int) {
	p.o.Host.Canvas().Unfocus()
	order := []string{TabAuthenticate, TabCheck, TabTenants}
	at := slices.Index(order, p.tabs.Selected())
	p.SelectTab(order[((at+by)%len(order)+len(order))%len(order)])
	if p.tabs.Selected() == TabTenants {
		p.Grid.Focus()
	}
}

func (p *Page) tabChosen(string) {
	p.chosen = true
	p.showTab()
}

// showTab shows the content of the tab. Both stay in the window, so that both follow a change of the theme.
func (p *Page) showTab() {
	off := p.turningOff.shown()
	p.tabs.Hidden = off
	p.authenticate.content.Hidden = off || p.tabs.Selected() != TabAuthenticate
	p.check.content.Hidden = off || p.tabs.Selected() != TabCheck
	p.tenants.content.Hidden = off || p.tabs.Selected() != TabTenants
	if connection, _ := p.o.Connector.Connection(); !p.check.content.Hidden && connection.Authenticated() {
		p.check.opened()
	}
	page.Lay(p.body)
	widget.DropLostFocus(p.o.Host.Canvas())
}

// connectionChanged shows how the connection stands. Who is signed in already came for the tenants, unless something failed.
func (p *Page) connectionChanged() {
	text, tone := p.o.Connector.State()
	p.pill.SetState(text, tone)
	connection, known := p.o.Connector.Connection()
	wasOff := !p.turningOff.content.Hidden
	p.turningOff.show()
	p.borrowed.show()
	p.turnOff.Hidden = p.turningOff.shown() || connection.Tenant == ""
	if wasOff && connection.Tenant == "" {
		p.tabs.Select(TabAuthenticate)
	}
	p.authenticate.show()
	p.tenants.showButtons()
	p.showTab()
	page.Lay(p.content)
	if known && !p.chosen && connection.Authenticated() && p.o.Connector.failure == nil {
		p.SelectTab(TabTenants)
	}
}

// Changed reads the tenants again.
func (p *Page) Changed(changes page.Changes) {
	if changes.Tenants || changes.Clock || changes.Waits {
		p.tenants.loader.Load()
	}
	if changes.Tenants && p.o.Connector.off != nil {
		p.o.Connector.Load()
	}
}

// OpenFilter opens the filter of the tenants' first column.
func (p *Page) OpenFilter() {
	p.SelectTab(TabTenants)
	p.List.OpenFilter()
}

// saved is how the page stood.
type saved struct {
	tab   string
	table any
}

// Save returns how the page stands.
func (p *Page) Save() any { return saved{p.tabs.Selected(), p.List.Save()} }

// Restore brings the page back.
func (p *Page) Restore(kept any) {
	if kept, ok := kept.(saved); ok {
		p.SelectTab(kept.tab)
		p.List.Restore(kept.table)
	}
}

// Close ends reading. A sign-in goes on.
func (p *Page) Close() {
	p.o.Connector.Changed = nil
	p.tenants.endListing()
	p.List.Close()
}

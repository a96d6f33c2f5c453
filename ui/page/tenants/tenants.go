// Package tenants is the page Microsoft 365 > All Tenants: every synced tenant, its users, and Microsoft's admin portals
// one click away.
package tenants

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Portal is one of Microsoft's admin portals.
type Portal struct {
	ID, Name, Short string
	// Hidden portals wait in the Columns menu.
	Hidden bool
}

// Portals makes the portals' links and opens them.
type Portals interface {
	Portals() []Portal
	// Link is a portal's address in a tenant, from local data, at once.
	Link(portalID string, tenant m365.Tenant) (string, error)
	// Open opens an address in the system's browser.
	Open(ctx context.Context, url string) error
}

// Tenants lists every tenant that is known.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Host is what the page asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Open(page.Route)
	Export(page.Export)
	Copy(text string)
	Fail(error)
	Explain(error) m365.Failure
	Toast(page.Toast) page.Notice
	RefreshAll()
}

// Options are what a Page needs.
type Options struct {
	Host    Host
	Work    *uithread.Work
	Tables  list.Tables
	Tenants Tenants
	Portals Portals
	Labels  Labels
	// Licenses tells what the tenants bought.
	Licenses Licenses
}

// Page is All Tenants.
type Page struct {
	*list.Page
	o       Options
	portals []Portal
	source  *table.Slice
	loader  *uithread.Loader

	byID   map[string]m365.Tenant
	bought map[m365.TenantID]m365.Subscriptions
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o, portals: o.Portals.Portals()}
	p.source = table.NewUnread(columnsOf(p.portals))
	p.source.Now = o.Host.Now
	p.loader = &uithread.Loader{Work: o.Work, Read: p.read}
	p.Page = list.NewPage(list.New(o.Host, o.Work, o.Tables, p.spec()), list.Look{Title: "All Tenants"})
	return p
}

func (p *Page) spec() list.Spec {
	return list.Spec{
		Name: "tenants", Noun: "tenants", File: "all-tenants", Source: p.source,
		Sort:  []table.SortKey{{Column: columnName}},
		Empty: "No tenant is synced yet. Choose the client tenants to work with in Setup.",
		Next:  widget.Action{Label: "Open Setup", Do: p.openSetup},
		Open:  p.viewUsers, Press: p.press, MiddlePress: p.copyLink, Menu: p.menu, Actions: p.actions,
		Refresh: p.o.Host.RefreshAll,
	}
}

// Changed reads the tenants again, or tells ages anew.
func (p *Page) Changed(changes page.Changes) {
	if changes.Tenants || changes.Clock {
		p.loader.Load()
	}
}

// read makes the rows where it reads: of a thousand tenants they would hold the window at each step of a sync.
func (p *Page) read(ctx context.Context) func() {
	tenants, err := p.o.Tenants.Tenants(ctx)
	var bought map[m365.TenantID]m365.Subscriptions
	if err == nil {
		bought, err = p.o.Licenses.Subscriptions(ctx)
	}
	tenants = page.Synced(tenants)
	rows, byID := make([]table.Row, 0, len(tenants)), make(map[string]m365.Tenant, len(tenants))
	for _, tenant := range tenants {
		rows = append(rows, rowOf(tenant, bought[tenant.ID], p.portals, p.o.Portals, p.o.Tables.Printer))
		byID[string(tenant.ID)] = tenant
	}
	return func() {
		if err != nil {
			p.source.Fail(err)
			p.Grid.Reload()
			p.o.Host.Fail(err)
			return
		}
		p.bought, p.byID = bought, byID
		p.source.Set(rows)
		p.Grid.Reload()
	}
}

func (p *Page) openSetup() { p.o.Host.Open(page.Route{Page: page.Setup}) }

// press is a click on a link or an arrow.
func (p *Page) press(key, column string) {
	if column == columnUsers {
		p.viewUsers(key)
		return
	}
	p.openPortal(key, column)
}

func (p *Page) viewUsers(key string) {
	tenant := p.byID[key]
	p.o.Host.Open(page.Route{Page: page.Users, Tenant: tenant.ID, TenantName: tenant.FullName()})
}

func (p *Page) viewDeleted(key string) {
	p.o.Host.Open(page.Route{Page: page.Deleted, Tenant: p.byID[key].ID})
}

func (p *Page) createUser(key string) {
	p.o.Host.Open(page.Route{Page: page.Create, Tenant: p.byID[key].ID})
}

func (p *Page) openPortal(key, portalID string) {
	link, ok := p.link(key, portalID)
	if !ok {
		return
	}
	page.OpenLink(p.o.Host, p.o.Work, p.o.Portals.Open, link)
}

// link is a portal's address, and false where there is none, which the cell says already.
func (p *Page) link(key, portalID string) (string, bool) {
	tenant, known := p.byID[key]
	if !known || !p.isPortal(portalID) {
		return "", false
	}
	link, err := p.o.Portals.Link(portalID, tenant)
	return link, err == nil
}

func (p *Page) isPortal(id string) bool {
	for _, portal := range p.portals {
		if portal.ID == id {
			return true
		}
	}
	return false
}

func (p *Page) copyLink(key, column string) {
	if link, ok := p.link(key, column); ok {
		p.o.Host.Copy(link)
	}
}

// portalItems open each portal of a tenant: in a narrow window not every column is seen.
func (p *Page) portalItems(key string) []widget.MenuItem {
	var items []widget.MenuItem
	for _, portal := range p.portals {
		if _, ok := p.link(key, portal.ID); ok {
			items = append(items, widget.MenuItem{Label: "Open " + portal.Name, Do: func() { p.openPortal(key, portal.ID) }})
		}
	}
	return append(items, widget.MenuItem{Separator: true})
}

// actions are those of the one tenant that is ticked.
func (p *Page) actions(selection grid.Selection) []widget.MenuItem {
	if len(selection.Keys) != 1 {
		return []widget.MenuItem{{Label: "Open a portal", Off: "Tick one tenant first"}}
	}
	key := selection.Keys[0]
	return append(p.portalItems(key),
		widget.MenuItem{Label: "Deleted Users", Do: func() { p.viewDeleted(key) }},
		widget.MenuItem{Label: "Licenses…", Do: func() { p.showLicenses(key) }},
		widget.MenuItem{Label: "Name and Tags…", Do: func() { p.editLabels(key) }},
	)
}

// menu is the context menu of a row.
func (p *Page) menu(key, column string, show func(list.Menu)) {
	tenant, known := p.byID[key]
	if !known {
		return
	}
	var menu list.Menu
	if link, ok := p.link(key, column); ok {
		menu.First = []widget.MenuItem{
			{Label: "Open portal", Do: func() { p.openPortal(key, column) }},
			{Label: "Copy link", Do: func() { p.o.Host.Copy(link) }},
			{Separator: true},
		}
	}
	menu.Rest = append(p.portalItems(key), []widget.MenuItem{
		{Label: "View Users", Do: func() { p.viewUsers(key) }},
		{Label: "Create User", Do: func() { p.createUser(key) }},
		{Label: "Deleted Users", Do: func() { p.viewDeleted(key) }},
		{Label: "Licenses…", Do: func() { p.showLicenses(key) }},
		{Label: "Name and Tags…", Do: func() { p.editLabels(key) }},
		{Label: "Copy tenant name", Do: func() { p.o.Host.Copy(table.AsValue(tenant.Name)) }},
		{Label: "Copy tenant ID", Do: func() { p.o.Host.Copy(key) }},
	}...)
	show(menu)
}

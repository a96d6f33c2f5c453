// Package users is the page Microsoft 365 > All Users: every user of every synced tenant, and an honest word where a
// tenant's part is not up to date.
package users

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
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
	Open(page.Route)
	Export(page.Export)
	Copy(text string)
	Fail(error)
	ShowSheet(page.Sheet) (closeSheet func())
	RefreshAll()
	RefreshTenants(ids []m365.TenantID)
	page.SignsIn
}

// Options are what a Page needs. Source gives the rows; its keys are those of m365.UserKey.
type Options struct {
	Host    Host
	Work    *uithread.Work
	Tables  list.Tables
	Tenants Tenants
	Source  table.Source
	Users   Users
	Actions Actions
	// Only narrows the list to one tenant, named OnlyName; empty leaves the filters as they were kept.
	Only     m365.TenantID
	OnlyName string
}

// Page is All Users.
type Page struct {
	*list.Page
	o      Options
	loader *uithread.Loader
	choose *widget.Button
	search *search
	banner *widget.Banner
	// bannerText is what the banner says; empty while it is hidden.
	bannerText string

	tenants []m365.Tenant
	one     selected
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o}
	p.loader = &uithread.Loader{Work: o.Work, Read: p.read}
	p.choose = widget.NewMenuButton(widget.Secondary, "Select Tenant", "", nil)
	p.choose.SetOnTapped(p.chooseTenants)
	p.banner = widget.NewBanner(table.Caution, "")
	p.banner.Hide()
	p.search = newSearch(p)
	users := list.New(o.Host, o.Work, o.Tables, p.spec())
	if o.Only != "" {
		users.Grid.SetFilters([]table.Filter{tenantFilter([]m365.Tenant{{ID: o.Only, Name: o.OnlyName}})})
	}
	p.Page = list.NewPage(users, list.Look{
		Title: "All Users", Tools: []fyne.CanvasObject{p.choose}, Last: []fyne.CanvasObject{widget.NewButton(widget.Primary, "Create User", "", p.create)},
		Search: p.search.content, Notice: p.banner,
	})
	p.showChosen()
	return p
}

func (p *Page) spec() list.Spec {
	return list.Spec{
		Name: "users", Noun: "users", File: "all-users", Source: p.o.Source,
		Sort:       []table.SortKey{{Column: columns.DisplayName}},
		FilterOnly: []table.Column{columns.TenantFilter, columns.SearchFilter}, KeepFilters: true,
		Empty: "There are no users yet. Users of the tenants that you sync in Setup appear here.",
		Next:  widget.Action{Label: "Open Setup", Do: func() { p.o.Host.Open(page.Route{Page: page.Setup}) }},
		Open:  p.open, Menu: p.menu, Actions: p.actions,
		Refresh:  p.o.Host.RefreshAll,
		Selected: p.selectionChanged,
		Answered: p.showChosen,
		Lacking:  func() string { return p.bannerText },
		AtLeast:  p.lacksUsers,
	}
}

// Changed reads again what changed. Rows keep their place meanwhile.
func (p *Page) Changed(changes page.Changes) {
	if changes.Tenants || changes.Clock {
		p.loader.Load()
	}
	if changes.Users {
		p.Grid.Reload()
		if p.one.key != "" {
			p.readOne(p.one.key)
		}
	}
	if changes.Clock {
		p.Grid.Redraw()
	}
}

// Restore brings the table back.
func (p *Page) Restore(saved any) {
	p.Page.Restore(saved)
	p.showChosen()
}

func (p *Page) read(ctx context.Context) func() {
	tenants, err := p.o.Tenants.Tenants(ctx)
	return func() {
		if err != nil {
			p.o.Host.Fail(err)
			return
		}
		p.tenants = page.Synced(tenants)
		p.showChosen()
	}
}

func (p *Page) open(key string) {
	user, err := m365.ParseUserKey(key)
	if err != nil {
		p.o.Host.Fail(err)
		return
	}
	p.o.Host.Open(page.Route{Page: page.User, User: user})
}

// create opens the page on which a user is created, in the tenant that the list is narrowed to where that is one.
func (p *Page) create() {
	route := page.Route{Page: page.Create}
	if chosen := p.chosen(); len(chosen) == 1 {
		route.Tenant = m365.TenantID(chosen[0])
	}
	p.o.Host.Open(route)
}

// chosen are the tenants that the list is narrowed to, by id; none where it is not.
func (p *Page) chosen() []string {
	filter, on := p.Grid.Filter(columns.TenantID)
	if !on {
		return nil
	}
	return filter.Any
}

// inView are the synced tenants whose users the list is about.
func (p *Page) inView() []m365.Tenant {
	chosen := p.chosen()
	if len(chosen) == 0 {
		return p.tenants
	}
	return slices.DeleteFunc(slices.Clone(p.tenants), func(t m365.Tenant) bool {
		return !slices.Contains(chosen, string(t.ID))
	})
}

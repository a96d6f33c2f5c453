// Package users is the page Microsoft 365 > All Users: every user of every synced tenant, and an honest word where a
// tenant's part is not up to date.
package users

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// ColumnTenantID is what the source calls the filter by tenant id, for which no row has a cell.
const ColumnTenantID = "tenant_id"

var tenantColumn = table.Column{ID: ColumnTenantID, Title: "Tenant Name", Kind: table.Choice}

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
}

// Options are what a Page needs. Source gives the rows; its keys are those of m365.UserKey.
type Options struct {
	Host    Host
	Work    *page.Work
	Tables  page.Tables
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
	o      Options
	grid   *grid.Grid
	loader *page.Loader
	choose *widget.Button
	banner *widget.Banner
	// bannerText is what the banner says; empty while it is hidden.
	bannerText string
	head       *fyne.Container
	content    *fyne.Container

	tenants []m365.Tenant
	one     selected
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o}
	p.loader = &page.Loader{Work: o.Work, Read: p.read}
	options := o.Tables.Options("users", "users", o.Source)
	options.FilterOnly = []table.Column{tenantColumn}
	options.PersistFilters = true
	options.Sort = []table.SortKey{{Column: "display_name"}}
	options.Empty = "There are no users yet. Users of the tenants that you sync in Setup appear here."
	options.EmptyDeed = widget.Deed{Label: "Open Setup", Do: func() { o.Host.Open(page.Route{Page: page.Setup}) }}
	options.OnOpen = p.open
	options.OnSecondary = p.showMenu
	options.OnRefresh = o.Host.RefreshAll
	options.OnSelectionChanged = p.selectionChanged
	options.OnChanged = func(int, []table.Filter) { p.showChosen() }
	p.choose = widget.NewMenuButton(widget.Secondary, "Select Tenant", "", nil)
	p.choose.SetOnTapped(p.chooseTenants)
	p.banner = widget.NewBanner(table.Caution, "")
	p.banner.Hide()
	p.grid = grid.New(options)
	if o.Only != "" {
		p.grid.SetFilters([]table.Filter{tenantFilter([]m365.Tenant{{ID: o.Only, Name: o.OnlyName}})})
	}
	p.build()
	p.showChosen()
	return p
}

func (p *Page) build() {
	actions := widget.NewMenuButton(widget.Secondary, "Row Actions", "", p.rowActions)
	p.head = page.Head("All Users", p.grid.Count(), p.choose, actions,
		p.grid.DensityButton(), p.grid.ColumnsButton(), p.grid.RefreshButton())
	p.content = page.Body(p.head, p.grid.Bar(), p.banner, page.Fill(p.grid))
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Trail says where the page is.
func (p *Page) Trail() []page.Step { return []page.Step{{Text: "Microsoft 365"}, {Text: "All Users"}} }

// Changed reads again what changed. Rows keep their place meanwhile.
func (p *Page) Changed(changes page.Changes) {
	if changes.Tenants || changes.Clock {
		p.loader.Load()
	}
	if changes.Users {
		p.grid.Reload()
		if p.one.key != "" {
			p.readOne(p.one.key)
		}
	}
	if changes.Clock {
		p.grid.Redraw()
	}
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
		p.showBanner()
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

// Export writes all rows to a CSV file.
func (p *Page) Export() { p.export(false) }

func (p *Page) export(selected bool) {
	p.o.Host.Export(page.ExportOf(p.grid, p.o.Source, p.o.Tables.Printer, "users", "all-users", selected))
}

// chosen are the tenants that the list is narrowed to, by id; none where it is not.
func (p *Page) chosen() []string {
	filter, on := p.grid.Filter(ColumnTenantID)
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

// Refresh reads every synced tenant anew from Microsoft.
func (p *Page) Refresh() { p.o.Host.RefreshAll() }

// OpenFilter opens the filter of the first column.
func (p *Page) OpenFilter() { p.grid.OpenFirstFilter() }

// SetDensity changes the height of the rows.
func (p *Page) SetDensity(density grid.Density) { p.grid.SetDensity(density) }

// Save returns how the table stands.
func (p *Page) Save() any { return p.grid.Save() }

// Restore brings the table back.
func (p *Page) Restore(saved any) {
	if kept, ok := saved.(grid.Saved); ok {
		p.grid.Restore(kept)
		p.showChosen()
	}
}

// Idle says whether nothing is being read.
func (p *Page) Idle() bool { return p.grid.Idle() }

// Wait returns once reading has ended.
func (p *Page) Wait() { p.grid.Wait() }

// Close ends reading.
func (p *Page) Close() { p.grid.Close() }

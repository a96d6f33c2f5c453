package users

import (
	"slices"

	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	chooserWidth  = 320
	chooserHeight = 320
)

// tenantFilter keeps the users of some tenants; of none it keeps all.
func tenantFilter(tenants []m365.Tenant) table.Filter {
	filter := table.Filter{Column: columns.TenantID}
	for _, tenant := range tenants {
		filter.Any = append(filter.Any, string(tenant.ID))
		filter.Labels = append(filter.Labels, tenant.FullName())
	}
	return filter
}

// showChosen writes on the button which tenants the list is narrowed to.
func (p *Page) showChosen() {
	filter, on := p.Grid.Filter(columns.TenantID)
	switch {
	case !on:
		p.choose.SetLabel("Select Tenant")
	case len(filter.Any) == 1 && len(filter.Labels) == 1:
		p.choose.SetLabel(page.OnlyTenant(filter.Labels[0]))
	default:
		p.choose.SetLabel("Tenant: " + table.Thousands(int64(len(filter.Any))) + " selected")
	}
	p.search.show()
	p.Layout()
	p.showBanner()
}

// chooser is the drop-down in which any number of tenants are ticked.
type chooser struct {
	page   *Page
	search *widget.Entry
	list   *widget.List
	shown  []m365.Tenant
}

// chooseTenants opens the drop-down.
func (p *Page) chooseTenants() {
	c := &chooser{page: p, search: widget.NewEntry("Search tenants", "Search tenants and tags")}
	c.list = widget.NewList("Rows of tenants",
		func() int { return len(c.shown) },
		func() fyne.CanvasObject {
			return page.Inset(0, page.Gap, 0, page.Near, widget.NewCheck("", false, nil))
		},
		c.draw,
	)
	c.find("")
	c.search.OnChanged = c.find
	foot := page.Row(page.Gap, widget.NewLink("Tick all shown", c.pickShown), page.Space(), widget.NewLink("All tenants", c.clear))
	body := page.Column(page.Near, c.search, page.Fill(page.AtLeast(chooserWidth, chooserHeight, c.list)), foot)
	popup := widget.NewPopup(page.Inset(page.Gap, page.Gap, page.Gap, page.Gap, body), p.o.Host.Canvas())
	popup.ShowUnder(p.choose, false)
	p.o.Host.Canvas().Focus(c.search)
}

// find shows the tenants whose name, own name, domain or tag contains text, in the order of names.
func (c *chooser) find(text string) {
	c.shown = page.TenantsFound(c.page.tenants, text)
	c.list.Refresh()
}

func (c *chooser) draw(at fynewidget.ListItemID, object fyne.CanvasObject) {
	tenant := c.shown[at]
	check := object.(*fyne.Container).Objects[0].(*widget.Check)
	on := slices.Contains(c.page.chosen(), string(tenant.ID))
	check.Set(tenant.FullName(), table.Thousands(int64(tenant.Users)), on, func(on bool) { c.pick(tenant, on) })
}

// pick adds a tenant to what the list is narrowed to, or takes it away.
func (c *chooser) pick(tenant m365.Tenant, on bool) {
	filter, _ := c.page.Grid.Filter(columns.TenantID)
	next := table.Filter{Column: columns.TenantID}
	for i, id := range filter.Any {
		if id == string(tenant.ID) {
			continue
		}
		next.Any = append(next.Any, id)
		label := id
		if i < len(filter.Labels) {
			label = filter.Labels[i]
		}
		next.Labels = append(next.Labels, label)
	}
	if on {
		next.Any = append(next.Any, string(tenant.ID))
		next.Labels = append(next.Labels, tenant.FullName())
	}
	c.page.Grid.SetFilter(next)
	c.page.showChosen()
}

// pickShown adds the tenants that the search shows: those of a tag, say.
func (c *chooser) pickShown() {
	next, _ := c.page.Grid.Filter(columns.TenantID)
	next = table.Filter{Column: columns.TenantID, Any: slices.Clone(next.Any), Labels: slices.Clone(next.Labels)}
	for _, tenant := range c.shown {
		if !slices.Contains(next.Any, string(tenant.ID)) {
			next.Any, next.Labels = append(next.Any, string(tenant.ID)), append(next.Labels, tenant.FullName())
		}
	}
	if len(next.Any) > 0 {
		c.page.Grid.SetFilter(next)
	}
	c.page.showChosen()
	c.list.Refresh()
}

func (c *chooser) clear() {
	c.page.Grid.RemoveFilter(columns.TenantID)
	c.page.showChosen()
	c.list.Refresh()
}

// Package deleted is the page of the deleted users of a tenant, read from Microsoft: who can be restored, until when, and what
// comes back with them.
package deleted

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Directory is Microsoft Graph as the page needs it.
type Directory interface {
	// DeletedUsers are those who can be restored, with the names of their licenses.
	DeletedUsers(ctx context.Context, tenant m365.TenantID) ([]m365.DeletedUser, error)
}

// Tenants lists every tenant that is known.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Actions restore users.
type Actions interface {
	Restore(action.Subject)
	// RestoreReason says why a user cannot be restored; empty where they can.
	RestoreReason(action.Subject) string
}

// Host is what the page asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Open(page.Route)
	Export(page.Export)
	Copy(text string)
	Fail(error)
	TrailChanged()
}

// Options are what a Page needs. Without a Tenant the page asks for one.
type Options struct {
	Host      Host
	Work      *uithread.Work
	Tables    list.Tables
	Tenants   Tenants
	Directory Directory
	Actions   Actions
	Tenant    m365.TenantID
}

// Page is Deleted Users.
type Page struct {
	*list.Page
	o      Options
	source *source
	loader *uithread.Loader
	choose *widget.Button

	tenants []m365.Tenant
	tenant  m365.Tenant
}

const (
	title = "Deleted Users"
	// noticeWidth is how wide the notice is before it is laid out.
	noticeWidth = 1000
)

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o, tenant: m365.Tenant{ID: o.Tenant}}
	p.source = newSource(o.Host.Now, p.ask)
	p.loader = &uithread.Loader{Work: o.Work, Read: p.read}
	p.choose = widget.NewMenuButton(widget.Secondary, "Select Tenant", "", nil)
	p.choose.SetOnTapped(p.chooseTenant)
	notice := widget.NewMutedParagraph("Who is restored has username, password, groups and admin roles again, and the licenses of which "+
		"units are left. Mailbox and OneDrive come back where they are still kept. Sessions do not: the user signs in anew.", noticeWidth)
	p.Page = list.NewPage(list.New(o.Host, o.Work, o.Tables, p.spec()), list.Look{
		Title: title, Tools: []fyne.CanvasObject{p.choose}, Notice: notice,
	})
	return p
}

func (p *Page) spec() list.Spec {
	spec := list.Spec{
		Name: "deleted-users", Noun: "deleted users", File: "deleted-users", Source: p.source,
		Sort:  []table.SortKey{{Column: columnDeleted, Descending: true}},
		Empty: "Nobody was deleted here in the last 30 days.",
		Open:  p.restore, Press: func(key, _ string) { p.restore(key) }, Menu: p.menu, Actions: p.actions,
		Refresh: p.readAnew, Answered: p.show,
	}
	if p.o.Tenant == "" {
		spec.Empty = "Choose the tenant whose deleted users you look for."
		spec.Next = widget.Action{Label: "Select Tenant", Do: p.chooseTenant}
	}
	return spec
}

// chooseTenant offers the tenants: the page opens anew on the one that is chosen.
func (p *Page) chooseTenant() {
	page.ChooseTenant(p.o.Host.Canvas(), p.choose, p.tenants, func(tenant m365.Tenant) {
		p.o.Host.Open(page.Route{Page: page.Deleted, Tenant: tenant.ID})
	})
}

// Trail says where the page is: in its tenant.
func (p *Page) Trail() []page.Step {
	steps := []page.Step{{Text: "All Tenants", Open: func() { p.o.Host.Open(page.Route{Page: page.Tenants}) }}}
	if p.tenant.Name != "" {
		steps = append(steps, page.Step{Text: p.tenant.FullName(), Tip: p.tenant.NameAndDomain(), Open: p.viewUsers})
	}
	return append(steps, page.Step{Text: title})
}

func (p *Page) viewUsers() {
	p.o.Host.Open(page.Route{Page: page.Users, Tenant: p.tenant.ID, TenantName: p.tenant.FullName()})
}

// Changed reads the deleted users anew where somebody of the tenant was deleted or restored, or who is signed in changed.
func (p *Page) Changed(changes page.Changes) {
	if changes.Tenants {
		p.loader.Load()
	}
	for user := range changes.Cards {
		if user.Tenant == p.tenant.ID {
			p.readAnew()
			return
		}
	}
	switch {
	case changes.AllCards: // the page opens, and reads by itself
	case changes.Connection:
		p.readAnew()
	case changes.Clock:
		p.Grid.Redraw()
	}
}

func (p *Page) readAnew() {
	p.source.outdate()
	p.Grid.Reload()
}

// read brings the tenants to choose from, and with them the name of the page's own.
func (p *Page) read(ctx context.Context) func() {
	tenants, err := p.o.Tenants.Tenants(ctx)
	return func() {
		if err != nil {
			p.o.Host.Fail(err)
			return
		}
		p.tenants = page.Synced(tenants)
		if at := slices.IndexFunc(p.tenants, func(t m365.Tenant) bool { return t.ID == p.o.Tenant }); at >= 0 {
			p.tenant = p.tenants[at]
		}
		p.show()
		p.o.Host.TrailChanged()
	}
}

// show writes the tenant on the button. Without one nothing is counted.
func (p *Page) show() {
	if p.o.Tenant == "" {
		p.Grid.Count().Hide()
	}
	if p.tenant.Name != "" {
		p.choose.SetLabel(page.OnlyTenant(p.tenant.FullName()))
		p.Layout()
	}
}

// ask asks Microsoft for the deleted users.
func (p *Page) ask(ctx context.Context) ([]m365.DeletedUser, error) {
	if p.o.Tenant == "" {
		return nil, nil
	}
	return p.o.Directory.DeletedUsers(ctx, p.o.Tenant)
}

// subject is the user of a row; false where there is none any more.
func (p *Page) subject(key string) (action.Subject, bool) {
	user, known := p.source.user(key)
	return action.Subject{User: user.User, Tenant: p.tenant}, known && p.tenant.Name != ""
}

// restore asks whether a user is to be restored.
func (p *Page) restore(key string) {
	subject, known := p.subject(key)
	if known && p.o.Actions.RestoreReason(subject) == "" {
		p.o.Actions.Restore(subject)
	}
}

func (p *Page) restoreItem(key string) widget.MenuItem {
	subject, known := p.subject(key)
	item := widget.MenuItem{Label: restoreLabel, Do: func() { p.restore(key) }}
	switch {
	case !known:
		item.Off = "The tenant is not synced"
	default:
		item.Off = p.o.Actions.RestoreReason(subject)
	}
	return item
}

// actions are what can be done to the one user who is ticked.
func (p *Page) actions(selection grid.Selection) []widget.MenuItem {
	if selection.All || len(selection.Keys) != 1 {
		return []widget.MenuItem{{Label: restoreLabel, Off: "Available only when one user is selected"}}
	}
	return []widget.MenuItem{p.restoreItem(selection.Keys[0])}
}

// menu is the context menu of a row.
func (p *Page) menu(key, _ string, show func(list.Menu)) {
	show(list.Menu{
		First: []widget.MenuItem{p.restoreItem(key), {Separator: true}},
		Rest: []widget.MenuItem{{Label: "Copy object ID", Do: func() {
			if user, known := p.source.user(key); known {
				p.o.Host.Copy(user.Key.ID)
			}
		}}},
	})
}

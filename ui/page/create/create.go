// Package create is the page on which a user is created: the tenant first, then the fields, roles, licenses and groups, and
// beside them what will be done. What was filled in stays until the user is created.
package create

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Tenants lists every tenant that is known.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Directory is Microsoft Graph as the page needs it, read live.
type Directory interface {
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error)
	AssignableRoles(ctx context.Context, tenant m365.TenantID) ([]m365.Role, error)
	FindGroups(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Group, error)
	User(ctx context.Context, key m365.UserKey) (m365.Details, error)
	UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error)
	UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error)
}

// Names are what usernames are made from and held against.
type Names interface {
	// CheckUsername asks a tenant whether a user, an alias or a deleted user has a username.
	CheckUsername(ctx context.Context, tenant m365.TenantID, username string) (change.UsernameCheck, error)
	// Names are how users of a tenant are named, from the local data.
	Names(ctx context.Context, tenant m365.TenantID) ([]m365.User, error)
}

// Templates are what users of a kind are created with.
type Templates interface {
	Templates(ctx context.Context) ([]newuser.Preset, error)
	SaveTemplate(ctx context.Context, one newuser.Preset) error
	DeleteTemplate(ctx context.Context, id string) error
}

// Actions create the user.
type Actions interface {
	Create(action.Creation)
	PickPerson(work *uithread.Work, tenant m365.TenantID, none string, under fyne.CanvasObject, chosen func(m365.Person))
}

// Host is what the page asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Open(page.Route)
	Ask(page.Question)
	Copy(text string)
	Fail(error)
	Explain(error) m365.Failure
	Toast(page.Toast) page.Notice
	ReadFile(use func(name string, content []byte))
	WriteFile(name string, content []byte, saved func())
	page.SignsIn
}

// Options are what a Page needs.
type Options struct {
	Host      Host
	Work      *uithread.Work
	Tenants   Tenants
	Directory Directory
	Names     Names
	Templates Templates
	Actions   Actions
	// Tenant is the one to begin with; empty leaves the choice.
	Tenant m365.TenantID
}

// Page is Create User.
type Page struct {
	o       Options
	loader  *uithread.Loader
	tenants []m365.Tenant
	draft   *draft
	known   tenantFacts
	// domainsUnread is why the domains of the tenant could not be read.
	domainsUnread *m365.Failure

	checked usernameCheck
	// templates are those that are kept.
	templates []newuser.Preset
	// objected are what Microsoft, or the plan, has against fields.
	objected map[string]string
	// filling says that the page itself writes into the fields.
	filling bool

	choose, copyFrom *widget.Button
	steps            []*step
	tabs             map[string]fyne.CanvasObject
	details          *details
	picks            map[string]*picks
	place            *picker
	summary          *summary
	notice           *fyne.Container
	create, goOn     *widget.Button
	content          *fyne.Container
	forgetCheck      func()
	closed           bool
}

// The tabs, in their order.
const (
	tabDetails  = "details"
	tabRoles    = "roles"
	tabLicenses = "licenses"
	tabGroups   = "groups"
)

var tabNames = []struct{ id, title string }{
	{tabDetails, "User Details"}, {tabRoles, "Roles"}, {tabLicenses, "Licenses"}, {tabGroups, "Groups"},
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o, draft: newDraft(), forgetCheck: func() {}}
	p.draft.tenant.ID = o.Tenant
	p.loader = &uithread.Loader{Work: o.Work, Read: p.read}
	p.build()
	p.show()
	return p
}

// show draws the draft, and again where it is emptied.
func (p *Page) show() {
	p.draft.shows = p.show
	p.showTab(p.draft.tab)
	p.fill()
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Trail says where the page is.
func (p *Page) Trail() []page.Step {
	return []page.Step{
		{Text: "Microsoft 365"}, {Text: "All Users", Open: func() { p.o.Host.Open(page.Route{Page: page.Users}) }}, {Text: "Create User"},
	}
}

// Changed reads the tenants.
func (p *Page) Changed(changes page.Changes) {
	if changes.Tenants {
		p.loader.Load()
		p.readTemplates()
	}
}

// Save returns what was filled in.
func (p *Page) Save() any { return p.draft }

// Restore brings back what was filled in.
func (p *Page) Restore(saved any) {
	if kept, ok := saved.(*draft); ok {
		p.draft = kept
		p.show()
	}
}

// NextTab opens the tab that many places further, round the end.
func (p *Page) NextTab(by int) {
	at := 0
	for i, tab := range tabNames {
		if tab.id == p.draft.tab {
			at = i
		}
	}
	p.showTab(tabNames[(at+by+len(tabNames))%len(tabNames)].id)
}

// Close ends reading. A user who is being created goes on.
func (p *Page) Close() {
	p.closed = true
	p.draft.shows = nil
	p.forgetCheck()
}

func (p *Page) read(ctx context.Context) func() {
	tenants, err := p.o.Tenants.Tenants(ctx)
	return func() {
		if err != nil {
			p.o.Host.Fail(err)
			return
		}
		p.tenants = page.Synced(tenants)
		for _, tenant := range p.tenants {
			if tenant.ID == p.draft.tenant.ID {
				p.enter(tenant)
			}
		}
		if p.draft.tenant.Name == "" && len(p.tenants) == 1 {
			p.enter(p.tenants[0])
		}
		p.draw()
	}
}

// Package user is the page of one user: who it is and what is known of it.
package user

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// ErrGone says that a user is not in the local data (any more).
var ErrGone = errors.New("the user is not in the local data")

// Users reads the local picture.
type Users interface {
	// User errors with ErrGone where there is no such user.
	User(ctx context.Context, key m365.UserKey) (m365.User, error)
	// Visit puts a user first among the recently viewed.
	Visit(ctx context.Context, key m365.UserKey) error
}

// Tenants lists every tenant that is known.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Host is what the page asks of the window.
type Host interface {
	Now() time.Time
	Open(page.Route)
	Copy(text string)
	Fail(error)
	Explain(error) m365.Failure
	Printer() table.Printer
	RefreshTenants(ids []m365.TenantID)
	// TrailChanged says that Trail answers something else now, Visited that a user was viewed.
	TrailChanged()
	Visited()
}

// Options are what a Page needs.
type Options struct {
	Host    Host
	Work    *page.Work
	Users   Users
	Tenants Tenants
	Key     m365.UserKey
}

// Page is one user.
type Page struct {
	o       Options
	loader  *page.Loader
	content *fyne.Container

	user    m365.User
	tenant  m365.Tenant
	known   bool
	visited bool
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o, content: container.NewStack()}
	p.loader = &page.Loader{Work: o.Work, Read: p.read}
	return p
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Trail says where the page is: the user in its tenant.
func (p *Page) Trail() []page.Step {
	steps := []page.Step{{Text: "All Users", Open: func() { p.o.Host.Open(page.Route{Page: page.Users}) }}}
	if !p.known {
		return append(steps, page.Step{Text: "User"})
	}
	return append(steps, page.Step{Text: p.tenant.Name, Open: p.viewTenant}, page.Step{Text: p.name()})
}

// name is the display name, or the username of a user that has none.
func (p *Page) name() string {
	if p.user.DisplayName == "" {
		return p.user.UserPrincipalName
	}
	return p.user.DisplayName
}

func (p *Page) viewTenant() {
	p.o.Host.Open(page.Route{Page: page.Users, Tenant: p.tenant.ID, TenantName: p.tenant.Name})
}

// Changed reads the user again, or tells ages anew.
func (p *Page) Changed(changes page.Changes) {
	if changes.Users || changes.Tenants || changes.Clock {
		p.loader.Load()
	}
}

func (p *Page) read(ctx context.Context) func() {
	user, err := p.o.Users.User(ctx, p.o.Key)
	if err != nil {
		return func() { p.showMissing(err) }
	}
	tenants, err := p.o.Tenants.Tenants(ctx)
	if err != nil {
		return func() { p.showMissing(err) }
	}
	return func() { p.show(user, tenants) }
}

func (p *Page) show(user m365.User, tenants []m365.Tenant) {
	p.user, p.known = user, true
	for _, tenant := range tenants {
		if tenant.ID == user.Key.Tenant {
			p.tenant = tenant
		}
	}
	p.draw()
	p.o.Host.TrailChanged()
	p.visit()
}

// visit remembers the user as recently viewed, once a page.
func (p *Page) visit() {
	if p.visited {
		return
	}
	p.visited = true
	p.o.Work.Do(func(ctx context.Context) func() {
		err := p.o.Users.Visit(ctx, p.o.Key)
		return func() {
			if err != nil && !errors.Is(err, ErrGone) {
				p.o.Host.Fail(err)
				return
			}
			p.o.Host.Visited()
		}
	})
}

// showMissing says why there is no user to show.
func (p *Page) showMissing(err error) {
	p.known = false
	var state fyne.CanvasObject
	if errors.Is(err, ErrGone) {
		state = widget.NewEmptyState(
			"This user is not in the local data any more: the user was deleted, or the tenant is no longer synced.",
			widget.Deed{Label: "All Users", Do: func() { p.o.Host.Open(page.Route{Page: page.Users}) }})
	} else {
		failure := p.o.Host.Explain(err)
		state = widget.NewErrorState(failure.Sentence(), p.loader.Load, func() { p.o.Host.Copy(failure.Details()) })
	}
	p.content.Objects = []fyne.CanvasObject{state}
	p.content.Refresh()
	p.o.Host.TrailChanged()
}

// Refresh reads the user's tenant anew from Microsoft.
func (p *Page) Refresh() { p.o.Host.RefreshTenants([]m365.TenantID{p.o.Key.Tenant}) }

// Save has nothing to keep: the page shows what is known now.
func (p *Page) Save() any { return nil }

// Restore has nothing to bring back.
func (p *Page) Restore(any) {}

// Close ends nothing: the page's work belongs to the window.
func (p *Page) Close() {}

// sentenceCase is a text with its first letter small, for the middle of a line.
func sentenceCase(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// Package createmany is the page on which the users of a file are created: a dry run shows each line with what is wrong with
// it before anything is sent, then each with its result.
package createmany

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/core/userfile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Tenants lists every tenant that is known.
type Tenants interface {
	Tenants(ctx context.Context) ([]m365.Tenant, error)
}

// Creations begin a run of the users of a file. told hears, on any goroutine, that something is different.
type Creations interface {
	Begin(ctx context.Context, tenant m365.TenantID, lines []userfile.Line, told func()) *bulk.Creations
}

// Actions ask before passwords are lost that nobody has seen.
type Actions interface{ Keeps(say func() string) }

// Host is what the page asks of the window.
type Host interface {
	Canvas() fyne.Canvas
	Now() time.Time
	Open(page.Route)
	Ask(page.Question)
	Copy(text string)
	Export(page.Export)
	Fail(error)
	Explain(error) m365.Failure
	Toast(page.Toast) page.Notice
	ReadFile(use func(name string, content []byte))
	WriteFile(name string, content []byte, saved func())
	page.SignsIn
}

// Options are what a Page needs.
type Options struct {
	Host Host
	Work *uithread.Work
	// Lasting is the window's work: what was begun goes on when the page is left.
	Lasting   *uithread.Work
	Tables    list.Tables
	Tenants   Tenants
	Creations Creations
	Actions   Actions
	// Tenant is the one to begin with; empty leaves the choice.
	Tenant m365.TenantID
}

// Page is Create Users from a file.
type Page struct {
	*list.Page
	o       Options
	loader  *uithread.Loader
	source  *table.Slice
	tenants []m365.Tenant

	// kept is the run; the window keeps it while another page is open.
	kept *kept

	choose, file, template, create, save *widget.Button
	notice                               *fyne.Container
}

// kept is a run of the users of a file, and what was done with it.
type kept struct {
	tenant m365.Tenant
	file   string
	run    *bulk.Creations
	// checking and creating say what is under way; begun that users were created.
	checking, creating, begun bool
	// saved says that the passwords are in a file.
	saved bool
	// told is what was said at the end of the run.
	told page.Notice
	// failure is why the tenant or the file could not be read.
	failure *m365.Failure
	// shows draws the page that is open on it; drawing says that it will soon.
	shows   func()
	drawing atomic.Bool
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o, kept: &kept{tenant: m365.Tenant{ID: o.Tenant}}, source: table.NewSlice(columns(), nil), notice: container.NewStack()}
	p.loader = &uithread.Loader{Work: o.Work, Read: p.read}
	p.choose = widget.NewMenuButton(widget.Secondary, "Choose the tenant", "", nil)
	p.choose.SetOnTapped(p.chooseTenant)
	p.template = widget.NewButton(widget.Secondary, "Save a template…", "", func() {
		o.Host.WriteFile("new-users.csv", userfile.Template(), func() {})
	})
	p.file = widget.NewButton(widget.Secondary, "Choose a file…", "", p.chooseFile)
	p.save = widget.NewButton(widget.Secondary, "Save the passwords…", "", func() { p.kept.askSave(o.Host) })
	p.create = widget.NewButton(widget.Primary, "Create users", "", p.press)
	p.Page = list.NewPage(list.New(o.Host, o.Work, o.Tables, p.spec()), list.Look{
		Title: "Create Users", Last: []fyne.CanvasObject{p.create},
		Notice: page.Column(page.Gap, page.Flow(fyne.NewSize(page.Near, page.Near), p.choose, p.template, p.file, p.save), p.notice),
	})
	p.kept.shows = p.show
	p.draw()
	return p
}

func (p *Page) spec() list.Spec {
	return list.Spec{
		Name: "create-many", Noun: "users", File: "new-users", Source: p.source, NoTicks: true,
		Sort:  []table.SortKey{{Column: columnRank}, {Column: columnLine}},
		Empty: "Save a template, fill in a user a line, and choose the file. Nothing is sent before you have seen each line checked.",
		Menu:  p.menu,
	}
}

// Changed reads the tenants.
func (p *Page) Changed(changes page.Changes) {
	if changes.Tenants {
		p.loader.Load()
	}
}

// Save returns the run, and how the table stands.
func (p *Page) Save() any { return saved{p.kept, p.Page.Save()} }

type saved struct {
	run   *kept
	table any
}

// Restore brings the run back, which went on meanwhile.
func (p *Page) Restore(was any) {
	if was, ok := was.(saved); ok {
		p.kept = was.run
		p.kept.shows = p.show
		p.Page.Restore(was.table)
		p.draw()
	}
}

// Close ends reading. Users who are being created go on.
func (p *Page) Close() {
	p.kept.shows = func() {}
	p.List.Close()
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
			if tenant.ID == p.kept.tenant.ID {
				p.kept.tenant = tenant
			}
		}
		p.draw()
	}
}

package tenants_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/portal"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/tenants"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// catalogue is the program's own, with a browser that only notes what it is to open.
type catalogue struct {
	*portal.Catalogue
	mu     sync.Mutex
	opened []string
	broken error
}

func (c *catalogue) Portals() []tenants.Portal {
	var shown []tenants.Portal
	for _, one := range c.Catalogue.Portals() {
		shown = append(shown, tenants.Portal{ID: one.ID, Name: one.Name, Short: one.Short, Hidden: one.Hidden})
	}
	return shown
}

func (c *catalogue) Open(_ context.Context, url string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened = append(c.opened, url)
	return c.broken
}

// desk is the page in a window, a robot in front of it, and all that the page asks of the window.
type desk struct {
	*robot.Robot
	t       *testing.T
	queue   uithread.Queue
	window  fyne.Window
	work    *page.Work
	page    *tenants.Page
	portals *catalogue

	mu      sync.Mutex
	timers  []func()
	tenants []m365.Tenant
	fails   error

	routes    []page.Route
	exports   []page.Export
	toasts    []page.Toast
	copied    []string
	failed    []error
	refreshed int
}

func (d *desk) Canvas() fyne.Canvas            { return d.window.Canvas() }
func (d *desk) Now() time.Time                 { return noon }
func (d *desk) Open(route page.Route)          { d.routes = append(d.routes, route) }
func (d *desk) Export(export page.Export)      { d.exports = append(d.exports, export) }
func (d *desk) Copy(text string)               { d.copied = append(d.copied, text) }
func (d *desk) Fail(err error)                 { d.failed = append(d.failed, err) }
func (d *desk) RefreshAll()                    { d.refreshed++ }
func (d *desk) Toast(t page.Toast) page.Notice { d.toasts = append(d.toasts, t); return nil }

func (d *desk) Tenants(context.Context) ([]m365.Tenant, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tenants, d.fails
}

// Layout and SaveLayout keep nothing: every desk begins anew.
func (d *desk) Layout(context.Context, string) (table.Layout, error)   { return table.Layout{}, nil }
func (d *desk) SaveLayout(context.Context, string, table.Layout) error { return nil }

// after keeps a timer for settle.
func (d *desk) after(_ time.Duration, fn func()) func() {
	d.mu.Lock()
	defer d.mu.Unlock()
	live := true
	d.timers = append(d.timers, func() {
		if live {
			fn()
		}
	})
	return func() { live = false }
}

func (d *desk) fire() {
	d.mu.Lock()
	timers := d.timers
	d.timers = nil
	d.mu.Unlock()
	for _, fn := range timers {
		fn()
	}
}

// openDesk shows the page on tenants, in a window that is wide enough for all portals.
func openDesk(t *testing.T, all ...m365.Tenant) *desk {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	built, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	d := &desk{t: t, tenants: all, portals: &catalogue{Catalogue: built}}
	d.window = app.NewWindow("")
	d.work = page.NewWork(t.Context(), d.queue.Run)
	d.page = tenants.New(tenants.Options{
		Host: d, Work: d.work, Tenants: d, Portals: d.portals,
		Tables: page.Tables{
			Run: d.queue.Run, Timer: d.after, Layouts: d, PageSize: 100, Clipboard: d.Copy, OnError: d.Fail,
			Printer: table.Printer{Now: d.Now, Zone: time.UTC}, Explain: error.Error,
		},
	})
	d.window.SetContent(widget.NewTipLayer(d.page.Content(), d.queue.Run, d.after))
	d.window.Resize(fyne.NewSize(1600, 700))
	d.Robot = robot.New(d.window.Canvas())
	d.page.Changed(page.Everything())
	d.settle()
	t.Cleanup(func() {
		d.page.Close()
		d.work.Close()
		d.window.Close()
	})
	return d
}

// settle lets everything finish that finishes by itself.
func (d *desk) settle() {
	d.t.Helper()
	for range 1000 {
		d.work.WaitIdle()
		d.page.Wait()
		if d.queue.Flush() > 0 {
			continue
		}
		if d.work.Idle() && d.page.Idle() {
			return
		}
		d.fire()
	}
	require.Fail(d.t, "the page does not come to rest")
}

func (d *desk) tap(name string) {
	d.t.Helper()
	require.NoError(d.t, d.Tap(name))
	d.settle()
}

func (d *desk) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		require.Truef(d.t, d.Sees(text), "%q is not in the window; it shows: %s", text, strings.Join(d.Texts(), " | "))
	}
}

func (d *desk) seesNot(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		require.Falsef(d.t, d.Sees(text), "%q is in the window; it shows: %s", text, strings.Join(d.Texts(), " | "))
	}
}

const (
	contosoID  = m365.TenantID("11111111-2222-3333-4444-555555555555")
	fabrikamID = m365.TenantID("66666666-7777-8888-9999-000000000000")
)

func synced(id m365.TenantID, name, label string, users int) m365.Tenant {
	return m365.Tenant{
		ID: id, Name: name, Status: m365.Synced, Users: users, Refreshed: noon,
		DefaultDomain: label + ".com", InitialDomain: label + "inc.onmicrosoft.com", SharePointName: label + "group",
		Access: m365.Access{State: m365.AccessHealthy, Ends: noon.AddDate(1, 0, 0)},
	}
}

func contoso() m365.Tenant  { return synced(contosoID, "Contoso Dental", "contoso", 12406) }
func fabrikam() m365.Tenant { return synced(fabrikamID, "Fabrikam Legal", "fabrikam", 60) }

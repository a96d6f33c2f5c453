package shell_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// clock hands out timers that fire when a test lets time pass.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*timer
}

type timer struct {
	at time.Time
	fn func()
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration, fn func()) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{c.now.Add(d), fn}
	c.timers = append(c.timers, t)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.timers = slices.DeleteFunc(c.timers, func(other *timer) bool { return other == t })
	}
}

// advance lets time pass and fires the timers that are due.
func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	var due []*timer
	c.timers = slices.DeleteFunc(c.timers, func(t *timer) bool {
		if t.at.After(c.now) {
			return false
		}
		due = append(due, t)
		return true
	})
	c.mu.Unlock()
	for _, t := range due {
		t.fn()
	}
}

// desk is a window on a world, and a robot in front of it.
type desk struct {
	*robot.Robot
	t         *testing.T
	world     *world
	shell     *shell.Shell
	window    fyne.Window
	queue     *uithread.Queue
	clock     *clock
	clipboard fyne.Clipboard
	saveTo    func(name string) (string, error)
	paths     []string
	quit      int
}

// openDesk shows the window on a world.
func openDesk(t *testing.T, w *world, change ...func(*shell.Options)) *desk {
	t.Helper()
	app := test.NewTempApp(t)
	d := &desk{t: t, world: w, queue: &uithread.Queue{}, clock: &clock{now: noon}, clipboard: app.Clipboard()}
	d.saveTo = func(string) (string, error) { return "", nil }
	d.window = app.NewWindow("")
	options := shell.Options{
		Window: d.window, App: app, Run: d.queue.Run, Version: "1.2.3",
		Services: shell.Services{
			Integration: w, Tenants: w, Refresher: w, Users: w, Settings: w, Portals: w, Changes: w,
			Cards: w.cards(), Change: w.changing(), Directory: microsoft{w}, Journal: &w.record, Access: w,
		},
		Now: d.clock.Now, After: d.clock.After, Clipboard: d.clipboard,
		SaveFile: func(_ context.Context, name string) (string, error) { return d.saveTo(name) },
		OpenPath: func(_ context.Context, path string) error { d.paths = append(d.paths, path); return nil },
		Quit:     func() { d.quit++ },
	}
	for _, c := range change {
		c(&options)
	}
	d.shell = shell.New(options)
	d.Robot = robot.New(d.window.Canvas())
	d.shell.Show()
	d.settle()
	t.Cleanup(func() {
		d.shell.Close()
		d.window.Close()
	})
	return d
}

// settle lets everything finish that finishes by itself. A table that pauses between two readings gets its pause.
func (d *desk) settle() {
	d.t.Helper()
	for range 1000 {
		d.shell.Wait()
		if d.queue.Flush() > 0 {
			continue
		}
		if d.shell.Idle() {
			return
		}
		d.clock.advance(tablePause)
	}
	require.Fail(d.t, "the window does not come to rest")
}

// tablePause is at least what a table waits between two readings.
const tablePause = 300 * time.Millisecond

// pass lets time pass, and everything finish that this begins.
func (d *desk) pass(time time.Duration) {
	d.clock.advance(time)
	d.settle()
}

// told lets a change below be heard and drawn.
func (d *desk) told() { d.pass(time.Second) }

func (d *desk) tap(name string) {
	d.t.Helper()
	require.NoError(d.t, d.Tap(name))
	d.settle()
}

func (d *desk) typeIn(name, text string) {
	d.t.Helper()
	require.NoError(d.t, d.Type(name, text))
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

// menu chooses an entry of the main menu.
func (d *desk) menu(top, label string) {
	d.t.Helper()
	d.entry(top, label).Action()
	d.settle()
}

// entry finds an entry of the main menu.
func (d *desk) entry(top, label string) *fyne.MenuItem {
	d.t.Helper()
	for _, m := range d.window.MainMenu().Items {
		if m.Label != top {
			continue
		}
		for _, item := range m.Items {
			if name, _, _ := strings.Cut(item.Label, "\t"); name == label {
				return item
			}
		}
	}
	require.Failf(d.t, "no such entry", "%s > %s", top, label)
	return nil
}

// tenantNames are made up clients.
var tenantNames = []string{
	"Contoso Dental", "Fabrikam Legal", "Northwind Traders", "Adventure Works", "Tailspin Toys", "Wide World Importers",
	"Litware Labs", "Graphic Design Institute", "Humongous Insurance", "Lamna Healthcare", "Margie's Travel",
	"Munson's Pickles", "Proseware", "Relecloud", "School of Fine Art", "Southridge Video", "Trey Research", "VanArsdel",
	"Woodgrove Bank", "Alpine Ski House",
}

var (
	givenNames = []string{"Adele", "Alex", "Allan", "Bianca", "Christie", "Debra", "Diego", "Emily", "Enrico", "Grady", "Henrietta", "Irvin"}
	surnames   = []string{"Vance", "Braun", "Sherman", "Fernandez", "Berger", "Langer", "Graham", "Pisani", "Mueller", "Robbins", "Wilber"}
)

func tenantID(n int) m365.TenantID {
	return m365.TenantID(fmt.Sprintf("%04x0000-0000-4000-8000-00000000%04x", 0x8f30+n, 0x41a0+n))
}

// connected is a world in which somebody is signed in and some tenants are synced.
func connected(synced, usersEach int) *world {
	w := newWorld()
	w.connection = m365.Connection{
		On: true, Tenant: "c0010000-0000-0000-0000-00000000d00d", TenantName: "MSP Example",
		ClientID: "11111111-2222-3333-4444-555555555555", Account: "j.tan@msp.example", HomeAccountID: "home", ObjectID: "me",
	}
	for i := range synced {
		name := tenantNames[i%len(tenantNames)]
		domain := strings.ToLower(strings.Fields(name)[0]) + ".com"
		tenant := m365.Tenant{
			ID: tenantID(i), Name: name, DefaultDomain: domain, InitialDomain: domain, Status: m365.Synced,
			Access: m365.Access{State: m365.AccessHealthy, Ends: noon.AddDate(0, 8, i)}, Users: usersEach,
			Refreshed: noon.Add(-2 * time.Minute),
		}
		w.tenants = append(w.tenants, tenant)
		for u := range usersEach {
			w.users = append(w.users, userOf(tenant, i*usersEach+u))
		}
	}
	w.fillSource()
	return w
}

func userOf(tenant m365.Tenant, n int) m365.User {
	given, surname := givenNames[n%len(givenNames)], surnames[(n/len(givenNames)+n)%len(surnames)]
	u := m365.User{
		Key:         m365.UserKey{Tenant: tenant.ID, ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", n)},
		DisplayName: given + " " + surname, GivenName: given, Surname: surname,
		UserPrincipalName: strings.ToLower(given+"."+surname) + "@" + tenant.DefaultDomain,
		Type:              m365.Member, SignIn: m365.Allowed,
		LastSignIn: noon.Add(-time.Duration(n*7+4) * time.Hour), LastPasswordReset: noon.AddDate(0, 0, -n%60),
		Licenses: []string{"Microsoft 365 Business Premium"},
	}
	switch {
	case n%9 == 3:
		u.SignIn = m365.Blocked
	case n%11 == 5:
		u.Roles = []string{"Global Administrator"}
	case n%13 == 7:
		u.Type, u.Licenses = m365.Guest, nil
	}
	return u
}

var _ setup.Integration = (*world)(nil)

// demoStart empties a world, as the demo does.
func demoStart(w *world, starts *int) func(context.Context) error {
	return func(context.Context) error {
		*starts++
		w.do(func() {
			w.connection, w.tenants, w.users, w.recent = m365.Connection{}, nil, nil, nil
			w.fillSource()
		})
		return nil
	}
}

func failing(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

package shell_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// harness is the whole window on a world.
type harness struct {
	*uitest.Window
	world     *world
	shell     *shell.Shell
	clipboard fyne.Clipboard
	saveTo    func(name string) (string, error)
	paths     []string
	quit      int
	// scale is how large the window is drawn, in percent.
	scale int
	// recoloured is how often the window got other colours.
	recoloured int
}

// open shows the window on a world.
func open(t *testing.T, w *world, change ...func(*shell.Options)) *harness {
	t.Helper()
	d := &harness{Window: uitest.NewWindow(t), world: w}
	d.clipboard = d.App.Clipboard()
	d.saveTo = func(string) (string, error) { return "", nil }
	options := shell.Options{
		Window: d.Hearing(), App: d.App, Run: d.Queue.Run, Version: "1.2.3",
		Services: shell.Services{
			Integration: w, Tenants: w, Refresher: w, Users: w, Settings: w, Portals: w, Changes: w,
			Cards: w.cards(), Change: w.changing(), Directory: microsoft{w}, Deleted: microsoft{w}, Journal: &w.record, Access: w, Computer: w, Finder: finder{w}, Labels: w, Licenses: w,
		},
		Now: d.Clock.Now, After: d.Clock.After, Clipboard: clipboard{d.clipboard},
		SaveFile:   func(_ context.Context, name string) (string, error) { return d.saveTo(name) },
		OpenPath:   func(_ context.Context, path string) error { d.paths = append(d.paths, path); return nil },
		UseScale:   func(percent int) { d.scale = percent },
		Recoloured: func() { d.recoloured++ },
		Quit:       func() { d.quit++ },
	}
	for _, c := range change {
		c(&options)
	}
	d.shell = shell.New(options)
	d.Rest(d.shell)
	d.shell.Show()
	d.Settle()
	t.Cleanup(d.shell.Close)
	return d
}

// clipboard is one without a history.
type clipboard struct{ fyne.Clipboard }

func (c clipboard) SetSecret(text string) error {
	c.SetContent(text)
	return nil
}

// told lets a change below be heard and drawn.
func (d *harness) told() { d.Pass(time.Second) }

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

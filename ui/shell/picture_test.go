package shell_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// troubled is a world with something of everything.
func troubled() *world {
	w := connected(12, 60)
	w.tenants[4].Access = m365.Access{State: m365.AccessEnded, Ends: noon.AddDate(0, 0, -11)}
	w.tenants[4].Refreshed = noon.AddDate(0, 0, -3)
	w.tenants[4].RefreshFailure = &m365.Failure{
		What: "Tailspin Toys could not be refreshed: your GDAP relationship ended on 12 Nov.", Do: "Ask the customer to approve a new one.",
		Code: "AADSTS50020", RequestID: "5b2c", At: noon,
	}
	w.tenants[9].Access = m365.Access{State: m365.AccessEnding, Ends: noon.AddDate(0, 0, 12)}
	w.tenants[2].Status, w.tenants[2].Doing = m365.Pending, "Creating enterprise application"
	w.tenants[3].Status = m365.Deactivated
	w.tenants[5].Status = m365.Failed
	w.tenants[5].Failure = &m365.Failure{What: "You are not in a security group of this GDAP relationship.", Do: "Ask your administrator to add you."}
	w.tenants = append(w.tenants, m365.Tenant{
		ID: w.connection.Tenant, Name: "MSP Example", Primary: true, Status: m365.Synced, DefaultDomain: "msp.example",
		Access: m365.Access{State: m365.AccessPrimary}, Users: 12, Refreshed: noon.Add(-time.Minute),
	})
	w.recent = []m365.UserKey{w.users[0].Key, w.users[75].Key, w.users[130].Key}
	w.users[0].Roles = []string{"Global Administrator"}
	w.users[0].MailNickname, w.users[0].JobTitle, w.users[0].CompanyName = "adele.vance", "Practice Manager", "Contoso Dental"
	w.users[0].Department, w.users[0].EmployeeID, w.users[0].City = "Operations", "10427", "Leeds"
	w.users[0].EmployeeHireDate = time.Date(2021, 3, 4, 0, 0, 0, 0, time.UTC)
	w.users[0].StreetAddress, w.users[0].Country, w.users[0].UsageLocation = "12 Park Row", "United Kingdom", "GB"
	w.users[0].BusinessPhone, w.users[0].Mail = "+44 113 496 0101", "adele.vance@contoso.com"
	return w
}

// look is a theme and a size in which pages are drawn.
type look struct {
	name string
	mode theme.Mode
	size fyne.Size
}

var (
	light = look{"light", theme.Light, shell.DefaultSize}
	dark  = look{"dark", theme.Dark, shell.DefaultSize}
	small = look{"dark-small", theme.Dark, shell.LeastSize}
	// large is what a screen of 1440 by 900 holds at 200 %.
	large = look{"light-large", theme.Light, fyne.NewSize(720, 450)}
)

// moments are the pages, and what opens over them.
var moments = []struct {
	name  string
	looks []look
	open  func(d *harness)
}{
	{"users", []look{light, dark, small, large}, func(*harness) {}},
	{"users-choosing", []look{small}, func(d *harness) { d.Tap("Select Tenant") }},
	{"users-actions", []look{dark}, func(d *harness) { d.Tap("Select Adele Berger"); d.Tap("Row Actions") }},
	{"users-details", []look{light}, func(d *harness) { d.Tap("Details") }},
	{"tenants", []look{light, dark, small, large}, func(d *harness) { d.Tap("All Tenants") }},
	{"tenants-collapsed", []look{light}, func(d *harness) { d.Tap("All Tenants"); d.Tap("Collapse navigation") }},
	{"setup-tenants", []look{light, dark, small, large}, func(d *harness) { d.Tap("Integrations") }},
	{"setup-sync", []look{small}, func(d *harness) {
		d.Tap("Integrations")
		d.Tap("Select Adventure Works")
		d.Tap("Select Wide World Importers")
		d.Tap("Select Contoso Dental")
		d.Tap("Sync")
	}},
	{"setup-connected", []look{light, dark, small, large}, func(d *harness) { d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate}); d.Settle() }},
	{"user", []look{light, dark, small, large}, func(d *harness) { d.shell.Open(page.Route{Page: page.User, User: d.world.users[0].Key}); d.Settle() }},
	{"palette", []look{light, dark, small, large}, func(d *harness) { d.search("cont exch") }},
	{"palette-action", []look{dark}, func(d *harness) { d.search("reset " + d.world.users[0].DisplayName) }},
	{"palette-nothing", []look{light}, func(d *harness) { d.search("zzzzqq") }},
	{"settings", []look{light, large}, func(d *harness) { d.menu("Go", "My Settings") }},
	{"status", []look{dark, large}, func(d *harness) { d.menu("View", "Refresh Status") }},
	{"shortcuts", []look{light}, func(d *harness) { d.menu("Help", "Keyboard Shortcuts") }},
	{"about", []look{small}, func(d *harness) { d.menu("Help", "About Tenantkeep") }},
	{"export", []look{dark}, func(d *harness) { d.menu("File", "Export CSV…") }},
	{"messages", []look{light, dark, small, large}, func(d *harness) {
		for range 3 {
			d.shell.ToastFailure(m365.Failure{What: "The browser did not open.", Do: "Copy the link and open it yourself."})
		}
		d.shell.ToastFailure(m365.Failure{What: "Contoso could not be read.", Do: "Check the network connection, then try again.", Offline: true})
		d.Tap("Messages (2)")
	}},
	{"toasts", []look{light}, func(d *harness) {
		d.shell.Toast(page.Toast{
			Mood: page.Working, Text: "Exporting 1,284 users to all-users-2026-11-23.csv.", Done: 500, Total: 1284,
			Actions: []page.Action{{Label: "Cancel"}},
		})
		d.shell.Toast(page.Toast{Mood: page.Done, Text: "6 tenants synced."})
		d.shell.ToastFailure(m365.Failure{What: "The browser did not open.", Do: "Copy the link and open it yourself."})
	}},
}

func TestEveryPageIsDrawnInItsTheme(t *testing.T) {
	for _, moment := range moments {
		for _, look := range moment.looks {
			t.Run(look.name+" "+moment.name, func(t *testing.T) {
				d := open(t, troubled())
				d.Win.Resize(look.size)
				if look.size.Width < shell.LeastSize.Width {
					d.shell.Fit(look.size)
				}
				d.shell.SetTheme(look.mode)
				d.Settle()
				moment.open(d)
				picture := d.Picture(look.name + "-" + moment.name)
				uitest.RequireTheme(t, picture, look.mode)
			})
		}
	}
}

func TestTheWayToAConnectionIsDrawn(t *testing.T) {
	w := newWorld()
	w.vault = "This computer has no vault for secrets, so the sign-in is not kept: you sign in again after the next start."
	w.checks["msp.example"] = uitest.Refusal(m365.Failure{What: "Microsoft knows no tenant msp.example.", Do: "Check the spelling.", Technical: "x"})
	d := open(t, w, func(o *shell.Options) { o.Demo, o.StartOver = true, failing(nil) })
	d.shell.SetTheme(theme.Dark)
	uitest.RequireTheme(t, d.Picture("connect-off"), theme.Dark)
	d.Tap("Turn On")
	d.fillForm()
	uitest.RequireTheme(t, d.Picture("connect-refused"), theme.Dark)
	w.do(func() { w.checks = nil })
	d.Tap("Save")
	d.browserOpens()
	uitest.RequireTheme(t, d.Picture("connect-waiting"), theme.Dark)
	d.Tap("All Tenants")
	uitest.RequireTheme(t, d.Picture("tenants-empty"), theme.Dark)
}

func TestAThemeThatIsChosenBeforeTheFormOpensReachesTheForm(t *testing.T) {
	d := open(t, newWorld())
	d.shell.SetTheme(theme.Dark)
	d.Settle()
	d.Tap("Turn On")
	picture := d.Picture("form-after-theme")
	place, err := d.PlaceOf("Tenant ID")
	require.NoError(t, err)
	x, y := d.Win.Canvas().PixelCoordinateForPosition(place.AddXY(200, 8))
	r, g, b, _ := picture.At(x, y).RGBA()
	require.Less(t, r+g+b, uint32(0xFFFF/2), "the field is light in the dark theme")
}

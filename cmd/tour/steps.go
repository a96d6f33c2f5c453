package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// step is a part of the tour that shows one thing.
type step struct {
	name string
	take func() error
}

// everything is the whole tour.
func (t *tour) everything(ctx context.Context) []step {
	return append(t.whileOn(ctx), []step{
		{"turn off", func() error { return t.turnOff(ctx) }},
		{"create the application, and on again", t.createApplication},
	}...)
}

// whileOn is the tour up to where Microsoft 365 is turned off.
func (t *tour) whileOn(ctx context.Context) []step {
	return append(t.begin(func() error { return t.sync(ctx) }), []step{
		{"open a portal", func() error { return t.openPortal(ctx) }},
		{"keep an own portal", func() error { return t.keepOwnPortal(ctx) }},
		{"see every user", t.seeUsers},
		{"find anything", func() error { return t.findAnything(ctx) }},
		{"refresh while working", func() error { return t.refreshWhileWorking(ctx) }},
		{"measure clicks", t.measureClicks},
		{"measure frames", func() error { return t.measureFrames(ctx) }},
		{"filter", t.filter},
		{"export to CSV", t.export},
		{"open a user and come back", t.openUser},
		{"see a user whole, and act", func() error { return t.act(ctx) }},
		{"create a user", func() error { return t.createUser(ctx) }},
		{"check a file of new users", func() error { return t.checkAFile(ctx) }},
		{"act on many users at once", t.actOnMany},
		{"offboard a user", func() error { return t.offboard(ctx) }},
		{"offboard many users at once", t.offboardMany},
		{"check the setup", t.checkSetup},
		{"come to rest after everything", func() error { return t.comesToRest(ctx) }},
		{"every page in the dark, and narrow", func() error { return t.otherLooks(ctx) }},
		{"back to every user", t.backToUsers},
	}...)
}

// backToUsers leaves the page that the next start opens on.
func (t *tour) backToUsers() error {
	onUI(func() { t.Shell.Open(page.Route{Page: page.Users}) })
	return t.sees("Rows of users")
}

// begin are the first steps of all, up to where every tenant is synced.
func (t *tour) begin(sync func() error) []step {
	return []step{{"turn on", t.turnOn}, {"sign in through the browser", t.signIn}, {"sync every tenant", sync}}
}

// inOrder does things until one fails.
func inOrder(things ...func() error) error {
	for _, do := range things {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tour) turnOn() error {
	onUI(func() { t.Shell.SetTheme(theme.Light) })
	return inOrder(
		func() error { return t.sees("Connect your CSP tenant") },
		func() error { return t.picture("setup-off", "Connect your CSP tenant", "Turn On") },
		func() error { return t.tap("Turn On") },
		func() error { return t.sees("Application (client) ID", "DelegatedAdminRelationship.Read.All") },
		func() error { return t.picture("setup-connect", "Application (client) ID") },
	)
}

func (t *tour) signIn() error {
	return inOrder(
		func() error { return t.tap("Save") },
		func() error { return t.sees("Choose the tenants to sync.", string(m365.Deactivated)) },
		func() error {
			return t.picture("setup-tenants-listed", "Rows of tenants", "Unsync", string(m365.Deactivated))
		},
	)
}

// allWithin is how long a job over all tenants may take, of a million users too.
const allWithin = 15 * time.Minute

func (t *tour) sync(ctx context.Context) error {
	err := inOrder(
		func() error { return t.tap("Select rows") },
		func() error { return t.tap("Select all rows across all pages") },
		func() error { return t.tap("Sync") },
		func() error { return t.sees("Each tenant gets an enterprise application") },
		func() error { return t.picture("setup-sync-question", "Each tenant gets an enterprise application") },
	)
	if err != nil {
		return err
	}
	asked := time.Now()
	ended := make(chan struct{}, 1)
	stop := t.Integration.JobChanged.Listen(func(job integration.Job) {
		if job.Ended {
			ended <- struct{}{}
		}
	})
	defer stop()
	err = t.watched(func() error {
		return inOrder(func() error { return t.tapBeginning("Sync ") }, func() error { return within(allWithin, ended, "the end of the sync") })
	})
	if err != nil {
		return err
	}
	synced, users, err := t.counts(ctx)
	if err != nil {
		return err
	}
	took := time.Since(asked)
	fmt.Printf("figure synced-users %d users\n", users)
	fmt.Printf("figure sync-rate %.0f users/s\n", float64(users)/took.Seconds())
	if synced == 0 {
		return errors.New("no tenant was synced")
	}
	return inOrder(
		func() error { return t.sees("synced") },
		func() error {
			return t.picture("setup-tenants-synced", "Rows of tenants", "Unsync", string(m365.Synced))
		},
	)
}

func (t *tour) counts(ctx context.Context) (synced, users int, err error) {
	tenants, err := t.Store.Tenants(ctx)
	if err != nil {
		return 0, 0, err
	}
	for _, tenant := range tenants {
		if tenant.Status == m365.Synced {
			synced++
		}
	}
	users, err = t.Store.CountUsers(ctx)
	return synced, users, err
}

// watched measures the window while something is done.
func (t *tour) watched(do func() error) error {
	t.own.take()
	pulse := startPulse()
	err := do()
	t.slowest = max(t.slowest, pulse.end())
	longest, busiest := t.own.take()
	t.longest, t.busiest = max(t.longest, longest), max(t.busiest, busiest)
	printFigure("longest-block", t.longest)
	printFigure("longest-work", t.busiest)
	printFigure("slowest-frame", t.slowest)
	return err
}

func (t *tour) openPortal(ctx context.Context) error {
	tenant, err := t.aHealthyTenant(ctx)
	if err != nil {
		return err
	}
	err = inOrder(
		func() error { return t.tap("All Tenants") },
		func() error { return t.sees("View Users") },
		func() error { return t.picture("tenants", "View Users") },
		func() error { return t.tap("Exchange Admin: " + tenant.Name) },
		func() error {
			return t.until(func() bool { return len(t.portalsOpened()) > 0 }, "the portal of %s", tenant.Name)
		},
	)
	if err != nil {
		return err
	}
	if opened := t.portalsOpened()[0]; !strings.Contains(opened, tenant.InitialDomain) {
		return fmt.Errorf("%s is not a portal of %s", opened, tenant.InitialDomain)
	}
	return nil
}

// aHealthyTenant is the first synced client tenant whose name is its own.
func (t *tour) aHealthyTenant(ctx context.Context) (m365.Tenant, error) {
	tenants, err := t.Store.Tenants(ctx)
	if err != nil {
		return m365.Tenant{}, err
	}
	names := make(map[string]int)
	for _, tenant := range tenants {
		names[tenant.Name]++
	}
	for _, tenant := range tenants {
		if tenant.Status == m365.Synced && !tenant.Primary && names[tenant.Name] == 1 {
			return tenant, nil
		}
	}
	return m365.Tenant{}, errors.New("no client tenant is synced")
}

func (t *tour) seeUsers() error {
	return inOrder(
		func() error { return t.tap("All Users") },
		func() error { return t.sees("Allowed", "Unfiltered") },
		func() error { return t.picture("users", "Rows of users", "Unfiltered") },
	)
}

// refreshWhileWorking reads every tenant again while somebody goes on working in the window.
func (t *tour) refreshWhileWorking(ctx context.Context) error {
	begun := time.Now()
	err := t.watched(func() error { return t.workUntil(func() error { return t.Refresh.All(ctx) }) })
	if err != nil {
		return err
	}
	_, users, err := t.counts(ctx)
	fmt.Printf("figure refresh-rate %.0f users/s\n", float64(users)/time.Since(begun).Seconds())
	if err != nil {
		return err
	}
	return t.tap("All Users") // the work may have ended on another page
}

// workUntil sorts, pages and changes pages until the work in the background has ended.
func (t *tour) workUntil(ends func() error) error {
	done := make(chan error, 1)
	go func() { done <- ends() }()
	work := []string{
		"Sort by Username", "Next page", "First page", "All Tenants", "All Users",
		"Sort by Last Sign In", "Next page", "Sort by Display Name",
	}
	for turn := 0; ; turn++ {
		select {
		case err := <-done:
			return err
		default:
		}
		if err := inOrder(func() error { return t.tap(work[turn%len(work)]) }, t.settled); err != nil {
			return err
		}
	}
}

// sought is a first name that many of the made-up people have, and short enough that theirs stand uncut in the list.
const sought = "adele"

func (t *tour) filter() error {
	return inOrder(
		func() error { return t.tap("Filter Display Name") },
		func() error { return t.typeInto("Filter text", sought) },
		func() error { return t.tap("Apply") },
		func() error { return t.sees("Reset Filters") },
		t.settled,
		func() error { return t.picture("users-filtered", "Rows of users", "Reset Filters") },
	)
}

// typeInto writes into the field that is called so, as soon as it is there and takes text.
func (t *tour) typeInto(name, text string) error {
	var err error
	typed := func() bool {
		if !t.robot.CanType(name) {
			return false
		}
		err = t.robot.Type(name, text)
		return true
	}
	return errors.Join(t.until(typed, "the field %q", name), err)
}

func (t *tour) export() error {
	return inOrder(
		func() error { return t.tap("Select rows") },
		func() error { return t.tap("Select all rows across all pages") },
		func() error { return t.tap("Row Actions") },
		func() error { return t.tap("Export All Rows to CSV") },
		func() error { return t.sees("Show table headers in the exported CSV") },
		func() error { return t.picture("users-export", "Export to CSV") },
		func() error { return t.tap("Export") },
		func() error { return t.sees("exported to users.csv") },
		func() error { return t.tap("Select rows") },
		func() error { return t.tap("Select none") },
		t.checkCSV,
	)
}

// checkCSV reads the file back: a title row, and names that fit the filter.
func (t *tour) checkCSV() error {
	file, err := os.Open(t.csv())
	if err != nil {
		return err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return err
	}
	if len(rows) < 2 || !strings.HasSuffix(rows[0][0], "Display Name") {
		return fmt.Errorf("the file has %d rows and begins with %q", len(rows), rows[0])
	}
	fmt.Printf("%d users in the CSV\n", len(rows)-1)
	return nil
}

// openUser opens the first user of the filtered list, and finds the list as it was on the way back.
func (t *tour) openUser() error {
	return inOrder(
		t.settled,
		t.openFirstUser,
		func() error { return t.sees("User Principal Name", "Usage Location") },
		func() error { return t.picture("user", "User Principal Name", "Usage Location") },
		t.hasSideButtons,
		func() error { onUI(t.Shell.Back); return nil },
		func() error { return t.sees("Reset Filters", sought) },
		func() error { return t.tap("Reset Filters") },
		func() error { return t.sees("Unfiltered") },
	)
}

// hasSideButtons checks what depends on a field that Fyne keeps to itself.
func (t *tour) hasSideButtons() error {
	heard := false
	onUI(func() { heard = t.SideButtons })
	if !heard {
		return errors.New("the side buttons of the mouse do not go back and forward")
	}
	return nil
}

// openFirstUser opens the page of the first user in the list. Each row's box is called "Select" and its name.
func (t *tour) openFirstUser() error {
	if err := t.closeMessages(); err != nil { // one may stand before the name
		return err
	}
	names := t.namesInList()
	if len(names) == 0 {
		return errors.New("no user is in the list")
	}
	return inOrder(func() error { return t.tap(names[0]) }, func() error { return t.sees("User Principal Name") })
}

func (t *tour) namesInList() (names []string) {
	onUI(func() {
		for _, label := range t.robot.Labels() {
			if name, found := strings.CutPrefix(label, "Select "); found && t.robot.Has(name) {
				names = append(names, name)
			}
		}
	})
	return names
}

// otherLooks takes every page in both colours, and in the least size that the window is made for; the largest table with
// high rows too.
func (t *tour) otherLooks(ctx context.Context) error {
	tenant, err := t.aHealthyTenant(ctx)
	if err == nil {
		err = t.closeMessages()
	}
	if err != nil {
		return err
	}
	for _, look := range []struct {
		name string
		mode theme.Mode
		size fyne.Size
	}{
		{"light", theme.Light, shell.DefaultSize},
		{"dark", theme.Dark, shell.DefaultSize},
		{"narrow", theme.Light, shell.LeastSize},
		{"narrow-dark", theme.Dark, shell.LeastSize},
	} {
		onUI(func() { t.Shell.SetTheme(look.mode) })
		t.resize(look.size)
		err := inOrder(
			func() error { return t.open("tenants-"+look.name, page.Route{Page: page.Tenants}, "View Users") },
			func() error { return t.open("users-"+look.name, page.Route{Page: page.Users}, "Rows of users") },
			func() error {
				onUI(t.Shell.ToggleDensity)
				return t.picture("users-"+look.name+"-relaxed", "Rows of users")
			},
			func() error { onUI(t.Shell.ToggleDensity); return nil },
			func() error {
				return t.open("setup-"+look.name, page.Route{Page: page.Setup, Tab: setup.TabTenants}, "Rows of tenants", "Unsync")
			},
			func() error {
				return t.open("setup-connected-"+look.name, page.Route{Page: page.Setup, Tab: setup.TabAuthenticate}, "Sign out")
			},
			func() error {
				return t.open("setup-check-"+look.name, page.Route{Page: page.Setup, Tab: setup.TabCheck}, "Client tenants")
			},
			func() error { return t.open("settings-"+look.name, page.Route{Page: page.Settings}, "User Time Zone") },
			func() error {
				return t.open("activity-"+look.name, page.Route{Page: page.Activity}, "Rows of changes")
			},
			func() error {
				return t.open("deleted-users-"+look.name, page.Route{Page: page.Deleted, Tenant: tenant.ID}, "Rows of deleted users")
			},
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// closeMessages takes what stands in the corner out of the pictures. A message may go by itself meanwhile.
func (t *tour) closeMessages() error {
	const cross = "Close message"
	var err error
	closed := func() bool {
		if err == nil && t.robot.CanTap(cross) {
			err = t.robot.Tap(cross)
		}
		return err != nil || !t.robot.Has(cross)
	}
	return errors.Join(t.until(closed, "messages to close"), err)
}

func (t *tour) open(picture string, route page.Route, knownBy ...string) error {
	onUI(func() { t.Shell.Open(route) })
	return t.picture(picture, knownBy...)
}

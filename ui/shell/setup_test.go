package shell_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

const (
	mspTenant = "c0010000-0000-0000-0000-00000000d00d"
	mspClient = "11111111-2222-3333-4444-555555555555"
)

// openForm opens a window on the form of the tab Authenticate.
func openForm(t *testing.T, w *world) *harness {
	d := open(t, w)
	d.Tap("Turn On")
	return d
}

// fillForm types a good tenant and application, and saves.
func (d *harness) fillForm() {
	d.T.Helper()
	d.TypeIn("Tenant ID", "msp.example")
	d.TypeIn("Application (client) ID", mspClient)
	d.Tap("Save")
}

// browserOpens waits for the browser's address to be there.
func (d *harness) browserOpens() {
	d.T.Helper()
	<-d.world.signInBegun
	d.Settle()
}

// browserReturns lets the sign-in end.
func (d *harness) browserReturns(connection m365.Connection, err error) {
	d.T.Helper()
	d.world.signInEnds <- signInEnd{connection, err}
	d.shell.WaitAll()
	d.Settle()
}

func TestSaveSignsInWithTheBrowserAndLeadsToTheTenants(t *testing.T) {
	w := newWorld()
	d := openForm(t, w)
	d.fillForm()
	d.browserOpens()
	d.Sees("Integrating", "Sign in in your browser", "No browser opened?")
	d.Tap("Copy link")
	require.Equal(t, w.signInURL, d.clipboard.Content())
	d.browserReturns(connected(0, 0).connection, nil)
	d.Sees("Saved and authenticated", "Signed in as j.tan@msp.example.", "Tenant Name", "GDAP Ends")
}

func TestASecondPageOfASignInIsAnnounced(t *testing.T) {
	w := newWorld()
	w.furtherURL = "https://login.example/second"
	d := openForm(t, w)
	d.fillForm()
	d.browserOpens()
	d.Sees("Integrating", "One more page in your browser", "Your browser opens once more", "Partner Center")
	d.Tap("Copy link")
	require.Equal(t, w.furtherURL, d.clipboard.Content())
	d.browserReturns(connected(0, 0).connection, nil)
	d.Sees("Saved and authenticated")
}

func TestAnAccountWithoutMFAIsToldSoBeforeItSyncs(t *testing.T) {
	w := newWorld()
	d := openForm(t, w)
	d.fillForm()
	d.browserOpens()
	d.browserReturns(connected(0, 0).connection, uitest.Refusal(m365.Failure{What: "You signed in without multifactor authentication."}))
	d.Sees("Saved and authenticated", "without multifactor authentication", "Copy details")
}

func TestASignInGoesOnWhileAnotherPageIsOpen(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.Tap("All Tenants")
	d.Tap("Integrations")
	d.Sees("Integrating", "Copy link")
	d.browserReturns(connected(0, 0).connection, nil)
	d.Sees("Saved and authenticated")
}

func TestTheDemoFillsTheForm(t *testing.T) {
	w := newWorld()
	d := open(t, w, func(o *shell.Options) {
		o.Suggestion = setup.Suggestion{Tenant: mspTenant, ClientID: mspClient}
	})
	d.Tap("Turn On")
	d.Tap("Save")
	d.Sees("Integrating")
}

func openTenantsTab(t *testing.T, w *world) *harness {
	d := open(t, w)
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabTenants})
	d.Settle()
	return d
}

func TestASyncThatIsConfirmedBegins(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.Tap("Select Adventure Works")
	d.Tap("Sync")
	require.Empty(t, w.synced)
	d.Tap("Sync 1 tenant")
	require.Equal(t, [][]m365.TenantID{{tenantID(3)}}, w.synced)
}

func TestAJobSaysHowFarItIsUntilItsEnd(t *testing.T) {
	for _, job := range []string{"sync-1", "unsync-1"} {
		t.Run(job, func(t *testing.T) {
			w := troubled()
			d := openTenantsTab(t, w)
			tell := func(change page.Change) {
				change.JobID = job
				w.changes.Emit(change)
				d.Settle()
			}
			tell(page.Change{Kind: page.JobStarted, Text: "Begun with 199 tenants."})
			d.Pass(time.Minute)
			tell(page.Change{Kind: page.JobGoesOn, Text: "73 of 199 tenants done, 126 left.", Done: 73, Total: 199})
			d.Pass(time.Minute)
			d.Sees("73 of 199 tenants done, 126 left.")
			d.SeesNot("Begun with 199 tenants.")
			tell(page.Change{Kind: page.JobEnded, Text: "199 tenants done."})
			d.SeesNot("126 left")
		})
	}
}

func TestJobsAreToldAtStartAndEnd(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	w.changes.Emit(page.Change{Kind: page.JobStarted, JobID: "sync-1", Text: "Syncing 7 tenants"})
	d.Settle()
	d.Sees("Syncing 7 tenants")
	w.changes.Emit(page.Change{Kind: page.JobEnded, JobID: "sync-1", Text: "6 of 7 tenants synced, 1 failed", Failed: true})
	d.Settle()
	d.Sees("6 of 7 tenants synced, 1 failed")
	d.SeesNot("Syncing 7 tenants")
	d.Pass(time.Hour)
	d.SeesNot("6 of 7 tenants synced, 1 failed")
	d.Tap("Messages (1)")
	d.Sees("6 of 7 tenants synced, 1 failed", "Show failed tenants")
}

func TestAnErrorOfAConnectionThatCannotBeReadIsSaid(t *testing.T) {
	w := newWorld()
	w.connectionErr = errors.New("disk")
	d := open(t, w)
	d.Sees("Something went wrong.")
}

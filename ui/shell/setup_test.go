package shell_test

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
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

func TestTurnOnOpensTheFormWithThePermissionsBeside(t *testing.T) {
	d := openForm(t, newWorld())
	d.Sees("Not saved", "Tenant ID", "Application (client) ID", "Permissions", "User.Read.All", "Reads the users of each synced tenant.")
}

func TestTheFormSaysWhatIsWrongWithAField(t *testing.T) {
	for name, c := range map[string]struct{ tenant, client, says string }{
		"nothing":             {"", mspClient, "Enter the ID of your CSP tenant"},
		"words":               {"my company", mspClient, "neither a tenant ID"},
		"a GUID cut short":    {"c0010000-0000", mspClient, "neither a tenant ID"},
		"no application":      {"msp.example", "", "Enter the application (client) ID"},
		"no GUID application": {"msp.example", "tenantkeep", "has the form 00000000-0000-0000-0000-000000000000"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openForm(t, newWorld())
			d.TypeIn("Tenant ID", c.tenant)
			d.TypeIn("Application (client) ID", c.client)
			d.Tap("Save")
			d.Sees(c.says, "Not saved")
			require.Empty(t, d.world.connection.Tenant)
		})
	}
}

func TestATenantThatMicrosoftDoesNotKnowIsSaidUnderItsFieldAndNothingIsLost(t *testing.T) {
	w := newWorld()
	w.checks["msp.example"] = uitest.Refusal(m365.Failure{
		What: "Microsoft knows no tenant msp.example.", Do: "Check the spelling.", Code: "AADSTS90002", Technical: "tenant not found",
	})
	d := openForm(t, w)
	d.fillForm()
	d.Sees("Microsoft knows no tenant msp.example. Check the spelling.")
	tenant, err := d.TextOf("Tenant ID")
	require.NoError(t, err)
	require.Equal(t, "msp.example", tenant)
	d.Tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "AADSTS90002")
	d.TypeIn("Tenant ID", "msp2.example")
	d.SeesNot("Microsoft knows no tenant")
}

func TestWhatWasTypedIsThereAfterALookAtAnotherPage(t *testing.T) {
	d := openForm(t, newWorld())
	d.TypeIn("Tenant ID", "msp.example")
	d.Tap("All Tenants")
	d.Tap("Integrations")
	tenant, err := d.TextOf("Tenant ID")
	require.NoError(t, err)
	require.Equal(t, "msp.example", tenant)
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
	d.Sees("Saved and authenticated", "Signed in as j.tan@msp.example.", "Tenant Name", "GDAP ends")
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

func TestASignInThatIsCancelledLeavesTheFormAsItWas(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.Tap("Cancel")
	d.shell.WaitAll()
	d.Settle()
	d.Sees("Saved", "Save and sign in")
	d.SeesNot("Integrating", "Something went wrong.")
	tenant, err := d.TextOf("Tenant ID")
	require.NoError(t, err)
	require.Equal(t, "msp.example", tenant)
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

func TestASignInThatFailsSaysWhyInTheWindow(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.browserReturns(m365.Connection{}, uitest.Refusal(m365.Failure{
		What: "The account belongs to Fabrikam, not to MSP Example.", Do: "Sign in with an account of MSP Example.", Technical: "wrong tenant",
	}))
	d.Sees("The account belongs to Fabrikam, not to MSP Example.", "Save and sign in")
}

func TestWithoutAVaultTheWindowSaysThatTheSignInIsNotKept(t *testing.T) {
	w := connected(1, 1)
	w.vault = "This computer has no vault. You sign in again after the next start."
	d := open(t, w)
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
	d.Settle()
	d.Sees("This computer has no vault.", "j.tan@msp.example", mspTenant, mspClient)
}

func TestSigningOutAsksAndKeepsTheTenants(t *testing.T) {
	w := connected(2, 5)
	d := open(t, w)
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
	d.Settle()
	d.Tap("Sign out")
	d.Sees("j.tan@msp.example is signed out of MSP Example.", "Synced tenants stay")
	d.Tap("Sign out")
	d.Sees("Saved", "Save and sign in")
	require.Empty(t, w.connection.Account)
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

func TestTheTenantsTabShowsStatusAccessAndEnd(t *testing.T) {
	d := openTenantsTab(t, troubled())
	d.Sees("MSP Example (your tenant)", "Primary tenant, cannot be unsynced", "Creating enterprise application…",
		"You are not in a security group of this GDAP relationship.", "GDAP ended", "Deactivated", "8f30…41a0", "23 Jul 2027")
}

func TestSyncIsOffUntilTenantsAreSelected(t *testing.T) {
	d := openTenantsTab(t, troubled())
	require.True(t, d.Disabled("Sync"))
	require.True(t, d.Disabled("Unsync"))
	d.Tap("Select Adventure Works")
	require.False(t, d.Disabled("Sync"))
	require.True(t, d.Disabled("Unsync"))
}

func TestSyncNamesTheTenantsAndAsks(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.Tap("Select Adventure Works")
	d.Tap("Select Wide World Importers")
	d.Tap("Select Contoso Dental")
	d.Tap("Sync")
	d.Sees("Adventure Works and Wide World Importers will be synced.", "1 selected tenant is left out", "Sync 2 tenants")
	require.Empty(t, w.synced)
	d.Tap("Sync 2 tenants")
	require.Equal(t, [][]m365.TenantID{{tenantID(3), tenantID(5)}}, w.synced)
}

func TestAllRowsAreSyncedWhereAllAreSelected(t *testing.T) {
	w := connected(3, 1)
	for i := range w.tenants {
		w.tenants[i].Status = m365.Deactivated
	}
	d := openTenantsTab(t, w)
	d.Tap("Select rows")
	d.Tap("Select all rows across all pages")
	d.Tap("Sync")
	d.Tap("Sync 3 tenants")
	require.Len(t, w.synced[0], 3)
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
	d.Sees("6 of 7 tenants synced, 1 failed")
}

func TestTheOwnTenantCannotBeUnsyncedAndTheWindowSaysSo(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.Tap("Select MSP Example (your tenant)")
	require.True(t, d.Disabled("Unsync"))
	require.Equal(t, "Your own tenant can be synced, but not unsynced", d.Why("Unsync"))
	d.Tap("Select Contoso Dental")
	d.Tap("Unsync")
	d.Sees("Contoso Dental will be unsynced.", "your own tenant, which cannot be unsynced", "leave Tenantkeep at once")
	d.Press(fyne.KeyReturn)
	require.Empty(t, w.unsynced, "Enter presses no red button")
	d.Tap("Unsync 1 tenant")
	require.Equal(t, [][]m365.TenantID{{tenantID(0)}}, w.unsynced)
}

func TestAFailedSyncShowsWhyAndRetries(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.Tap("You are not in a security group of this GDAP relationship.")
	d.Sees("Sync of Wide World Importers failed", "Ask your administrator to add you.")
	d.Tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "security group")
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{tenantID(5)}}, w.synced)
}

func TestAFailedSyncSaysFirstWhatIsWrongWithTheRelationship(t *testing.T) {
	w := troubled()
	w.tenants[5].Access.State = m365.AccessNoRole
	w.tenants[5].Failure.What = "Could not create the enterprise application."
	d := openTenantsTab(t, w)
	d.Tap("Your GDAP security group lacks the needed role")
	d.Sees("Could not create the enterprise application.")
}

func TestRefreshOnTheTenantsTabListsTheTenantsAnew(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.Tap("Refresh")
	require.Equal(t, 1, w.reloads)
}

func TestFiltersOfTheTenantsTabAreKept(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.Tap("Filter Status")
	d.Tap("Failed")
	d.Tap("Apply")
	d.Sees("1-1 of 1", "Wide World Importers")
	d.Pass(time.Second)
	again := openTenantsTab(t, w)
	again.Sees("1-1 of 1", "Wide World Importers")
}

func TestAnErrorOfAConnectionThatCannotBeReadIsSaid(t *testing.T) {
	w := newWorld()
	w.connectionErr = errors.New("disk")
	d := open(t, w)
	d.Sees("Something went wrong.")
}

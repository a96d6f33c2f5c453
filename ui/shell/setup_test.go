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
)

const (
	mspTenant = "c0010000-0000-0000-0000-00000000d00d"
	mspClient = "11111111-2222-3333-4444-555555555555"
)

// openForm opens a window on the form of the tab Authenticate.
func openForm(t *testing.T, w *world) *desk {
	d := openDesk(t, w)
	d.tap("Turn On")
	return d
}

// fillForm types a good tenant and application, and saves.
func (d *desk) fillForm() {
	d.t.Helper()
	d.typeIn("Tenant ID", "msp.example")
	d.typeIn("Application (client) ID", mspClient)
	d.tap("Save")
}

// browserOpens waits for the browser's address to be there.
func (d *desk) browserOpens() {
	d.t.Helper()
	<-d.world.signInBegun
	d.settle()
}

// browserReturns lets the sign-in end.
func (d *desk) browserReturns(connection m365.Connection, err error) {
	d.t.Helper()
	d.world.signInEnds <- signInEnd{connection, err}
	d.shell.WaitForPeople()
	d.settle()
}

func TestTurnOnOpensTheFormWithThePermissionsBeside(t *testing.T) {
	d := openForm(t, newWorld())
	d.sees("Not saved", "Tenant ID", "Application (client) ID", "Permissions", "User.Read.All", "Reads the users of each synced tenant.")
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
			d.typeIn("Tenant ID", c.tenant)
			d.typeIn("Application (client) ID", c.client)
			d.tap("Save")
			d.sees(c.says, "Not saved")
			require.Empty(t, d.world.connection.Tenant)
		})
	}
}

func TestATenantThatMicrosoftDoesNotKnowIsSaidUnderItsFieldAndNothingIsLost(t *testing.T) {
	w := newWorld()
	w.checks["msp.example"] = failureError{m365.Failure{
		What: "Microsoft knows no tenant msp.example.", Do: "Check the spelling.", Code: "AADSTS90002", Technical: "tenant not found",
	}}
	d := openForm(t, w)
	d.fillForm()
	d.sees("Microsoft knows no tenant msp.example. Check the spelling.")
	tenant, err := d.TextOf("Tenant ID")
	require.NoError(t, err)
	require.Equal(t, "msp.example", tenant)
	d.tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "AADSTS90002")
	d.typeIn("Tenant ID", "msp2.example")
	d.seesNot("Microsoft knows no tenant")
}

func TestWhatWasTypedIsThereAfterALookAtAnotherPage(t *testing.T) {
	d := openForm(t, newWorld())
	d.typeIn("Tenant ID", "msp.example")
	d.tap("All Tenants")
	d.tap("Integrations")
	tenant, err := d.TextOf("Tenant ID")
	require.NoError(t, err)
	require.Equal(t, "msp.example", tenant)
}

func TestSaveSignsInWithTheBrowserAndLeadsToTheTenants(t *testing.T) {
	w := newWorld()
	d := openForm(t, w)
	d.fillForm()
	d.browserOpens()
	d.sees("Integrating", "Sign in in your browser", "No browser opened?")
	d.tap("Copy link")
	require.Equal(t, w.signInURL, d.clipboard.Content())
	d.browserReturns(connected(0, 0).connection, nil)
	d.sees("Saved and authenticated", "Signed in as j.tan@msp.example.", "Tenant Name", "GDAP ends")
}

func TestASignInThatIsCancelledLeavesTheFormAsItWas(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.tap("Cancel")
	d.shell.WaitForPeople()
	d.settle()
	d.sees("Saved", "Save and sign in")
	d.seesNot("Integrating", "Something went wrong.")
	tenant, err := d.TextOf("Tenant ID")
	require.NoError(t, err)
	require.Equal(t, "msp.example", tenant)
}

func TestASignInGoesOnWhileAnotherPageIsOpen(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.tap("All Tenants")
	d.tap("Integrations")
	d.sees("Integrating", "Copy link")
	d.browserReturns(connected(0, 0).connection, nil)
	d.sees("Saved and authenticated")
}

func TestASignInThatFailsSaysWhyInTheWindow(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.browserReturns(m365.Connection{}, failureError{m365.Failure{
		What: "The account belongs to Fabrikam, not to MSP Example.", Do: "Sign in with an account of MSP Example.", Technical: "wrong tenant",
	}})
	d.sees("The account belongs to Fabrikam, not to MSP Example.", "Save and sign in")
}

func TestWithoutAVaultTheWindowSaysThatTheSignInIsNotKept(t *testing.T) {
	w := connected(1, 1)
	w.vault = "This computer has no vault. You sign in again after the next start."
	d := openDesk(t, w)
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
	d.settle()
	d.sees("This computer has no vault.", "j.tan@msp.example", mspTenant, mspClient)
}

func TestSigningOutAsksAndKeepsTheTenants(t *testing.T) {
	w := connected(2, 5)
	d := openDesk(t, w)
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
	d.settle()
	d.tap("Sign out")
	d.sees("j.tan@msp.example is signed out of MSP Example.", "Synced tenants stay")
	d.tap("Sign out")
	d.sees("Saved", "Save and sign in")
	require.Empty(t, w.connection.Account)
}

func TestTheDemoFillsTheForm(t *testing.T) {
	w := newWorld()
	d := openDesk(t, w, func(o *shell.Options) {
		o.Suggestion = setup.Suggestion{Tenant: mspTenant, ClientID: mspClient}
	})
	d.tap("Turn On")
	d.tap("Save")
	d.sees("Integrating")
}

func openTenantsTab(t *testing.T, w *world) *desk {
	d := openDesk(t, w)
	d.shell.Open(page.Route{Page: page.Setup, Tab: setup.TabTenants})
	d.settle()
	return d
}

func TestTheTenantsTabShowsStatusAccessAndEnd(t *testing.T) {
	d := openTenantsTab(t, troubled())
	d.sees("MSP Example (your tenant)", "Primary tenant, cannot be unsynced", "Creating enterprise application…",
		"You are not in a security group of this GDAP relationship.", "GDAP ended", "Deactivated", "8f30…41a0", "23 Jul 2027")
}

func TestSyncIsOffUntilTenantsAreSelected(t *testing.T) {
	d := openTenantsTab(t, troubled())
	require.True(t, d.Disabled("Sync"))
	require.True(t, d.Disabled("Unsync"))
	d.tap("Select Adventure Works")
	require.False(t, d.Disabled("Sync"))
	require.True(t, d.Disabled("Unsync"))
}

func TestSyncNamesTheTenantsAndAsks(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.tap("Select Adventure Works")
	d.tap("Select Wide World Importers")
	d.tap("Select Contoso Dental")
	d.tap("Sync")
	d.sees("Adventure Works and Wide World Importers will be synced.", "1 selected tenant is left out", "Sync 2 tenants")
	require.Empty(t, w.synced)
	d.tap("Sync 2 tenants")
	require.Equal(t, [][]m365.TenantID{{tenantID(3), tenantID(5)}}, w.synced)
}

func TestAllRowsAreSyncedWhereAllAreSelected(t *testing.T) {
	w := connected(3, 1)
	for i := range w.tenants {
		w.tenants[i].Status = m365.Deactivated
	}
	d := openTenantsTab(t, w)
	d.tap("Select rows")
	d.tap("Select all rows across all pages")
	d.tap("Sync")
	d.tap("Sync 3 tenants")
	require.Len(t, w.synced[0], 3)
}

func TestJobsAreToldAtStartAndEnd(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	w.changes.Emit(page.Change{Kind: page.JobStarted, JobID: "sync-1", Text: "Syncing 7 tenants"})
	d.settle()
	d.sees("Syncing 7 tenants")
	w.changes.Emit(page.Change{Kind: page.JobEnded, JobID: "sync-1", Text: "6 of 7 tenants synced, 1 failed", Failed: true})
	d.settle()
	d.sees("6 of 7 tenants synced, 1 failed")
	d.seesNot("Syncing 7 tenants")
	d.pass(time.Hour)
	d.sees("6 of 7 tenants synced, 1 failed")
}

func TestTheOwnTenantCannotBeUnsyncedAndTheWindowSaysSo(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.tap("Select MSP Example (your tenant)")
	require.True(t, d.Disabled("Unsync"))
	require.Equal(t, "Your own tenant can be synced, but not unsynced", d.Why("Unsync"))
	d.tap("Select Contoso Dental")
	d.tap("Unsync")
	d.sees("Contoso Dental will be unsynced.", "your own tenant, which cannot be unsynced", "leave Tenantkeep at once")
	d.tap("Unsync 1 tenant")
	require.Equal(t, [][]m365.TenantID{{tenantID(0)}}, w.unsynced)
}

func TestAFailedSyncShowsWhyAndRetries(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.tap("You are not in a security group of this GDAP relationship.")
	d.sees("Sync of Wide World Importers failed", "Ask your administrator to add you.")
	d.tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "security group")
	d.tap("Retry")
	require.Equal(t, [][]m365.TenantID{{tenantID(5)}}, w.synced)
}

func TestAFailedSyncSaysFirstWhatIsWrongWithTheRelationship(t *testing.T) {
	w := troubled()
	w.tenants[5].Access.State = m365.AccessNoRole
	w.tenants[5].Failure.What = "Could not create the enterprise application."
	d := openTenantsTab(t, w)
	d.tap("Your GDAP security group lacks the needed role")
	d.sees("Could not create the enterprise application.")
}

func TestRefreshOnTheTenantsTabListsTheTenantsAnew(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.tap("Refresh")
	require.Equal(t, 1, w.reloads)
}

func TestFiltersOfTheTenantsTabAreKept(t *testing.T) {
	w := troubled()
	d := openTenantsTab(t, w)
	d.tap("Filter Status")
	d.tap("Failed")
	d.tap("Apply")
	d.sees("1-1 of 1", "Wide World Importers")
	d.pass(time.Second)
	again := openTenantsTab(t, w)
	again.sees("1-1 of 1", "Wide World Importers")
}

func TestAnErrorOfAConnectionThatCannotBeReadIsSaid(t *testing.T) {
	w := newWorld()
	w.connectionErr = errors.New("disk")
	d := openDesk(t, w)
	d.sees("Something went wrong.")
}

package setup_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

// onTenants says that the tab of the tenants is open.
func (d *harness) onTenants() bool { return d.Has("Unsync") && !d.Has("Permissions") }

func TestTheTabFollowsTheConnectionUntilOneIsChosen(t *testing.T) {
	saved := newWorld()
	saved.connection = m365.Connection{On: true, Tenant: mspTenant, ClientID: mspClient}
	for name, c := range map[string]struct {
		world   *world
		tab     string
		tenants bool
	}{
		"off":                           {newWorld(), "", false},
		"saved":                         {saved, "", false},
		"signed in":                     {connected(), "", true},
		"off, tenants chosen":           {newWorld(), setup.TabTenants, true},
		"signed in, connection chosen":  {connected(), setup.TabAuthenticate, false},
		"signed in, the failed tenants": {connected(), setup.TabFailed, true},
		"a tab that is not there":       {newWorld(), "mailboxes", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, c.world, c.tab)
			require.Equal(t, c.tenants, d.onTenants())
			d.tell(page.Changes{Connection: true})
			require.Equal(t, c.tenants, d.onTenants())
		})
	}
}

func TestATabIsChosenByHand(t *testing.T) {
	d := open(t, connected(contoso()), "")
	d.Tap("Authenticate")
	d.Sees("Connected")
	require.False(t, d.onTenants())
	d.connector.Load()
	d.Settle()
	require.False(t, d.onTenants(), "the choice stays")
	d.Tap("Tenants")
	d.Sees("Contoso Dental")
	require.True(t, d.onTenants())
}

func TestTheFilterOpensOnTheTabOfTheTenants(t *testing.T) {
	d := open(t, connected(contoso(), adventure()), setup.TabAuthenticate)
	d.page.OpenFilter()
	d.Settle()
	d.TypeIn("contains", "adventure")
	d.Tap("Apply")
	d.Sees("Adventure Works", "1-1 of 1")
}

func TestThePageComesBackAsItWasLeft(t *testing.T) {
	d := open(t, connected(contoso(), adventure(), wide()), setup.TabTenants)
	d.statusFilter(m365.Failed)
	d.tick("Wide World Importers")
	tenants := d.page.Save()
	d.Tap("Authenticate")
	authenticate := d.page.Save()
	d.leave()
	d.layouts.Kept = nil

	d.show("")
	d.page.Restore(authenticate)
	d.Settle()
	d.Sees("Connected")
	d.leave()

	d.show(setup.TabAuthenticate)
	d.page.Restore(tenants)
	d.tell(page.Everything())
	require.True(t, d.onTenants())
	d.Sees("1-1 of 1", "1 selected")
	d.Tap("Sync", "Sync 1 tenant")
	require.Equal(t, [][]m365.TenantID{{clientID(4)}}, d.synced)
}

func TestTheTrailLeadsThroughSetup(t *testing.T) {
	d := open(t, newWorld(), "")
	require.Equal(t, []page.Step{{Text: "Setup"}, {Text: "Integrations"}, {Text: "Microsoft 365"}}, d.page.Trail())
}

func TestAFieldOfATabThatIsLeftLosesTheKeyboard(t *testing.T) {
	d := openForm(t, newWorld())
	d.TypeIn("Tenant ID", "msp.example")
	d.page.OpenFilter()
	d.Settle()
	d.Press(fyne.KeyEscape)
	require.Nil(t, d.Win.Canvas().Focused())
}

func TestAFieldThatIsReplacedByWhatFollowsLosesTheKeyboard(t *testing.T) {
	d := openForm(t, newWorld())
	d.TypeIn("Application (client) ID", mspClient)
	d.TypeIn("Tenant ID", "msp.example")
	d.Press(fyne.KeyReturn)
	d.browserOpens()
	require.Nil(t, d.Win.Canvas().Focused())
	d.browserReturns(connection(), nil)
	require.True(t, d.onTenants())
}

package setup_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// begins waits until Turn Off has begun.
func (d *harness) begins() {
	d.Work.WaitAll()
	d.Settle()
}

// openOff opens the page, and begins to turn off.
func openOff(t *testing.T) *harness {
	t.Helper()
	d := openTenants(t, own(), contoso())
	d.Tap("Turn Off", "Turn off")
	d.begins()
	return d
}

// openLeft opens a Turn Off that left something in a tenant.
func openLeft(t *testing.T) *harness {
	t.Helper()
	d := openOff(t)
	d.settle()
	d.tell(page.Everything())
	return d
}

func TestWhyATenantIsLeftStandsBelowItsNameInANarrowWindow(t *testing.T) {
	d := openLeft(t)
	for _, c := range []struct {
		window fyne.Size
		below  bool
	}{{fyne.NewSize(1440, 900), false}, {fyne.NewSize(1024, 700), true}} {
		d.Win.Resize(uitest.Room(c.window))
		d.Settle()
		name, err := d.PlaceOf("MSP Example")
		require.NoError(t, err)
		text, err := d.PlaceOf("Your own tenant is cleared once the others are.")
		require.NoError(t, err)
		require.Equal(t, c.below, text.X == name.X && text.Y > name.Y, "%v: %v, %v", c.window, name, text)
	}
}

func TestTurnOffIsAskedWithTheTenantsThatItClears(t *testing.T) {
	d := openTenants(t, own(), contoso(), adventure())
	d.Tap("Turn Off")
	d.Sees("Tenantkeep's enterprise application and its consent are deleted in Contoso Dental, and then in your own tenant.",
		"Also delete Activity, the record of what was changed")
	d.Tap("Also delete Activity, the record of what was changed", "Turn off")
	d.begins()
	require.False(t, d.off.EraseJournal)
	d.Sees("Turning off", "1 of 2 tenants cleared.", "Contoso Dental", "Deleting enterprise application…", "Stop")
	d.SeesNot("Turn Off", "Authenticate")
}

func TestTurnOffNamesWhoIsNotOffboardedToTheEnd(t *testing.T) {
	d := openTenants(t, own(), contoso())
	d.Tap("Turn Off")
	d.SeesNot("Not offboarded to the end")
	d.Tap("Cancel")
	d.world.leaving = []string{"Adele Vance in Contoso Dental"}
	d.Tap("Turn Off")
	d.Sees("Not offboarded to the end: Adele Vance in Contoso Dental. What is left to do there is forgotten.")
}

func TestTurnOffIsOfferedOnceSomethingIsSaved(t *testing.T) {
	require.False(t, open(t, newWorld(), "").Has("Turn Off"))
	require.False(t, openForm(t, newWorld()).Has("Turn Off"))
	require.True(t, openTenants(t).Has("Turn Off"))
}

func TestTheBrowserOfTurnOffCanBeCancelled(t *testing.T) {
	w := connected(own(), contoso())
	w.held["TurnOff"] = make(chan struct{})
	d := open(t, w, setup.TabTenants)
	d.Tap("Turn Off", "Turn off")
	d.Settle()
	d.Sees("Accept one permission in your browser", "Application.ReadWrite.All", "Copy link")
	d.Tap("Cancel")
	d.Work.WaitAll()
	d.Settle()
	d.Sees("Turn Off", "Contoso Dental")
	require.Nil(t, d.off)
}

func TestATurnOffThatDoesNotBeginSaysWhy(t *testing.T) {
	w := connected(own(), contoso())
	w.fails["TurnOff"] = errors.New("refused")
	d := open(t, w, setup.TabAuthenticate)
	d.Tap("Turn Off", "Turn off")
	d.begins()
	d.Sees("Turn Off", "Connected")
	require.Equal(t, "Something went wrong.", d.Host.Failures[0].What)
}

func TestWhatTurnOffLeavesIsNamedWithWhatToDoByHand(t *testing.T) {
	d := openOff(t)
	d.settle()
	d.tell(page.Changes{Tenants: true})
	d.Sees("Turn Off is not finished", "1 of 3 tenants cleared, 1 could not be.", "Left", "Microsoft did not answer.", "Enterprise applications", "Comes last")
	d.Tap("Copy what is left")
	require.Contains(t, d.Host.Copied[0], "Contoso Dental (")
	require.Contains(t, d.Host.Copied[0], "An administrator of your own tenant")
	d.Tap("Try again")
	d.Sees("Turning off", "Removing the consent…")
}

func TestWhatCanBePressedStaysWhileTenantsAreCleared(t *testing.T) {
	d := openOff(t)
	require.NoError(t, d.Robot.Focus("Stop"))
	d.do(func() { d.off.Removals[0].Doing = "Removing the consent" })
	d.tell(page.Changes{Tenants: true})
	d.Sees("Removing the consent…")
	d.Robot.Key(fyne.KeyReturn)
	d.Settle()
	d.Sees("Turn Off is not finished", "Stopped")
	d.settle()
	d.tell(page.Changes{Tenants: true})
	require.NoError(t, d.Robot.Focus("Details"))
	d.do(func() { d.off.Removals[1].State = m365.RemovalStopped })
	d.tell(page.Changes{Tenants: true})
	d.Sees("0 of 3 tenants cleared, 1 could not be.")
	d.Robot.Key(fyne.KeyReturn)
	d.Sees("Turn Off in Contoso Dental")
}

func TestTurnOffIsStoppedAndTakenBack(t *testing.T) {
	d := openOff(t)
	d.Tap("Stop")
	d.Sees("Turn Off is not finished", "Stopped")
	d.Tap("Keep Microsoft 365 on")
	d.begins()
	d.Sees("Turn Off", "Tenants")
	require.Nil(t, d.off)
}

func TestATurnOffThatEndedWhileTheBrowserAskedGoesOnOrIsTakenBack(t *testing.T) {
	for button, does := range map[string]string{"Go on": "Removing the consent…", "Keep Microsoft 365 on": "Tenants"} {
		t.Run(button, func(t *testing.T) {
			d := openOff(t)
			d.do(func() {
				d.off.Permitting = true
				d.off.Removals[0].State = m365.RemovalStopped
			})
			d.tell(page.Changes{Tenants: true})
			d.Sees("Turn Off was interrupted", "No tenant was cleared.", "Application.ReadWrite.All")
			d.Tap(button)
			d.begins()
			d.Sees(does)
		})
	}
}

func TestWhoIsSignedOutSignsInAndAnInterruptedTurnOffGoesOn(t *testing.T) {
	w := connected(own(), contoso())
	w.off = &m365.TurnOff{Permitting: true, Removals: []m365.Removal{{Tenant: clientID(1), Name: "Contoso Dental", State: m365.RemovalWaits}}}
	w.fails["TakeBackTurnOff"] = uitest.Refusal(m365.Failure{What: "Nobody is signed in.", SignIn: true})
	d := open(t, w, "")
	d.Tap("Keep Microsoft 365 on")
	d.begins()
	d.Sees("Turn Off was interrupted", "Sign in", "Copy details")
	w.do(func() { delete(w.fails, "TakeBackTurnOff") })
	d.Tap("Sign in")
	require.Len(t, d.Host.SignIns, 1)
	d.Host.SignIns[0]()
	d.begins()
	require.Nil(t, d.off, "it goes on after the sign-in")
}

func TestASignInWhileTurnOffIsInterruptedSaysThatTheBrowserAsks(t *testing.T) {
	w := connected(own(), contoso())
	w.off = &m365.TurnOff{Permitting: true}
	d := open(t, w, "")
	d.connector.SignIn()
	d.browserOpens()
	d.Sees("Sign in in your browser", "Copy link")
	d.browserReturns(connection(), nil)
	d.Sees("Turn Off was interrupted")
}

func TestAFinishedTurnOffIsAsAtTheFirstStart(t *testing.T) {
	d := openOff(t)
	d.settle()
	d.tell(page.Changes{Tenants: true})
	d.Tap("Finish without them", "Finish")
	d.Settle()
	d.Sees("Off", "Connect your CSP tenant", "Turn On")
	d.SeesNot("Turn Off", "Contoso Dental")
	_, known := d.connector.Connection()
	require.True(t, known)
	d.Tap("Turn On")
	d.reads("Tenant ID", "")
}

package shell_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// forgotten is a window that was connected, without a keyring that kept the sign-in.
func forgotten(t *testing.T) (*harness, m365.Connection) {
	w := connected(2, 2)
	before := w.connection
	w.connection.HomeAccountID, w.connection.ObjectID = "", ""
	return open(t, w), before
}

func TestWhoIsSignedOutSignsInFromTheFoot(t *testing.T) {
	d, before := forgotten(t)
	d.Sees("Not signed in", "Sign in")
	d.Tap("Sign in")
	d.browserOpens()
	d.Sees("Sign in in your browser.", "Cancel")
	require.False(t, d.Has("Sign in"), "one sign-in at a time")
	d.Tap("Copy link")
	require.Equal(t, d.world.signInURL, d.clipboard.Content())
	d.browserReturns(before, nil)
	d.Sees("Signed in as j.tan@msp.example.")
	d.SeesNot("Sign in in your browser.", "Not signed in", "Choose the tenants to sync.")
	require.False(t, d.Has("Sign in"))
}

func TestASignInThatIsCancelledOrFailsLeavesTheWindowAsItWas(t *testing.T) {
	d, _ := forgotten(t)
	d.Tap("Sign in")
	d.browserOpens()
	d.Tap("Cancel")
	d.shell.WaitAll()
	d.Settle()
	d.SeesNot("Sign in in your browser.")
	d.Tap("Sign in")
	d.browserOpens()
	d.browserReturns(m365.Connection{}, errors.New("refused"))
	d.SeesNot("Sign in in your browser.")
	d.Sees("Copy details", "Sign in")
}

func TestWhatWasAskedForGoesOnAfterTheSignIn(t *testing.T) {
	d, before := forgotten(t)
	gone := 0
	d.shell.SignIn(func() { gone++ })
	d.browserOpens()
	require.Zero(t, gone)
	d.browserReturns(before, nil)
	require.Equal(t, 1, gone)
	d.Sees("All Users", "Adele")
}

func TestWhatWasAskedForIsNotLostWhereASignInFails(t *testing.T) {
	d, before := forgotten(t)
	gone := 0
	d.shell.SignIn(func() { gone++ })
	d.browserOpens()
	d.browserReturns(m365.Connection{}, errors.New("refused"))
	d.Tap("Sign in again")
	d.browserOpens()
	d.browserReturns(before, nil)
	require.Equal(t, 1, gone)
}

func TestWhatWasAskedForIsNotLostWhereASignInIsCancelled(t *testing.T) {
	d, before := forgotten(t)
	gone := 0
	d.shell.SignIn(func() { gone++ })
	d.browserOpens()
	d.Tap("Cancel")
	d.shell.WaitAll()
	d.Settle()
	d.Sees("The sign-in was cancelled.")
	d.Tap("Sign in again")
	d.browserOpens()
	d.browserReturns(before, nil)
	require.Equal(t, 1, gone)
	d.SeesNot("The sign-in was cancelled.")
}

func TestWhereNothingIsSavedASignInBeginsInTheFormOfSetup(t *testing.T) {
	d := open(t, newWorld())
	d.Tap("All Tenants", "Sign in")
	d.Sees("Connect your CSP tenant", "Tenant ID", "Save")
	require.False(t, d.Has("Sign in"), "the page has a first thing to do")
}

func TestASessionThatEndsInTheMiddleOfWorkLosesNothingOfThePlace(t *testing.T) {
	w := connected(3, 40)
	before := w.connection
	d := open(t, w)
	d.Tap("Filter Username")
	d.TypeIn("contains", "a")
	d.Tap("Apply")
	d.Tap("Adele Vance")
	d.menu("View", "Back")
	d.focusOn("Rows of users")
	d.Press(fyne.KeyDown, fyne.KeySpace)
	d.Sees("contains a", "1 selected")

	w.changes.Emit(page.Change{
		Kind: page.JobEnded, JobID: "refresh", Failed: true, SignIn: true,
		Text: "Your sign-in has ended: it was not used for too long, was revoked, or your password changed. Sign in again.",
	})
	w.do(func() { w.connection.HomeAccountID, w.connection.ObjectID = "", "" })
	w.tell(page.ConnectionChanged)
	d.told()
	d.Sees("Your sign-in has ended", "Not signed in")
	d.Tap("Sign in")
	d.browserOpens()
	d.Sees("contains a", "1 selected", "Sign in in your browser.")
	d.browserReturns(before, nil)
	d.Sees("Signed in as j.tan@msp.example.")
	d.Sees("contains a", "1 selected")
	d.SeesNot("Your sign-in has ended")
	require.True(t, d.Has("Messages"), "what was said of the session is not true any more")
}

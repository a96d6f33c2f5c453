package shell_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
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

func TestWhereNothingIsSavedASignInBeginsInTheFormOfSetup(t *testing.T) {
	d := open(t, newWorld())
	d.Tap("All Tenants", "Sign in")
	d.Sees("Connect your CSP tenant", "Tenant ID", "Save")
}

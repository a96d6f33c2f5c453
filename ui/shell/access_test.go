package shell_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestTheFormAsksForTheLeastAccessUntilAnotherIsChosen(t *testing.T) {
	d := openForm(t, newWorld())
	d.Sees("Read only", "Help desk", "Full", "Nothing can be changed.", "User.Read.All")
	d.Tap("Help desk")
	d.Sees("User.RevokeSessions.All")
	d.SeesNot("User.Read.All")
	d.fillForm()
	d.browserOpens()
	require.Equal(t, []access.Tier{access.HelpDesk}, d.world.tiers)
	d.browserReturns(m365.Connection{}, refusal.ErrSignedOut)
	d.Sees("User.RevokeSessions.All") // the choice is still there after a sign-in that failed
}

func TestMoreAccessIsAskedForInTheBrowser(t *testing.T) {
	d := open(t, connected(1, 1))
	d.Tap("Integrations")
	d.Tap("Authenticate")
	d.Sees("Connected", "Read only")
	d.Tap("Full")
	d.Sees("the consent of every synced tenant is renewed")
	d.Tap("Sign in for Full")
	d.browserOpens()
	require.Equal(t, []access.Tier{access.Full}, d.world.tiers)
	connection := d.world.connection
	connection.Tier = string(access.Full)
	d.browserReturns(connection, nil)
	d.Tap("Authenticate")
	d.SeesNot("Sign in for Full")
}

func TestLessAccessNeedsNoBrowser(t *testing.T) {
	w := connected(1, 1)
	w.connection.Tier = string(access.Full)
	d := open(t, w)
	d.Tap("Integrations")
	d.Tap("Authenticate")
	d.Tap("Read only")
	d.Sees("Tenantkeep does less from then on.")
	d.Tap("Change access to Read only")
	require.Equal(t, string(access.ReadOnly), w.connection.Tier)
	require.Empty(t, w.tiers)
	d.SeesNot("Change access to")
}

func TestAChangeShowsInEveryViewAtOnceAndInActivity(t *testing.T) {
	d := open(t, connected(1, 3))
	d.Tap("Select Adele Vance")
	d.Tap("Row Actions")
	d.Tap("Block Sign In")
	d.Sees("Adele Vance (adele.vance@contoso.com) in Contoso Dental")
	d.Tap("Block sign-in")
	require.Equal(t, []request{{tenantID(0), "PATCH", "/users/" + d.world.users[0].Key.ID}}, d.world.requests)
	d.Tap("Close")
	d.told()
	require.Equal(t, m365.Blocked, d.world.users[0].SignIn)
	d.Sees("Blocked")
	d.Tap("Activity")
	d.Sees("Block Sign In", "j.tan@msp.example")
}

func TestARefusedChangeIsTakenBackWithTheReason(t *testing.T) {
	w := connected(1, 3)
	w.refuse = uitest.Refusal(m365.Failure{What: "Contoso Dental does not let you.", Do: "Ask for the role.", Technical: "403"})
	d := open(t, w)
	d.Tap("Adele Vance")
	d.Tap("Block Sign In")
	d.Tap("Block sign-in")
	d.Sees("Contoso Dental does not let you. Ask for the role.")
	d.Tap("Close")
	d.told()
	d.Sees("Block Sign In")
	require.Equal(t, m365.Allowed, w.users[0].SignIn)
}

func TestRowActionsOnOneUserAreOffForMore(t *testing.T) {
	d := open(t, connected(1, 3))
	d.Tap("Select Adele Vance")
	d.Tap("Select Alex Braun")
	d.Tap("Row Actions")
	require.Contains(t, d.Why("Reset Password"), "one user")
}

func TestTheNextTabOpensFromTheMenu(t *testing.T) {
	d := open(t, connected(1, 3))
	d.Tap("Adele Vance")
	d.SeesNot("Assigned Through")
	d.menu("View", "Next Tab")
	d.Sees("Assigned Through")
	d.menu("View", "Previous Tab")
	d.SeesNot("Assigned Through")
}

func TestTheFilterOpensFromTheMenu(t *testing.T) {
	d := open(t, connected(1, 3))
	d.menu("View", "Go to the Filter")
	d.Sees("Apply", "Reset")
}

package shell_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

func TestTheFormAsksForTheLeastAccessUntilAnotherIsChosen(t *testing.T) {
	d := openForm(t, newWorld())
	d.sees("Read only", "Help desk", "Full", "Nothing can be changed.", "User.Read.All")
	d.tap("Help desk")
	d.sees("User.RevokeSessions.All")
	d.seesNot("User.Read.All")
	d.fillForm()
	d.browserOpens()
	require.Equal(t, []access.Tier{access.HelpDesk}, d.world.tiers)
	d.browserReturns(m365.Connection{}, refusal.ErrSignedOut)
	d.sees("User.RevokeSessions.All") // the choice is still there after a sign-in that failed
}

func TestMoreAccessIsAskedForInTheBrowser(t *testing.T) {
	d := openDesk(t, connected(1, 1))
	d.tap("Integrations")
	d.tap("Authenticate")
	d.sees("Connected", "Read only")
	d.tap("Full")
	d.sees("the consent of every synced tenant is renewed")
	d.tap("Sign in for Full")
	d.browserOpens()
	require.Equal(t, []access.Tier{access.Full}, d.world.tiers)
	connection := d.world.connection
	connection.Tier = string(access.Full)
	d.browserReturns(connection, nil)
	d.tap("Authenticate")
	d.seesNot("Sign in for Full")
}

func TestLessAccessNeedsNoBrowser(t *testing.T) {
	w := connected(1, 1)
	w.connection.Tier = string(access.Full)
	d := openDesk(t, w)
	d.tap("Integrations")
	d.tap("Authenticate")
	d.tap("Read only")
	d.sees("Tenantkeep does less from then on.")
	d.tap("Change access to Read only")
	require.Equal(t, string(access.ReadOnly), w.connection.Tier)
	require.Empty(t, w.tiers)
	d.seesNot("Change access to")
}

func TestAChangeShowsInEveryViewAtOnceAndInActivity(t *testing.T) {
	d := openDesk(t, connected(1, 3))
	d.tap("Select Adele Vance")
	d.tap("Row Actions")
	d.tap("Block Sign In")
	d.sees("Adele Vance (adele.vance@contoso.com) in Contoso Dental")
	d.tap("Block sign-in")
	require.Equal(t, []request{{tenantID(0), "PATCH", "/users/" + d.world.users[0].Key.ID}}, d.world.requests)
	d.tap("Close")
	d.told()
	require.Equal(t, m365.Blocked, d.world.users[0].SignIn)
	d.sees("Blocked")
	d.tap("Activity")
	d.sees("Block Sign In", "j.tan@msp.example")
}

func TestARefusedChangeIsTakenBackWithTheReason(t *testing.T) {
	w := connected(1, 3)
	w.refuse = failureError{m365.Failure{What: "Contoso Dental does not let you.", Do: "Ask for the role.", Technical: "403"}}
	d := openDesk(t, w)
	d.tap("Adele Vance")
	d.tap("Block Sign In")
	d.tap("Block sign-in")
	d.sees("Contoso Dental does not let you. Ask for the role.")
	d.tap("Close")
	d.told()
	d.sees("Block Sign In")
	require.Equal(t, m365.Allowed, w.users[0].SignIn)
}

func TestRowActionsOnOneUserAreOffForMore(t *testing.T) {
	d := openDesk(t, connected(1, 3))
	d.tap("Select Adele Vance")
	d.tap("Select Alex Braun")
	d.tap("Row Actions")
	require.Contains(t, d.Why("Reset Password"), "one user")
}

func TestTheNextTabOpensFromTheMenu(t *testing.T) {
	d := openDesk(t, connected(1, 3))
	d.tap("Adele Vance")
	d.seesNot("Assigned Through")
	d.menu("View", "Next Tab")
	d.sees("Assigned Through")
	d.menu("View", "Previous Tab")
	d.seesNot("Assigned Through")
}

func TestTheFilterOpensFromTheMenu(t *testing.T) {
	d := openDesk(t, connected(1, 3))
	d.menu("View", "Go to the Filter")
	d.sees("Apply", "Reset")
}

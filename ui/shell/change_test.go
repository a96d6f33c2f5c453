package shell_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

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

package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

var (
	ended     = m365.Failure{What: "Nobody is signed in.", Do: "Sign in to go on.", SignIn: true, Technical: "signed out"}
	signedOut = uitest.Refusal(ended)
)

// signsIn presses Sign in, which takes the form out of the way, and comes back from the browser.
func (d *harness) signsIn() {
	d.T.Helper()
	d.Sees("Nobody is signed in.")
	require.False(d.T, d.Has("Retry"), "without a sign-in it fails again")
	d.Tap("Sign in")
	d.isClosed()
	require.Len(d.T, d.Host.SignIns, 1)
	d.changes.do(func() { d.changes.planErr, d.changes.carryErr, d.changes.results = nil, nil, nil })
	d.directory.do(func() { d.directory.err = nil })
	d.Host.SignIns[0]()
	d.Settle()
}

func TestWhoIsNotSignedInSignsInAndIsAskedThen(t *testing.T) {
	for _, c := range simple {
		t.Run(c.name, func(t *testing.T) {
			d := newHarness(t)
			d.directory.policy = m365.TAPPolicy{Enabled: true}
			d.directory.err, d.changes.planErr = signedOut, signedOut
			c.begin(d.actions, adele(contoso))
			d.Settle()
			d.signsIn()
			d.Sees(firstLine)
			d.Tap(c.verb)
			require.Len(t, d.changes.carried, 1)
			require.Equal(t, c.action, d.changes.carried[0].Action)
		})
	}
}

func TestAnUndoGoesOnAfterTheSignIn(t *testing.T) {
	d := newHarness(t)
	d.changes.planErr = signedOut
	d.actions.Undo("change-1")
	d.Settle()
	d.signsIn()
	d.Tap("Undo")
	require.Equal(t, []string{"change-1", "change-1"}, d.changes.undone)
	require.Len(t, d.changes.carried, 1)
}

func TestAStepThatLacksASignInIsDoneAfterIt(t *testing.T) {
	d := newHarness(t)
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &ended}
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Tap("Block sign-in")
	d.signsIn()
	require.Len(t, d.changes.retried, 1)
	d.Sees(firstLine, "Done")
	d.SeesNot("Nobody is signed in.")
}

func TestAChangeThatDidNotBeginForWantOfASignInIsAskedAboutAfterIt(t *testing.T) {
	d := newHarness(t)
	d.changes.carryErr = signedOut
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Tap("Block sign-in")
	d.signsIn()
	d.Tap("Block sign-in")
	require.Len(t, d.changes.carried, 2)
	d.Sees("Done")
}

func TestAClosedChangeThatDidNotBeginOffersTheSignInInTheCorner(t *testing.T) {
	d := newHarness(t)
	d.changes.carryErr = signedOut
	d.actions.Block(adele(contoso))
	d.Settle()
	require.NoError(t, d.Robot.Tap("Block sign-in"))
	require.NoError(t, d.Robot.Tap("Close"))
	d.Settle()
	require.Equal(t, "Sign in", d.Host.Toasts[0].Actions[0].Label)
	d.Host.Toasts[0].Actions[0].Do()
	d.changes.do(func() { d.changes.carryErr = nil })
	d.Host.SignIns[0]()
	d.Settle()
	d.Tap("Block sign-in")
	d.Sees("Done")
}

func TestListsAreReadAfterTheSignIn(t *testing.T) {
	for name, begin := range map[string]func(*action.Actions, action.Subject){
		"roles": (*action.Actions).ManageRoles, "licenses": (*action.Actions).ManageLicenses, "groups": (*action.Actions).ManageGroups,
	} {
		t.Run(name, func(t *testing.T) {
			d := managing(t)
			d.directory.err = signedOut
			begin(d.actions, adele(contoso))
			d.Settle()
			d.signsIn()
			d.Sees(firstLine, "Nothing is changed yet.")
			d.SeesNot("Nobody is signed in.")
		})
	}
}

func TestWhatWasChosenIsThereAfterTheSignIn(t *testing.T) {
	d := managing(t)
	d.actions.ManageRoles(adele(contoso))
	d.Settle()
	d.Tap("Add Global Reader")
	d.changes.planErr = signedOut
	d.Tap("Apply")
	d.signsIn()
	d.Tap("Back")
	d.Sees("Add 1: Global Reader")
	d.Tap("Apply", "Change roles")
	require.Equal(t, "r-reader", d.changes.carried[0].Steps[0].Write.Subject)
}

func TestWhatWasTypedIsThereAfterTheSignIn(t *testing.T) {
	d := editing(t)
	d.TypeIn("Job Title", "Head Clerk")
	d.changes.planErr = signedOut
	d.Tap("Review changes")
	d.signsIn()
	d.Tap("Back")
	d.says("Job Title", "Head Clerk")
}

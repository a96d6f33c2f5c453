package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// planned is the question about an offboarding.
func (d *harness) planned() {
	d.T.Helper()
	d.actions.Offboard(adele(contoso))
	d.Settle()
	d.Tap("Make the plan")
}

// leaves is an offboarding that is under way.
func (d *harness) leaves() {
	d.T.Helper()
	d.planned()
	d.Tap("Offboard")
}

// stands changes the run as the background does, and draws it.
func (d *harness) stands(change func(*offboard.Run)) {
	d.T.Helper()
	d.offboarding.change(change)
	d.actions.OffboardingChanged("run-1")
	d.Settle()
}

// resting is a run in which nothing goes on by itself: a step failed, and others wait for a person.
func resting(run *offboard.Run) {
	run.Active = false
	for i := range run.Steps {
		if step := &run.Steps[i]; step.State == offboard.Waiting && step.Kind != offboard.Licenses {
			step.State, step.Note = offboard.Done, "Done so."
		}
	}
	groups := run.Of(offboard.Groups)
	groups.State, groups.Failure = offboard.Failed, &m365.Failure{
		What: "Could not remove Adele Vance from the group Finance in Contoso Dental: the roles that you have in this tenant are too low.",
		Do:   "It needs in the GDAP relationship: Groups Administrator.", Technical: "403",
	}
}

func TestAnOffboardingAsksForTheStepsAndShowsThePlan(t *testing.T) {
	d := newHarness(t)
	d.actions.Offboard(adele(contoso))
	d.Settle()
	d.Sees(firstLine, "Block sign-in", "Remove licenses")
	d.Tap("Clear manager", "Keep these steps for Contoso Dental alone", "Make the plan")
	require.Equal(t, []offboard.Choice{offboard.Usual().With(offboard.Manager, false)}, d.offboarding.kept)
	require.Equal(t, []bool{true}, d.offboarding.keptOwn)
	d.Sees(firstLine, "Remove from 5 groups", "Ready", "Manual", "Left out", "The user has none.")
	d.fits()
	d.Tap("What will be sent")
	d.Sees("[secret]", "in the tenant Contoso Dental ("+string(contoso.ID)+")")
	require.Empty(t, d.offboarding.runs, "nothing is begun")
	d.Tap("Back")
	d.Sees("Make the plan")
}

func TestAnAdministratorIsOffboardedOnlyAfterASecondQuestion(t *testing.T) {
	d := newHarness(t)
	d.offboarding.plan.AdminRoles = []string{"Global Administrator"}
	d.leaves()
	require.Empty(t, d.offboarding.runs)
	d.Sees("Admin roles of Adele Vance in Contoso Dental: Global Administrator.")
	d.Tap("Yes, this user is meant", "Offboard")
	require.Len(t, d.offboarding.runs, 1)
}

func TestARefusedOffboardingSaysWhy(t *testing.T) {
	d := newHarness(t)
	d.offboarding.planErr = refusal("Adele Vance is the last Global Administrator.", "Give the role to another user first.")
	d.planned()
	d.Sees("Adele Vance is the last Global Administrator. Give the role to another user first.", "Retry")
	require.False(t, d.Robot.Has("Offboard"))
}

func TestAnOffboardingIsWatchedPausedAndLeftToTheBackground(t *testing.T) {
	d := newHarness(t)
	d.leaves()
	d.stands(func(run *offboard.Run) {
		run.Steps[0].State, run.Steps[0].Note = offboard.Done, "Sign-in blocked."
		run.Steps[1].State = offboard.Running
	})
	d.Sees("Sign-in blocked.", "Working…", firstLine+" · 1 of 9 steps done, 1 left out, 2 to do by hand")
	d.Tap("Pause")
	require.Equal(t, []string{"pause run-1"}, d.offboarding.told)
	d.Tap("Run in background")
	d.isClosed()
	require.Equal(t, page.Working, d.Host.Toasts[len(d.Host.Toasts)-1].Mood)
	d.stands(resting)
	last := d.Host.Toasts[len(d.Host.Toasts)-1]
	require.Equal(t, page.Trouble, last.Mood, "it waits for the person, so it stays behind the bell")
	require.Contains(t, last.Text, "1 failed, 2 to do by hand")
	last.Actions[0].Do()
	d.Settle()
	d.Sees("Retry", "Mark as done")
}

func TestAnOffboardingThatIsHeardOfBeforeItIsSaidToHaveBegunIsDrawnInItsForm(t *testing.T) {
	d := newHarness(t)
	d.offboarding.began = func() { d.Work.Run(func() { d.actions.OffboardingChanged("run-1") }) }
	d.leaves()
	require.NotEmpty(t, d.Host.Closed, "no message in the corner beside the form")
	d.stands(resting)
	d.Sees("Done so.", "Mark as done")
}

func TestAStepIsRetriedConfirmedAndLeftOut(t *testing.T) {
	d := newHarness(t)
	d.leaves()
	d.stands(resting)
	d.Sees("Waits until the checklist before it is done")
	d.Tap("Retry", "Copy PowerShell", "Open portal", "Mark as done", "Leave out")
	require.Equal(t, []string{"Set-Mailbox -Type Shared"}, d.Host.Copied)
	require.Equal(t, []string{
		"retry run-1 groups", "portal " + adele(contoso).User.Key.ID, "confirm run-1 mailbox", "leave out run-1 groups",
	}, d.offboarding.told)
	d.Tap("Copy summary for ticket", "Save as file")
	require.Contains(t, d.Host.Copied[1], "# Offboard Adele Vance")
	require.Equal(t, []string{"offboard-adele.vance-contoso.com-" + noon.Format("2006-01-02") + ".md"}, d.Host.Saved)
}

func TestAnOffboardingThatStoppedForWantOfASignInGoesOnAfterIt(t *testing.T) {
	d := newHarness(t)
	d.leaves()
	d.stands(func(run *offboard.Run) {
		run.Active = false
		run.Stopped = &m365.Failure{What: "Nobody is signed in.", Do: "Sign in.", SignIn: true}
	})
	d.Sees("Nobody is signed in. Sign in.")
	d.Tap("Sign in")
	require.Len(t, d.Host.SignIns, 1)
	d.Host.SignIns[0]()
	d.Settle()
	require.Equal(t, []string{"go on run-1"}, d.offboarding.told)
}

func TestAUserWhoIsBeingOffboardedShowsHowFarItIs(t *testing.T) {
	d := newHarness(t)
	d.leaves()
	d.Tap("Run in background")
	d.actions.Offboard(adele(contoso))
	d.Settle()
	d.Sees("0 of 9 steps done, 1 left out")
}

func TestOffboardingsAreListedAndOpened(t *testing.T) {
	d := newHarness(t)
	d.actions.ShowOffboardings()
	d.Settle()
	d.Sees("Nobody was offboarded yet.")
	d.Tap("Close")
	require.Empty(t, d.actions.Leaving())
	d.leaves()
	d.stands(resting)
	require.Equal(t, []string{"Adele Vance in Contoso Dental"}, d.actions.Leaving())
	d.Tap("Close")
	d.actions.ShowOffboardings()
	d.Settle()
	d.Sees("Failed", "Contoso Dental")
	d.Tap("Adele Vance")
	d.Sees("Mark as done")
}

func TestWhatIsToComeIsLeftOutOnlyAfterAQuestion(t *testing.T) {
	d := newHarness(t)
	d.leaves()
	d.stands(func(run *offboard.Run) { run.Active, run.Paused = false, true })
	d.Tap("End here")
	require.Empty(t, d.offboarding.told)
	d.Tap("End here")
	require.Equal(t, []string{"end run-1"}, d.offboarding.told)
}

// interrupted has nobody signed in to go on with a run.
func interrupted(run *offboard.Run) {
	run.Active = false
	run.Stopped = &m365.Failure{What: "It was interrupted. Nobody is signed in.", Do: "Sign in to go on.", SignIn: true}
}

func TestAnOffboardingThatWasInterruptedOffersTheSignInThatItNeeds(t *testing.T) {
	d := newHarness(t)
	d.leaves()
	d.Tap("Run in background")
	d.stands(interrupted)
	told := d.Host.Toasts[len(d.Host.Toasts)-1]
	require.Equal(t, "Offboard Adele Vance in Contoso Dental: 0 of 9 steps done, 1 left out, 2 to do by hand.", told.Text)
	require.Equal(t, "It was interrupted. Nobody is signed in. Sign in to go on.", told.Detail)
	require.True(t, told.SignIn, "it goes once somebody is signed in")
	require.Equal(t, "Sign in", told.Actions[0].Label)
	told.Actions[0].Do()
	d.Host.SignIns[0]()
	d.Settle()
	require.Equal(t, []string{"go on run-1"}, d.offboarding.told)
}

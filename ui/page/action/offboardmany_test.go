package action_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
)

// leavers opens the offboarding of a crowd.
func (d *harness) leavers(count int, hidden ...string) []change.Target {
	d.T.Helper()
	users := crowd(count)
	d.offboarding.planOf = make(map[m365.UserKey]offboard.Plan)
	d.offboarding.chosen = make(map[m365.UserKey]offboard.Choice)
	for _, user := range users {
		plan := offboard.Plan{Target: user, Steps: leavingSteps(user.Key.ID)}
		for i := range plan.Steps {
			if step := &plan.Steps[i]; step.Line != "" {
				step.Connect = "Connect-ExchangeOnline -DelegatedOrganization '" + user.Tenant + "'"
			}
		}
		d.offboarding.planOf[user.Key] = plan
	}
	d.many("Offboard User", users, hidden...)
	return users
}

// leaveTogether is an offboarding of a crowd that is under way.
func (d *harness) leaveTogether(count int) {
	d.T.Helper()
	d.leavers(count)
	d.Tap("Make the plans", fmt.Sprintf("Offboard %d users in 2 tenants", count))
}

// allStand changes each run as the background does, and draws them.
func (d *harness) allStand(change func(at int, run *offboard.Run)) {
	d.T.Helper()
	for i := range d.offboarding.Runs() {
		d.offboarding.changeAt(i, func(run *offboard.Run) { change(i, run) })
		d.actions.OffboardingChanged(d.offboarding.Runs()[i].ID)
	}
	d.Settle()
	d.Clock.Advance(time.Second)
	d.Settle()
}

// refusedLeavers are four of whom one is refused, one an administrator, and one to be warned about.
func (d *harness) refusedLeavers() {
	d.T.Helper()
	users := d.leavers(4)
	admin, warned := d.offboarding.planOf[users[1].Key], d.offboarding.planOf[users[2].Key]
	admin.AdminRoles = []string{"Global Administrator"}
	warned.Warnings = []string{"User 2 is synced from on-premises."}
	d.offboarding.planOf[users[1].Key], d.offboarding.planOf[users[2].Key] = admin, warned
	d.offboarding.refused = map[m365.UserKey]error{users[0].Key: refusal("User 0 is the last Global Administrator.", "Give the role to another user first.")}
}

// restingMany are runs in which nothing goes on by itself: a step of one failed, and the others wait for a person.
func restingMany(at int, run *offboard.Run) {
	resting(run)
	if at > 0 {
		run.Of(offboard.Groups).State, run.Of(offboard.Groups).Failure = offboard.Done, nil
	}
}

func TestManyAreOffboardedAfterAPlanForEach(t *testing.T) {
	d := newHarness(t)
	users := d.leavers(6, "User 5")
	d.Sees("6 users in 2 tenants: Contoso Dental (3) and Fabrikam Legal (3)", "Block sign-in", "Ticked, but hidden by the filters: User 5.")
	d.Tap("Clear manager", "Make the plans")
	require.Equal(t, []offboard.Choice{offboard.Usual().With(offboard.Manager, false)}, d.offboarding.kept)
	require.Equal(t, []bool{false}, d.offboarding.keptOwn)
	d.Sees("36 requests in all. 12 steps will be on the checklist. Open a user to see the steps.", "8 of 9", "Ready")
	d.Tap("User 0")
	d.Sees("User 0 (u0@msp.example) in Contoso Dental", "Remove from 5 groups", "The user has none.")
	d.Tap("Back to all users", "What will be sent")
	d.Sees("To Microsoft Graph, for each user in the user's own tenant.")
	require.Empty(t, d.offboarding.runs)
	d.Tap("Offboard 6 users in 2 tenants")
	require.Len(t, d.offboarding.runs, 6)
	require.Len(t, d.offboarding.chosen, len(users))
	d.Sees("Running", "6 of 54 steps", "Stop after these", "Pause", "Run in background")
}

func TestEachTenantIsOffboardedWithTheStepsThatItKeeps(t *testing.T) {
	d := newHarness(t)
	own := offboard.Choice{Kinds: []offboard.Kind{offboard.Block}}
	d.offboarding.ownOf = map[m365.TenantID]offboard.Choice{fabrikam.ID: own}
	users := d.leavers(2)
	d.Sees("That is Fabrikam Legal (1 step).")
	d.Tap("Make the plans")
	require.Equal(t, offboard.Usual(), d.offboarding.chosen[users[0].Key])
	require.Equal(t, own, d.offboarding.chosen[users[1].Key])
	d.Tap("Back", "Where a tenant keeps steps of its own, take those", "Make the plans")
	require.Equal(t, offboard.Usual(), d.offboarding.chosen[users[1].Key])
}

func TestWhoIsRefusedIsLeftOutAndAdministratorsAreAskedAboutTwice(t *testing.T) {
	d := newHarness(t)
	d.refusedLeavers()
	d.Tap("Make the plans")
	d.Sees("1 user is left out. The table says why.", "1 administrator is among them: User 1 in Fabrikam Legal (Global Administrator).",
		"Look at 1 user of whom there is something to know before. The table says what.", "Check again", "Left out", "Administrator")
	d.Tap("Offboard 3 users in 2 tenants")
	require.Empty(t, d.offboarding.runs)
	require.Equal(t, "Tick the box first", d.Why("Offboard 3 users in 2 tenants"))
	d.Tap("Yes, the administrators are meant too", "Offboard 3 users in 2 tenants")
	require.Len(t, d.offboarding.runs, 3)
}

func TestManyAreWatchedPausedStoppedAndLeftToTheBackground(t *testing.T) {
	d := newHarness(t)
	d.leaveTogether(6)
	d.allStand(func(at int, run *offboard.Run) {
		if at < 4 {
			run.Steps[0].State, run.Steps[1].State = offboard.Done, offboard.Running
		}
	})
	d.Sees("1 of 9", "Reset password…", "10 of 54 steps")
	d.Tap("Pause", "Stop after these")
	require.Equal(t, []string{"pause all all", "hold all all"}, d.offboarding.told)
	d.Tap("Run in background")
	d.isClosed()
	require.Equal(t, "Offboard 6 users", d.Host.Toasts[len(d.Host.Toasts)-1].Text)
	d.allStand(func(at int, run *offboard.Run) {
		run.Steps[1].State = offboard.Done
		restingMany(at, run)
	})
	last := d.Host.Toasts[len(d.Host.Toasts)-1]
	require.Equal(t, page.Trouble, last.Mood)
	require.Equal(t, "Offboard 6 users: 1 of 6 failed, 5 with steps by hand.", last.Text)
	last.Actions[0].Do()
	d.Settle()
	d.Sees("Retry failed (1)", "Checklist (6)", "To do by hand: Convert mailbox")
	d.Tap("Retry failed (1)", "Copy summary for ticket", "Save as file")
	require.Contains(t, d.offboarding.told, "retry all all")
	require.Contains(t, d.Host.Copied[0], "# Offboard 6 users")
	require.Equal(t, []string{"offboard-6-users-" + noon.Format("2006-01-02") + ".md"}, d.Host.Saved)
	d.Tap("End here")
	require.NotContains(t, d.offboarding.told, "end all all")
	d.Tap("End here")
	require.Contains(t, d.offboarding.told, "end all all")
}

func TestThePauseStaysWhileManyAreOffboarded(t *testing.T) {
	d := newHarness(t)
	d.leaveTogether(8)
	require.NoError(t, d.Robot.Focus("Pause"))
	d.allStand(func(at int, run *offboard.Run) {
		switch at {
		case 0:
			run.Active, run.Ended = false, noon
		case 1:
			run.Steps[0].State = offboard.Failed
		case 4:
			run.Active = true
		}
	})
	d.Robot.Key(fyne.KeyReturn)
	d.Settle()
	require.Equal(t, []string{"pause all all"}, d.offboarding.told)
}

func TestOneOfManyIsOpenedAsOneByItself(t *testing.T) {
	d := newHarness(t)
	d.leaveTogether(6)
	d.allStand(func(_ int, run *offboard.Run) { resting(run) })
	d.Tap("User 3")
	d.Sees("Offboard User 3", "Mark as done")
	d.Tap("Retry")
	require.Equal(t, []string{"retry run-3 groups"}, d.offboarding.told)
	d.Tap("Close")
	d.Sees("Checklist (6)")
}

func TestTheChecklistOfManyIsOneAndItsLinesAreCopiedAtOnce(t *testing.T) {
	d := newHarness(t)
	d.leaveTogether(6)
	d.allStand(func(_ int, run *offboard.Run) { resting(run) })
	d.Tap("Checklist (6)")
	d.Sees("Convert mailbox to shared", "Tell the manager", "6 users in 2 tenants")
	d.Tap("Copy PowerShell", "Copy 6 texts")
	require.Equal(t, 6, strings.Count(d.Host.Copied[0], "Set-Mailbox -Type Shared"))
	require.Equal(t, 2, strings.Count(d.Host.Copied[0], "Connect-ExchangeOnline"), "each tenant is signed in to once")
	require.Equal(t, 6, strings.Count(d.Host.Copied[1], "Hello Miriam"))
	d.Tap("Mark as done: Convert mailbox to shared")
	require.Empty(t, d.offboarding.told)
	d.Tap("Mark as done")
	require.Equal(t, []string{"confirm all all mailbox"}, d.offboarding.told)
}

func TestManyThatStoppedForWantOfASignInGoOnAfterIt(t *testing.T) {
	d := newHarness(t)
	d.leaveTogether(6)
	d.allStand(func(at int, run *offboard.Run) {
		run.Active = false
		if at == 0 {
			run.Stopped = &m365.Failure{What: "Nobody is signed in.", Do: "Sign in.", SignIn: true}
		}
	})
	d.Sees("Nobody is signed in. Sign in.")
	d.Tap("Sign in")
	d.Host.SignIns[0]()
	d.Settle()
	require.Equal(t, []string{"go on all all"}, d.offboarding.told)
}

func TestManyThatAreHeardOfBeforeTheyAreSaidToHaveBegunAreDrawnInTheirFormAlone(t *testing.T) {
	d := newHarness(t)
	d.offboarding.began = func() { d.Work.Run(func() { d.actions.OffboardingChanged("run-0") }) }
	d.leaveTogether(6)
	d.Clock.Advance(time.Second)
	d.Settle()
	require.Len(t, d.Host.Closed, len(d.Host.Toasts), "no message in the corner beside the form")
	d.Sees("Stop after these")
}

func TestManyAreListedAsOneLine(t *testing.T) {
	d := newHarness(t)
	d.leaveTogether(6)
	d.Tap("Run in background")
	d.actions.ShowOffboardings()
	d.Settle()
	d.Sees("2 tenants · 4 of 6 running, 2 waiting")
	d.Tap("6 users")
	d.Sees("Stop after these")
}

func TestTooManyAreNotOffboardedAtOnce(t *testing.T) {
	d := newHarness(t)
	require.Empty(t, offOf(t, d.actions.ManyItems(action.Picked{Count: 500}), "Offboard User"))
	require.Equal(t, "At most 500 users are offboarded at once", offOf(t, d.actions.ManyItems(action.Picked{Count: 501}), "Offboard User"))
	d.tier = access.ReadOnly
	require.Contains(t, offOf(t, d.actions.ManyItems(action.Picked{Count: 2}), "Offboard User"), "Your access tier is Read only")
}

func TestOffboardingsThatWereInterruptedOfferTheSignInThatTheyNeed(t *testing.T) {
	d := newHarness(t)
	d.leaveTogether(4)
	d.Tap("Run in background")
	d.allStand(func(_ int, run *offboard.Run) { interrupted(run) })
	told := d.Host.Toasts[len(d.Host.Toasts)-1]
	require.Equal(t, "It was interrupted. Nobody is signed in. Sign in to go on.", told.Detail)
	require.True(t, told.SignIn)
	told.Actions[0].Do()
	d.Host.SignIns[0]()
	d.Settle()
	require.Equal(t, []string{"go on all all"}, d.offboarding.told)
}

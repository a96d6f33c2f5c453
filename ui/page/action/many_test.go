package action_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// crowd are users of two tenants, by turns: "User 0" of Contoso has the id "u0".
func crowd(count int) []change.Target {
	users := make([]change.Target, count)
	for i := range users {
		tenant := []m365.Tenant{contoso, fabrikam}[i%2]
		users[i] = change.Target{
			Key:  m365.UserKey{Tenant: tenant.ID, ID: fmt.Sprintf("u%d", i)},
			Name: fmt.Sprintf("User %d", i), Username: fmt.Sprintf("u%d@msp.example", i), Tenant: tenant.Name,
		}
	}
	return users
}

// many opens an operation on users.
func (d *harness) many(label string, users []change.Target, hidden ...string) {
	d.T.Helper()
	d.changes.target = func(target change.Target) change.Target {
		for _, user := range users {
			if user.Key == target.Key {
				return user
			}
		}
		return target
	}
	picked := action.Picked{Count: len(users), Hidden: hidden, Read: func(context.Context) ([]change.Target, error) { return users, nil }}
	d.begin(d.actions.ManyItems(picked), label)
}

func (d *harness) begin(items []widget.MenuItem, label string) {
	d.T.Helper()
	for _, item := range items {
		if item.Label == label {
			item.Do()
			d.Settle()
			return
		}
	}
	require.Failf(d.T, "no such item", "%s in %v", label, labels(items))
}

// carried are the users whose plan was carried out.
func (d *harness) carried() []m365.UserKey {
	var keys []m365.UserKey
	d.changes.do(func() {
		for _, plan := range d.changes.carried {
			keys = append(keys, plan.Target.Key)
		}
	})
	return keys
}

func keysOf(users []change.Target) []m365.UserKey {
	keys := make([]m365.UserKey, len(users))
	for i, user := range users {
		keys[i] = user.Key
	}
	return keys
}

func failed(what string) change.StepResult {
	return change.StepResult{State: change.Failed, Failure: &m365.Failure{What: what, Do: "Retry.", Technical: "technical"}}
}

func TestManyUsersAreOfferedWhatMakesSenseForMany(t *testing.T) {
	d := newHarness(t)
	items := d.actions.ManyItems(action.Picked{Count: 1200})
	for _, label := range []string{"Block Sign In", "Unblock Sign In", "Revoke All User Sessions", "Reset Password"} {
		require.Empty(t, offOf(t, items, label))
	}
	require.Equal(t, "Available only when one user is selected", offOf(t, items, "Create Temporary Access Password"))
	require.Equal(t, "1,200 users", items[0].Note)
	d.tier = access.ReadOnly
	require.Contains(t, offOf(t, d.actions.ManyItems(action.Picked{Count: 2}), "Block Sign In"), "Your access tier is Read only")
}

func TestManyUsersAreConfirmedWithTheirTenantsAndCarriedOutOnce(t *testing.T) {
	d := newHarness(t)
	users := crowd(6)
	d.many("Block Sign In", users, "User 5")
	d.Sees("6 users in 2 tenants: Contoso Dental (3) and Fabrikam Legal (3)", "For each of them: nobody can sign in as this user from then on.",
		"Ticked, but hidden by the filters: User 5.", "User 0", "u0@msp.example", "Ready")
	require.Empty(t, d.carried())
	d.Tap("What will be sent")
	d.Sees("To Microsoft Graph, for each user in the user's own tenant.")
	d.Press(fyne.KeyReturn)
	d.Press(fyne.KeyEnter)
	require.Empty(t, d.carried(), "Enter carries nothing out")
	d.Tap("Block sign-in of 6 users")
	require.ElementsMatch(t, keysOf(users), d.carried())
	d.Sees("6 of 6 users", "Done")
	require.False(t, d.Has("Retry failed (1)"))
	d.Tap("Copy summary for ticket")
	require.Contains(t, d.Host.Copied[0], "Block Sign In: 6 of 6 done")
	d.Tap("Close")
	d.isClosed()
	require.Empty(t, d.Host.Toasts)
}

func TestAdministratorsAmongManyAreNamedAndAskedAboutTwice(t *testing.T) {
	d := newHarness(t)
	users := crowd(4)
	d.changes.admins = map[string][]string{"u1": {"Global Administrator"}, "u2": {"unknown (your account may not read them)"}}
	d.many("Block Sign In", users)
	d.Sees("2 administrators are among them: User 1 in Fabrikam Legal (Global Administrator) and "+
		"User 2 in Contoso Dental (unknown (your account may not read them)).", "Administrator")
	d.Tap("Block sign-in of 4 users")
	require.Empty(t, d.carried())
	require.Equal(t, "Tick the box first", d.Why("Block sign-in of 4 users"))
	d.Tap("Yes, the administrators are meant too", "Block sign-in of 4 users")
	require.Len(t, d.carried(), 4)
}

func TestThoseToWhomItDoesNotApplyAreLeftOutAndNamedWithTheReason(t *testing.T) {
	d := newHarness(t)
	d.changes.refused = map[string]error{
		"u0": &change.Refusal{Reason: change.ErrNothingToDo, What: "It is so already."},
		"u1": refusal("Microsoft did not answer.", "Retry."),
	}
	d.many("Block Sign In", crowd(4))
	d.Sees("2 users are left out. The table says why.", "Left out", "Microsoft did not answer. Retry.")
	d.changes.do(func() { delete(d.changes.refused, "u1") })
	d.Tap("Check again")
	d.Sees("1 user is left out. The table says why.")
	d.Tap("Block sign-in of 3 users")
	require.Len(t, d.carried(), 3)
}

func TestManyWhoFailForWantOfASignInGoOnAfterIt(t *testing.T) {
	d := newHarness(t)
	signedOut := m365.Failure{What: "You are signed out.", Do: "Sign in again.", SignIn: true, Technical: "technical"}
	d.changes.planErr = uitest.Refusal(signedOut)
	d.many("Block Sign In", crowd(3))
	d.Sees("3 users are left out. The table says why.")
	d.Tap("Sign in")
	d.isClosed()
	d.changes.do(func() {
		d.changes.planErr = nil
		d.changes.ends = map[string]change.StepResult{"u1": {State: change.Failed, Failure: &signedOut}}
	})
	d.Host.SignIns[0]()
	d.Settle()
	d.Tap("Block sign-in of 3 users")
	d.Sees("You are signed out. Sign in again.")
	d.changes.do(func() { d.changes.ends = nil })
	d.Tap("Sign in")
	d.Host.SignIns[1]()
	d.Settle()
	require.Len(t, d.changes.retried, 1)
	d.Sees("3 of 3 users")
}

func TestNothingIsOfferedWhereAllAreLeftOut(t *testing.T) {
	d := newHarness(t)
	d.changes.planErr = &change.Refusal{Reason: change.ErrNothingToDo, What: "It is so already."}
	d.many("Block Sign In", crowd(3))
	d.Sees("3 users are left out. The table says why.")
	d.Tap("Close")
	d.isClosed()
}

func TestWhatFailedIsRetriedAndTheRollUpSaysHowMany(t *testing.T) {
	d := newHarness(t)
	users := crowd(5)
	d.changes.ends = map[string]change.StepResult{"u3": failed("The role is too low.")}
	d.many("Revoke All User Sessions", users)
	d.Tap("Revoke sessions of 5 users")
	d.Sees("Failed", "The role is too low. Retry.", "5 of 5 users")
	d.Tap("Copy summary for ticket")
	require.Contains(t, d.Host.Copied[0], "1 of 5 failed, 4 done")
	d.changes.do(func() { d.changes.ends = nil })
	d.Press(fyne.KeyReturn)
	require.Empty(t, d.changes.retried)
	d.Tap("Retry failed (1)")
	require.Len(t, d.changes.retried, 1)
	require.Equal(t, users[3].Key, d.changes.retried[0].Plan.Target.Key)
	require.False(t, d.Has("Retry failed (1)"))
}

func TestARunGoesOnInTheBackgroundAndCanBeOpenedAgain(t *testing.T) {
	d := newHarness(t)
	d.changes.hold = newGate()
	d.changes.ends = map[string]change.StepResult{"u3": failed("The role is too low.")}
	d.many("Block Sign In", crowd(6))
	require.NoError(t, d.Robot.Tap("Block sign-in of 6 users"))
	d.Queue.Flush()
	d.Sees("Run in background", "Stop after these")
	require.Equal(t, []string{"Block Sign In, 6 users is under way: 6 of 6 not begun."}, d.actions.UnderWay())
	require.NoError(t, d.Robot.Tap("Run in background"))
	d.isClosed()
	require.Equal(t, page.Working, d.Host.Toasts[0].Mood)
	require.Equal(t, "Block Sign In, 6 users", d.Host.Toasts[0].Text)
	d.Host.Toasts[0].Actions[0].Do()
	d.Queue.Flush()
	d.Sees("Run in background")
	require.NoError(t, d.Robot.Tap("Run in background"))
	close(d.changes.hold.open)
	d.Settle()
	last := d.Host.Toasts[len(d.Host.Toasts)-1]
	require.Equal(t, page.Trouble, last.Mood)
	require.Equal(t, "Block Sign In, 6 users: 1 of 6 failed, 5 done.", last.Text)
	require.Empty(t, d.actions.UnderWay())
	last.Actions[0].Do()
	d.Settle()
	d.Sees("The role is too low. Retry.", "Retry failed (1)")
	d.Tap("Close")
	d.begin(d.actions.ManyItems(action.Picked{Count: 2}), "Show Block Sign In, 6 users")
	d.Sees("Retry failed (1)")
}

func TestTheLastThreeRunsCanBeOpenedAgain(t *testing.T) {
	d := newHarness(t)
	for count := 2; count < 6; count++ {
		d.many("Unblock Sign In", crowd(count))
		d.Tap(fmt.Sprintf("Unblock sign-in of %d users", count), "Close")
	}
	shown := labels(d.actions.ManyItems(action.Picked{Count: 2}))
	require.Equal(t, []string{"Show Unblock Sign In, 5 users", "Show Unblock Sign In, 4 users", "Show Unblock Sign In, 3 users"}, shown[:3])
	require.NotContains(t, shown, "Show Unblock Sign In, 2 users")
}

func TestARunThatIsStoppedEndsBetweenUsersAndGoesOnWhenAsked(t *testing.T) {
	d := newHarness(t)
	d.changes.hold = newGate()
	d.many("Block Sign In", crowd(20))
	require.NoError(t, d.Robot.Tap("Block sign-in of 20 users"))
	d.Queue.Flush()
	d.awaitCarried(8)
	d.Host.Waits = map[m365.TenantID]time.Time{fabrikam.ID: noon.Add(70 * time.Second)}
	d.Clock.Advance(time.Second)
	d.Queue.Flush()
	d.Sees("0 of 20 users · Fabrikam Legal: Microsoft asked to wait until 12:01:10")
	require.NoError(t, d.Robot.Tap("Stop after these"))
	close(d.changes.hold.open)
	d.Settle()
	require.Len(t, d.carried(), 8, "four of each tenant were under way")
	d.Sees("8 of 20 users", "Go on with 12 users")
	d.Tap("Go on with 12 users")
	require.Len(t, d.carried(), 20)
	d.Sees("20 of 20 users")
}

// awaitCarried returns once so many plans more are being carried out.
func (d *harness) awaitCarried(count int) {
	for range count {
		<-d.changes.begun
	}
}

func TestAListThatCannotBeReadIsSaid(t *testing.T) {
	d := newHarness(t)
	fails := true
	picked := action.Picked{Count: 3, Read: func(context.Context) ([]change.Target, error) {
		if fails {
			return nil, errors.New("the disk is full")
		}
		return crowd(3), nil
	}}
	d.begin(d.actions.ManyItems(picked), "Block Sign In")
	d.Sees("Something went wrong.")
	fails = false
	d.Tap("Retry")
	d.Sees("3 users in 2 tenants")
}

func TestManyUsersAreDrawnInTheThemeAndFit(t *testing.T) {
	for name, mode := range map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark} {
		t.Run(name, func(t *testing.T) {
			d := newHarness(t)
			d.SetTheme(mode)
			d.changes.admins = map[string][]string{"u1": {"Global Administrator"}}
			d.changes.refused = map[string]error{"u0": &change.Refusal{Reason: change.ErrNothingToDo, What: "There is nothing to change: it is so already."}}
			d.changes.ends = map[string]change.StepResult{
				"u3": failed("Could not block the sign-in of User 3 in Fabrikam Legal: the roles that you have in this tenant are too low."),
				"u4": {State: change.Unknown, Failure: &m365.Failure{What: "It is not known whether this was done."}},
			}
			d.many("Block Sign In", crowd(40))
			d.fits()
			d.Picture("many-ask-" + name)
			d.Tap("Block sign-in of 39 users", "Yes, the administrators are meant too")
			d.fits()
			d.Picture("many-again-" + name)
			d.Tap("Block sign-in of 39 users")
			d.fits()
			d.Picture("many-ended-" + name)
		})
	}
}

func TestNobodyIsMissedInTheTableOfManyWhileTheyAreBeingRead(t *testing.T) {
	for _, label := range []string{"Block Sign In", "Offboard User"} {
		t.Run(label, func(t *testing.T) {
			d := newHarness(t)
			d.many(label, nil)
			if label == "Offboard User" {
				d.Tap("Make the plans")
			}
			d.Sees("There is nobody to do it for.")
			d.SeesNot("Reading the users")
		})
	}
}

func TestTheTableOfManySaysThatItsUsersAreBeingRead(t *testing.T) {
	d := newHarness(t)
	users, hold := crowd(3), newGate()
	picked := action.Picked{Count: len(users), Read: func(ctx context.Context) ([]change.Target, error) { return users, hold.wait(ctx) }}
	for _, item := range d.actions.ManyItems(picked) {
		if item.Label == "Block Sign In" {
			item.Do()
		}
	}
	for !d.Robot.Sees("Reading the users") {
		d.Queue.Flush()
		runtime.Gosched()
	}
	d.Sees("Checking with Microsoft: 0 of 3")
	close(hold.open)
	d.Settle()
	d.SeesNot("Reading the users")
	d.Sees("3 users in 2 tenants", "Ready")
}

package action_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
)

// simple are the actions that ask and act, without a form of options before.
var simple = []struct {
	name   string
	action change.Action
	verb   string
	begin  func(*action.Actions, action.Subject)
}{
	{"block", change.Block, "Block sign-in", (*action.Actions).Block},
	{"unblock", change.Unblock, "Unblock sign-in", (*action.Actions).Unblock},
	{"revoke", change.RevokeSessions, "Revoke sessions", (*action.Actions).RevokeSessions},
	{"remove a method", change.RemoveMethod, "Remove method", func(a *action.Actions, s action.Subject) {
		a.RemoveMethod(s, m365.AuthMethod{ID: "m1", Name: "Phone", Detail: "ends in 61", Segment: "phoneMethods"})
	}},
	{"reset the password", change.ResetPassword, "Reset password", (*action.Actions).ResetPassword},
	{"create a pass", change.CreateTAP, "Create Temporary Access Password", (*action.Actions).CreateTAP},
}

func TestEveryActionNamesUserAndTenantFirstAndIsCarriedOutOnceForThem(t *testing.T) {
	for _, c := range simple {
		for _, tenant := range []m365.Tenant{contoso, fabrikam} {
			t.Run(c.name+" in "+tenant.Name, func(t *testing.T) {
				d := newHarness(t)
				d.directory.policy = m365.TAPPolicy{Enabled: true, Shortest: time.Hour, Longest: 8 * time.Hour, Usual: time.Hour}
				c.begin(d.actions, adele(tenant))
				d.Settle()
				first := d.Texts()
				require.Equal(t, "Adele Vance (adele.vance@contoso.com) in "+tenant.Name, first[1], "the line under the title")
				d.Tap(c.verb)
				require.Len(t, d.changes.carried, 1)
				plan := d.changes.carried[0]
				require.Equal(t, adele(tenant).User.Key, plan.Target.Key)
				require.Equal(t, c.action, plan.Action)
				d.Sees("Adele Vance (adele.vance@contoso.com) in "+tenant.Name, "Done")
				d.Tap("Close")
				d.isClosed()
				require.Empty(t, d.Host.Toasts)
			})
		}
	}
}

func TestADoubleClickActsOnce(t *testing.T) {
	d := newHarness(t)
	d.actions.Block(adele(contoso))
	d.Settle()
	require.NoError(t, d.Robot.Tap("Block sign-in"))
	require.Error(t, d.Robot.Tap("Block sign-in"), "the button is off while the change is carried out")
	d.Key(fyne.KeyReturn)
	d.Settle()
	require.Len(t, d.changes.carried, 1)
}

func TestNothingCanBeConfirmedBeforeThePlanIsThere(t *testing.T) {
	d := newHarness(t)
	d.actions.Block(adele(contoso))
	d.Sees(firstLine, "Checking with Microsoft")
	require.True(t, d.Disabled("Block sign-in"))
	d.Key(fyne.KeyReturn)
	d.Settle()
	require.Empty(t, d.changes.carried)
	require.False(t, d.Disabled("Block sign-in"))
}

func TestCancelAndEscapeSendNothing(t *testing.T) {
	d := newHarness(t)
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Tap("Cancel")
	d.isClosed()
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Key(fyne.KeyEscape)
	d.Settle()
	d.isClosed()
	require.Empty(t, d.changes.carried)
}

func TestAnAdministratorIsAskedAboutTwice(t *testing.T) {
	d := newHarness(t)
	d.changes.admin = []string{"Global Administrator", "User Administrator"}
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Sees(firstLine, "Admin roles of Adele Vance in Contoso Dental: Global Administrator and User Administrator.")
	require.False(t, d.Has("Yes, this user is meant"), "the first question says who it is")
	d.Tap("Block sign-in")
	d.Sees(firstLine, "Admin roles of Adele Vance in Contoso Dental: Global Administrator and User Administrator.")
	require.Error(t, d.Robot.Tap("Block sign-in"), "a double click does not answer the second question")
	d.Key(fyne.KeyReturn)
	require.Empty(t, d.changes.carried)
	d.Tap("Back")
	d.Tap("Block sign-in", "Yes, this user is meant", "Block sign-in")
	require.Len(t, d.changes.carried, 1)
	d.Sees("Done")
}

func TestEnterCarriesOutNothingThatIsRedOrCannotBeUndone(t *testing.T) {
	for _, c := range simple {
		t.Run(c.name, func(t *testing.T) {
			d := newHarness(t)
			d.directory.policy = m365.TAPPolicy{Enabled: true}
			d.changes.results = map[int]change.StepResult{0: {State: change.Failed, Failure: &m365.Failure{What: "It failed."}}}
			c.begin(d.actions, adele(contoso))
			d.Settle()
			d.Press(fyne.KeyReturn)
			if operation := change.Of(c.action); !operation.Danger && !operation.Lasts() {
				require.Len(t, d.changes.carried, 1)
				return
			}
			require.NoError(t, d.Focus(c.verb))
			d.Press(fyne.KeyReturn)
			require.Empty(t, d.changes.carried)
			d.Press(fyne.KeySpace)
			require.Len(t, d.changes.carried, 1)
			require.NoError(t, d.Focus("Retry"))
			d.Press(fyne.KeyReturn)
			require.Empty(t, d.changes.retried, "nor does it again what failed")
		})
	}
}

func TestEnterDoesNotAnswerTheSecondQuestion(t *testing.T) {
	d := newHarness(t)
	d.changes.admin = []string{"Global Administrator"}
	d.actions.Unblock(adele(contoso))
	d.Settle()
	d.Press(fyne.KeyReturn, fyne.KeySpace)
	require.False(t, d.Disabled("Unblock sign-in"), "the box is ticked")
	require.NoError(t, d.Focus("Unblock sign-in"))
	d.Press(fyne.KeyReturn)
	require.Empty(t, d.changes.carried)
	d.Press(fyne.KeySpace)
	require.Len(t, d.changes.carried, 1)
}

func TestWhatWillBeSentIsShownExactlyAndWithoutTheSecret(t *testing.T) {
	d := newHarness(t)
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	d.SeesNot("PATCH")
	d.Tap("What will be sent")
	d.Sees(
		"PATCH /v1.0/users/00000001-0000-4000-8000-000000000000", `"password": "[secret]"`,
		`"forceChangePasswordNextSignIn": true`, string(contoso.ID),
	)
	d.SeesNot("hunter2")
	d.Tap("Copy")
	require.Contains(t, d.Host.Copied[0], "[secret]")
	require.NotContains(t, d.Host.Copied[0], "hunter2")
	d.Tap("What will be sent")
	d.SeesNot("PATCH")
}

func TestNotesStandInTheQuestion(t *testing.T) {
	d := newHarness(t)
	d.changes.notes = []string{"Synced from on-premises: the next sync may take it back."}
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Sees("Synced from on-premises: the next sync may take it back.")
}

func TestAPlanForSomebodyElseIsRefused(t *testing.T) {
	d := newHarness(t)
	d.changes.target = func(target change.Target) change.Target {
		target.Key.Tenant = fabrikam.ID
		return target
	}
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Sees("Something went wrong.", firstLine)
	require.False(t, d.Has("Block sign-in"))
}

func TestARefusedPlanSaysWhyAndCanBeRetried(t *testing.T) {
	d := newHarness(t)
	d.changes.planErr = refusal("Your role in Contoso Dental is too low.", "Ask for User Administrator.")
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Sees("Your role in Contoso Dental is too low. Ask for User Administrator.")
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "technical: Your role")
	d.changes.do(func() { d.changes.planErr = nil })
	d.Tap("Retry")
	d.Tap("Block sign-in")
	d.Sees("Done")
}

func TestAUserWhoIsSoAlreadyNeedsNothing(t *testing.T) {
	d := newHarness(t)
	d.changes.planErr = change.ErrNothingToDo
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Sees("There is nothing to change: it is so already.")
	require.False(t, d.Has("Retry"))
	d.Tap("Close")
	d.isClosed()
}

func TestAFailedStepSaysWhyAndIsRetried(t *testing.T) {
	d := newHarness(t)
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{
		What: "Microsoft does not let you block this user.", Do: "Ask for a higher role.", Code: "Authorization_RequestDenied", RequestID: "r-9",
	}}
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Tap("Block sign-in")
	d.Sees("Failed", "Microsoft does not let you block this user. Ask for a higher role.")
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "r-9")
	d.changes.do(func() { d.changes.results = nil })
	d.Tap("Retry")
	require.Len(t, d.changes.retried, 1)
	require.Len(t, d.changes.carried, 1)
	d.Sees("Done")
	require.False(t, d.Has("Retry"))
}

func TestAStepThatIsNotCertainIsSaidAndRetried(t *testing.T) {
	d := newHarness(t)
	d.changes.results[0] = change.StepResult{State: change.Unknown, Note: "No answer came, and reading back could not tell."}
	d.actions.RevokeSessions(adele(contoso))
	d.Settle()
	d.Tap("Revoke sessions")
	d.Sees("Not certain", "No answer came, and reading back could not tell.")
	require.True(t, d.Has("Retry"))
}

func TestAChangeThatDidNotBeginSaysWhyAndIsPlannedAnew(t *testing.T) {
	d := newHarness(t)
	d.changes.carryErr = refusal("The journal could not be written.", "")
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Tap("Block sign-in")
	d.Sees("The journal could not be written.")
	d.changes.do(func() { d.changes.carryErr = nil })
	d.Tap("Retry")
	d.Tap("Block sign-in")
	require.Len(t, d.changes.intents, 2)
	d.Sees("Done")
}

func TestClosingLeavesAChangeRunningAndItsEndIsToldInTheCorner(t *testing.T) {
	d := newHarness(t)
	d.changes.hold = newGate()
	d.actions.Block(adele(contoso))
	d.Settle()
	require.NoError(t, d.Robot.Tap("Block sign-in"))
	d.Sees("Closing leaves it running.")
	require.NoError(t, d.Robot.Tap("Close"))
	d.isClosed()
	close(d.changes.hold.open)
	d.Settle()
	require.Len(t, d.Host.Toasts, 1)
	require.Equal(t, "Block Sign In for Adele Vance in Contoso Dental is done.", d.Host.Toasts[0].Text)
	d.isClosed()
}

func TestAFailureAfterClosingOpensItsDetails(t *testing.T) {
	d := newHarness(t)
	d.changes.hold = newGate()
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "The user was deleted."}}
	d.actions.Block(adele(contoso))
	d.Settle()
	require.NoError(t, d.Robot.Tap("Block sign-in"))
	require.NoError(t, d.Robot.Tap("Close"))
	close(d.changes.hold.open)
	d.Settle()
	require.Equal(t, page.Trouble, d.Host.Toasts[0].Mood)
	require.Contains(t, d.Host.Toasts[0].Text, "The user was deleted.")
	d.Host.Toasts[0].Actions[0].Do()
	d.Sees(firstLine, "Failed", "The user was deleted.")
	d.Tap("Retry")
	require.Len(t, d.changes.retried, 1)
}

func TestUndoAsksWithTheNamesOfTheChangeItUndoes(t *testing.T) {
	d := newHarness(t)
	d.actions.Undo("change-1")
	d.Sees("The change is being read.")
	d.Settle()
	d.Sees(firstLine, "Unblock the sign-in")
	d.Tap("Undo")
	require.Equal(t, []string{"change-1"}, d.changes.undone)
	require.Len(t, d.changes.carried, 1)
	d.Sees("Done")
}

func TestLongNamesOfEveryScriptFit(t *testing.T) {
	for name, letter := range map[string]string{"latin": "W", "arabic": "م", "chinese": "漢", "spaces": "long "} {
		t.Run(name, func(t *testing.T) {
			d := newHarness(t)
			long := string([]rune(strings.Repeat(letter, 200))[:200])
			d.changes.admin = []string{long, "Global Administrator"}
			d.changes.notes = []string{long}
			d.changes.target = func(target change.Target) change.Target {
				target.Name, target.Username, target.Tenant = long, long+"@contoso.com", long
				return target
			}
			subject := adele(contoso)
			subject.User.DisplayName, subject.Tenant.Name = long, long
			d.changes.secret = m365.NewSecret(strings.Repeat("x", 64))
			d.actions.ResetPassword(subject)
			d.Settle()
			d.fits()
			d.Tap("What will be sent")
			d.fits()
			d.Tap("Reset password")
			d.fits()
			d.Tap("Yes, this user is meant", "Reset password")
			d.fits()
			d.Tap("Show")
			d.fits()
		})
	}
}

func TestARetryThatIsNotBegunKeepsWhatIsKnown(t *testing.T) {
	d := newHarness(t)
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Microsoft did not answer."}}
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Tap("Block sign-in")
	d.changes.do(func() { d.changes.carryErr = refusal("Another change of the user goes on.", "") })
	d.Tap("Retry")
	d.Sees("Microsoft did not answer.", "Another change of the user goes on.")
	d.changes.do(func() { d.changes.carryErr, d.changes.results = nil, nil })
	d.Tap("Retry")
	require.Len(t, d.changes.retried, 2)
	d.Sees("Done")
	d.SeesNot("Another change of the user goes on.")
}

func TestTheKeyboardStaysOnAnOptionWhileThePlanIsMadeAnew(t *testing.T) {
	d := newHarness(t)
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	for range 20 {
		d.Win.Canvas().(interface{ FocusNext() }).FocusNext()
		if named, ok := d.Win.Canvas().Focused().(fyne.Accessible); ok && named.AccessibilityLabel() == "Must change password at next sign-in" {
			break
		}
	}
	before := d.Win.Canvas().Focused()
	d.Key(fyne.KeySpace)
	d.Settle()
	require.Equal(t, before, d.Win.Canvas().Focused())
	require.False(t, d.changes.intents[1].Password.MustChange)
}

func TestAMenuOverTheFormKeepsTheKeyboard(t *testing.T) {
	d := newHarness(t)
	d.actions.ResetPassword(adele(contoso))
	require.NoError(t, d.Robot.Tap("16 characters"))
	d.Settle()
	d.Key(fyne.KeyDown)
	d.Key(fyne.KeyReturn)
	d.Settle()
	require.Equal(t, 14, d.changes.intents[1].Password.Length)
	d.Tap("Reset password")
	require.Len(t, d.changes.carried, 1)
}

func TestAnUndoThatIsRefusedSaysWhy(t *testing.T) {
	d := newHarness(t)
	d.changes.planErr = refusal("This change was undone already.", "")
	d.actions.Undo("change-1")
	d.Settle()
	d.Sees("A change from the Activity page", "This change was undone already.")
	d.SeesNot("is being read")
	d.Tap("Close")
	d.isClosed()
}

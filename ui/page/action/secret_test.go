package action_test

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const password = "Tz7!kw-Qm4x.R9pd"

// resetting is a window whose password was just reset.
func resetting(t *testing.T) *harness {
	t.Helper()
	d := newHarness(t)
	d.changes.secret = m365.NewSecret(password)
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	d.Tap("Reset password")
	return d
}

func TestANewPasswordIsMaskedUntilItIsAskedFor(t *testing.T) {
	d := resetting(t)
	d.Sees(firstLine, "The password is reset.", "New password", "asked for a password of their own")
	d.SeesNot(password)
	d.Tap("Show")
	d.Sees(password)
	d.Tap("Hide")
	d.SeesNot(password)
	d.Tap("Close")
	d.isClosed()
	require.Empty(t, d.clipboard.text)
}

func TestCopyResetPasswordCopiesThePasswordAlone(t *testing.T) {
	d := resetting(t)
	d.Tap("Copy Reset Password")
	require.Equal(t, password, d.clipboard.text)
	d.Sees("Copied. It is shown only here", "after 60 seconds")
	require.Empty(t, d.Host.Copied, "no other way to the clipboard is used")
	require.Empty(t, d.clipboard.plain, "no history keeps it")
}

func TestAPasswordThatTheClipboardDoesNotTakeStillWaits(t *testing.T) {
	d := resetting(t)
	d.clipboard.fails = errors.New("another program holds the clipboard")
	d.Tap("Copy Reset Password")
	d.Sees("It could not be copied: another program holds the clipboard.")
	require.NotEmpty(t, d.actions.Unseen())
	d.clipboard.fails = nil
	d.Tap("Copy Reset Password")
	require.Equal(t, password, d.clipboard.text)
	require.Empty(t, d.actions.Unseen())
}

func TestACopiedPasswordLeavesTheClipboardAfterAMinute(t *testing.T) {
	d := resetting(t)
	d.Tap("Copy Reset Password")
	d.Tap("Close")
	d.Clock.Advance(59 * time.Second)
	d.Settle()
	require.Equal(t, password, d.clipboard.text)
	d.Clock.Advance(time.Second)
	d.Settle()
	require.Empty(t, d.clipboard.text)
}

func TestWhatWasCopiedMeanwhileStaysOnTheClipboard(t *testing.T) {
	d := resetting(t)
	d.Tap("Copy Reset Password")
	d.clipboard.text = "a phone number"
	d.Clock.Advance(time.Hour)
	d.Settle()
	require.Equal(t, "a phone number", d.clipboard.text)
}

func TestCopyingAgainStartsTheMinuteAnew(t *testing.T) {
	d := resetting(t)
	d.Tap("Copy Reset Password")
	d.Clock.Advance(40 * time.Second)
	d.Tap("Copy Reset Password")
	d.Clock.Advance(40 * time.Second)
	d.Settle()
	require.Equal(t, password, d.clipboard.text)
	d.Clock.Advance(20 * time.Second)
	d.Settle()
	require.Empty(t, d.clipboard.text)
}

func TestTheEndOfTheWindowTakesACopiedPasswordOffTheClipboard(t *testing.T) {
	d := resetting(t)
	d.Tap("Copy Reset Password")
	d.actions.Close()
	require.Empty(t, d.clipboard.text)
}

func TestEscapeForgetsThePassword(t *testing.T) {
	d := resetting(t)
	d.Tap("Show")
	d.Key(fyne.KeyEscape)
	d.Settle()
	d.isClosed()
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	d.SeesNot(password)
}

func TestAPasswordWhoseFormWasClosedIsOfferedInTheCorner(t *testing.T) {
	d := newHarness(t)
	d.changes.secret, d.changes.hold = m365.NewSecret(password), newGate()
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	require.NoError(t, d.Robot.Tap("Reset password"))
	require.NoError(t, d.Robot.Tap("Close"))
	close(d.changes.hold.open)
	d.Settle()
	require.Len(t, d.Host.Toasts, 1)
	require.Greater(t, d.Host.Toasts[0].Waits, time.Hour, "the only way to the password does not go by itself")
	require.NotContains(t, d.Host.Toasts[0].Text, password)
	require.Equal(t, "Show password", d.Host.Toasts[0].Actions[0].Label)
	d.Host.Toasts[0].Actions[0].Do()
	d.Sees(firstLine, "New password")
	d.Tap("Show")
	d.Sees(password)
}

func TestASecretWaitsUntilItWasSeen(t *testing.T) {
	waits := "New password for Adele Vance in Contoso Dental was neither shown nor copied yet."
	sees := map[string]func(d *harness){
		"shown":  func(d *harness) { d.Tap("Show") },
		"copied": func(d *harness) { d.Tap("Copy Reset Password") },
		"offered, and then shown": func(d *harness) {
			d.Tap("Close")
			require.Equal(t, []string{waits}, d.actions.Unseen(), "closing the form alone is no look at it")
			d.Host.Toasts[0].Actions[0].Do()
			d.Tap("Show")
		},
		"offered, and not wanted": func(d *harness) {
			d.Tap("Close")
			d.Host.Toasts[0].Dismissed()
		},
		"offered for a day": func(d *harness) {
			d.Tap("Close")
			d.Clock.Advance(25 * time.Hour)
			d.Settle()
		},
	}
	for name, see := range sees {
		t.Run(name, func(t *testing.T) {
			d := resetting(t)
			require.Equal(t, []string{waits}, d.actions.Unseen())
			see(d)
			require.Empty(t, d.actions.Unseen())
		})
	}
}

func TestASecretThatIsBeingMadeWaitsToo(t *testing.T) {
	d := newHarness(t)
	d.changes.hold = newGate()
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	require.Empty(t, d.actions.Unseen())
	require.NoError(t, d.Robot.Tap("Reset password"))
	require.Equal(t, []string{"New password for Adele Vance in Contoso Dental is being made right now."}, d.actions.Unseen())
	close(d.changes.hold.open)
	d.Settle()
	require.Empty(t, d.actions.Unseen(), "none came of it")
}

func TestAChangeWithoutASecretKeepsNobody(t *testing.T) {
	d := newHarness(t)
	d.actions.Block(adele(contoso))
	d.Settle()
	d.Tap("Block sign-in")
	require.Empty(t, d.actions.Unseen())
}

func TestTheOptionsOfResetPasswordAreInThePlanThatIsCarriedOut(t *testing.T) {
	d := newHarness(t)
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	require.Equal(t, change.PasswordOptions{Length: 16, MustChange: true}, d.changes.intents[0].Password)
	d.Tap("Passphrase", "5 words", "7 words", "Must change password at next sign-in")
	last := d.changes.intents[len(d.changes.intents)-1]
	require.Equal(t, change.PasswordOptions{Passphrase: true, Length: 7}, last.Password)
	d.Tap("What will be sent")
	d.Sees(`"forceChangePasswordNextSignIn": false`)
	d.Tap("Generated password", "16 characters", "64 characters", "Reset password")
	last = d.changes.intents[len(d.changes.intents)-1]
	require.Equal(t, change.PasswordOptions{Length: 64}, last.Password)
	require.Len(t, d.changes.carried, 1)
}

func TestAFailedResetIsAskedAboutAnewBecauseAPasswordIsNotSentTwice(t *testing.T) {
	d := newHarness(t)
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Microsoft refused the password."}}
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	d.Tap("Reset password")
	d.Sees("Microsoft refused the password.")
	d.changes.do(func() { d.changes.results, d.changes.secret = nil, m365.NewSecret(password) })
	d.Tap("Retry", "Reset password")
	require.Empty(t, d.changes.retried)
	require.Len(t, d.changes.carried, 2)
	d.Sees("The password is reset.")
}

func TestAPasswordThatMayBeSetIsGivenWithWhatIsNotCertain(t *testing.T) {
	d := newHarness(t)
	d.changes.results[0] = change.StepResult{State: change.Unknown, Note: "No answer came."}
	d.changes.secret = m365.NewSecret(password)
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	d.Tap("Reset password")
	d.Sees("Not certain", "No answer came.", "New password")
	d.SeesNot("The password is reset.")
	require.True(t, d.Has("Retry"))
}

func TestAPassIsMadeWithinTheTenantsPolicy(t *testing.T) {
	d := newHarness(t)
	d.directory.policy = m365.TAPPolicy{Enabled: true, Shortest: 30 * time.Minute, Longest: 8 * time.Hour, Usual: 2 * time.Hour}
	d.changes.secret = m365.NewSecret("?8RnQ2*k")
	d.actions.CreateTAP(adele(contoso))
	d.Settle()
	require.Equal(t, []m365.TenantID{contoso.ID}, d.directory.tenants)
	require.Equal(t, change.TAPOptions{Lifetime: 2 * time.Hour}, d.changes.intents[0].TAP)
	d.Sees("Expires 2026-11-23 14:00:00")
	d.Tap("2 hours")
	require.True(t, d.Has("30 minutes"))
	require.True(t, d.Has("8 hours"))
	require.False(t, d.Has("10 minutes"))
	require.False(t, d.Has("12 hours"))
	d.Tap("4 hours", "One-time use")
	d.Sees("Expires 2026-11-23 16:00:00")
	d.Tap("What will be sent")
	d.Sees(`"isUsableOnce": true`, `"lifetimeInMinutes": 240`)
	d.Tap("Create Temporary Access Password")
	d.Sees("The Temporary Access Password is made.", "It expires 2026-11-23 16:00:00. The user can use it once.")
	d.SeesNot("?8RnQ2*k")
	d.Tap("Copy Temporary Access Password")
	require.Equal(t, "?8RnQ2*k", d.clipboard.text)
}

func TestAPolicyOfOneTimePassesLeavesNoChoice(t *testing.T) {
	d := newHarness(t)
	d.directory.policy = m365.TAPPolicy{Enabled: true, OnceOnly: true, Shortest: time.Hour, Longest: time.Hour}
	d.actions.CreateTAP(adele(contoso))
	d.Settle()
	d.Sees("It works once: the tenant's policy allows no other.")
	require.False(t, d.Has("One-time use"))
	require.Equal(t, change.TAPOptions{Lifetime: time.Hour, Once: true}, d.changes.intents[0].TAP)
}

func TestWherePassesAreOffTheFormSaysHowTheyAreTurnedOn(t *testing.T) {
	d := newHarness(t)
	d.actions.CreateTAP(adele(contoso))
	d.Settle()
	d.Sees(firstLine, "The policy for Temporary Access Passwords is off in Contoso Dental.", "Authentication methods > Policies")
	require.False(t, d.Has("What will be sent"))
	require.Empty(t, d.changes.intents)
	d.Tap("Close")
	d.isClosed()
}

func TestAPolicyThatCannotBeReadIsRetried(t *testing.T) {
	d := newHarness(t)
	d.directory.err = refusal("x", "")
	d.changes.planErr = refusal("The policy of Contoso Dental could not be read.", "")
	d.actions.CreateTAP(adele(contoso))
	d.Settle()
	d.Sees("The policy of Contoso Dental could not be read.")
	d.directory.do(func() {
		d.directory.err, d.directory.policy = nil, m365.TAPPolicy{Enabled: true, Usual: 4 * time.Hour}
	})
	d.changes.do(func() { d.changes.planErr = nil })
	d.Tap("Retry")
	d.Sees("Lifetime", "4 hours")
}

func TestAPolicyThatMayNotBeReadLeavesTheDecisionToMicrosoft(t *testing.T) {
	d := newHarness(t)
	d.directory.err = refusal("x", "")
	d.changes.notes = []string{"The tenant's policy could not be read: Microsoft may refuse this pass."}
	d.actions.CreateTAP(adele(contoso))
	d.Settle()
	d.Sees("Microsoft may refuse this pass.", "1 hour")
	d.Tap("Create Temporary Access Password")
	d.Sees("Done")
}

func TestAnAnswerToOlderOptionsIsNotConfirmed(t *testing.T) {
	d := newHarness(t)
	d.actions.ResetPassword(adele(contoso))
	d.Settle()
	require.NoError(t, d.Robot.Tap("Passphrase"))
	require.True(t, d.Disabled("Reset password"), "the plan of before is not carried out")
	d.Settle()
	d.Tap("Reset password")
	require.Len(t, d.changes.carried, 1)
}

func TestAPasswordThatWasNeitherShownNorCopiedIsOfferedAgain(t *testing.T) {
	d := resetting(t)
	d.Key(fyne.KeyEscape)
	d.Settle()
	d.isClosed()
	require.Len(t, d.Host.Toasts, 1)
	require.NotContains(t, d.Host.Toasts[0].Text, password)
	require.Equal(t, "Show password", d.Host.Toasts[0].Actions[0].Label)
	d.Host.Toasts[0].Actions[0].Do()
	d.Settle()
	d.Tap("Show")
	d.Sees(password)
}

func TestACopiedPasswordIsGoneSoonAfterTheComputerSlept(t *testing.T) {
	d := resetting(t)
	d.Tap("Copy Reset Password")
	d.Clock.Sleep(time.Hour)
	d.Clock.Advance(5 * time.Second)
	d.Settle()
	require.Empty(t, d.clipboard.text)
}

func TestACopiedPasswordLeavesTheClipboardWhereTheClockIsSetBack(t *testing.T) {
	d := resetting(t)
	d.Tap("Copy Reset Password")
	d.Clock.Sleep(-time.Hour)
	for range 12 {
		d.Clock.Advance(5 * time.Second)
		d.Settle()
	}
	require.Empty(t, d.clipboard.text)
}

package action_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const password = "Tz7!kw-Qm4x.R9pd"

// resetting is a desk whose password was just reset.
func resetting(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.changes.secret = m365.NewSecret(password)
	d.actions.ResetPassword(adele(contoso))
	d.settle()
	d.tap("Reset password")
	return d
}

func TestANewPasswordIsMaskedUntilItIsAskedFor(t *testing.T) {
	d := resetting(t)
	d.sees(firstLine, "The password is reset.", "New password", "asked for a password of their own")
	d.seesNot(password)
	d.tap("Show")
	d.sees(password)
	d.tap("Hide")
	d.seesNot(password)
	d.tap("Close")
	d.isClosed()
	require.Empty(t, d.clipboard.text)
}

func TestCopyResetPasswordCopiesThePasswordAlone(t *testing.T) {
	d := resetting(t)
	d.tap("Copy Reset Password")
	require.Equal(t, password, d.clipboard.text)
	d.sees("Copied. It is shown only here", "after 60 seconds")
	require.Empty(t, d.copied, "no other way to the clipboard is used")
}

func TestACopiedPasswordLeavesTheClipboardAfterAMinute(t *testing.T) {
	d := resetting(t)
	d.tap("Copy Reset Password")
	d.tap("Close")
	d.clock.pass(59 * time.Second)
	d.settle()
	require.Equal(t, password, d.clipboard.text)
	d.clock.pass(time.Second)
	d.settle()
	require.Empty(t, d.clipboard.text)
}

func TestWhatWasCopiedMeanwhileStaysOnTheClipboard(t *testing.T) {
	d := resetting(t)
	d.tap("Copy Reset Password")
	d.clipboard.text = "a phone number"
	d.clock.pass(time.Hour)
	d.settle()
	require.Equal(t, "a phone number", d.clipboard.text)
}

func TestCopyingAgainStartsTheMinuteAnew(t *testing.T) {
	d := resetting(t)
	d.tap("Copy Reset Password")
	d.clock.pass(40 * time.Second)
	d.tap("Copy Reset Password")
	d.clock.pass(40 * time.Second)
	d.settle()
	require.Equal(t, password, d.clipboard.text)
	d.clock.pass(20 * time.Second)
	d.settle()
	require.Empty(t, d.clipboard.text)
}

func TestTheEndOfTheWindowTakesACopiedPasswordOffTheClipboard(t *testing.T) {
	d := resetting(t)
	d.tap("Copy Reset Password")
	d.actions.Close()
	require.Empty(t, d.clipboard.text)
}

func TestEscapeForgetsThePassword(t *testing.T) {
	d := resetting(t)
	d.tap("Show")
	d.Key(fyne.KeyEscape)
	d.settle()
	d.isClosed()
	d.actions.ResetPassword(adele(contoso))
	d.settle()
	d.seesNot(password)
}

func TestAPasswordWhoseFormWasClosedIsOfferedInTheCorner(t *testing.T) {
	d := newDesk(t)
	d.changes.secret, d.changes.hold = m365.NewSecret(password), newGate()
	d.actions.ResetPassword(adele(contoso))
	d.settle()
	require.NoError(t, d.Tap("Reset password"))
	require.NoError(t, d.Tap("Close"))
	close(d.changes.hold.open)
	d.settle()
	require.Len(t, d.toasts, 1)
	require.Greater(t, d.toasts[0].Stay, time.Hour, "the only way to the password does not go by itself")
	require.NotContains(t, d.toasts[0].Text, password)
	require.Equal(t, "Show password", d.toasts[0].Actions[0].Label)
	d.toasts[0].Actions[0].Do()
	d.sees(firstLine, "New password")
	d.tap("Show")
	d.sees(password)
}

func TestTheOptionsOfResetPasswordAreInThePlanThatIsCarriedOut(t *testing.T) {
	d := newDesk(t)
	d.actions.ResetPassword(adele(contoso))
	d.settle()
	require.Equal(t, change.PasswordOptions{Length: 16, MustChange: true}, d.changes.intents[0].Password)
	d.tap("Passphrase", "5 words", "7 words", "Must change password at next sign-in")
	last := d.changes.intents[len(d.changes.intents)-1]
	require.Equal(t, change.PasswordOptions{Passphrase: true, Length: 7}, last.Password)
	d.tap("What will be sent")
	d.sees(`"forceChangePasswordNextSignIn": false`)
	d.tap("Generated password", "16 characters", "64 characters", "Reset password")
	last = d.changes.intents[len(d.changes.intents)-1]
	require.Equal(t, change.PasswordOptions{Length: 64}, last.Password)
	require.Len(t, d.changes.carried, 1)
}

func TestAFailedResetIsAskedAboutAnewBecauseAPasswordIsNotSentTwice(t *testing.T) {
	d := newDesk(t)
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Microsoft refused the password."}}
	d.actions.ResetPassword(adele(contoso))
	d.settle()
	d.tap("Reset password")
	d.sees("Microsoft refused the password.")
	d.changes.do(func() { d.changes.results, d.changes.secret = nil, m365.NewSecret(password) })
	d.tap("Retry", "Reset password")
	require.Empty(t, d.changes.retried)
	require.Len(t, d.changes.carried, 2)
	d.sees("The password is reset.")
}

func TestAPasswordThatMayBeSetIsGivenWithWhatIsNotCertain(t *testing.T) {
	d := newDesk(t)
	d.changes.results[0] = change.StepResult{State: change.Unknown, Note: "No answer came."}
	d.changes.secret = m365.NewSecret(password)
	d.actions.ResetPassword(adele(contoso))
	d.settle()
	d.tap("Reset password")
	d.sees("Not certain", "No answer came.", "New password")
	d.seesNot("The password is reset.")
	require.True(t, d.Has("Retry"))
}

func TestAPassIsMadeWithinTheTenantsPolicy(t *testing.T) {
	d := newDesk(t)
	d.directory.policy = m365.TAPPolicy{Enabled: true, Shortest: 30 * time.Minute, Longest: 8 * time.Hour, Usual: 2 * time.Hour}
	d.changes.secret = m365.NewSecret("?8RnQ2*k")
	d.actions.CreatePass(adele(contoso))
	d.settle()
	require.Equal(t, []m365.TenantID{contoso.ID}, d.directory.tenants)
	require.Equal(t, change.TAPOptions{Lifetime: 2 * time.Hour}, d.changes.intents[0].TAP)
	d.sees("Expires 2026-11-23 14:00:00")
	d.tap("2 hours")
	require.True(t, d.Has("30 minutes"))
	require.True(t, d.Has("8 hours"))
	require.False(t, d.Has("10 minutes"))
	require.False(t, d.Has("12 hours"))
	d.tap("4 hours", "One-time use")
	d.sees("Expires 2026-11-23 16:00:00")
	d.tap("What will be sent")
	d.sees(`"isUsableOnce": true`, `"lifetimeInMinutes": 240`)
	d.tap("Create pass")
	d.sees("The pass is made.", "It expires 2026-11-23 16:00:00. The user can use it once.")
	d.seesNot("?8RnQ2*k")
	d.tap("Copy Temporary Access Password")
	require.Equal(t, "?8RnQ2*k", d.clipboard.text)
}

func TestAPolicyOfOneTimePassesLeavesNoChoice(t *testing.T) {
	d := newDesk(t)
	d.directory.policy = m365.TAPPolicy{Enabled: true, OnceOnly: true, Shortest: time.Hour, Longest: time.Hour}
	d.actions.CreatePass(adele(contoso))
	d.settle()
	d.sees("It works once: the tenant's policy allows no other.")
	require.False(t, d.Has("One-time use"))
	require.Equal(t, change.TAPOptions{Lifetime: time.Hour, Once: true}, d.changes.intents[0].TAP)
}

func TestWherePassesAreOffTheFormSaysHowTheyAreTurnedOn(t *testing.T) {
	d := newDesk(t)
	d.actions.CreatePass(adele(contoso))
	d.settle()
	d.sees(firstLine, "Temporary Access Pass is off in Contoso Dental.", "Authentication methods > Policies")
	require.False(t, d.Has("Create pass"))
	require.Empty(t, d.changes.intents)
	d.tap("Close")
	d.isClosed()
}

func TestAPolicyThatCannotBeReadIsRetried(t *testing.T) {
	d := newDesk(t)
	d.directory.err = refusal("x", "")
	d.changes.planErr = refusal("The policy of Contoso Dental could not be read.", "")
	d.actions.CreatePass(adele(contoso))
	d.settle()
	d.sees("The policy of Contoso Dental could not be read.")
	d.directory.do(func() {
		d.directory.err, d.directory.policy = nil, m365.TAPPolicy{Enabled: true, Usual: 4 * time.Hour}
	})
	d.changes.do(func() { d.changes.planErr = nil })
	d.tap("Retry")
	d.sees("Lifetime", "4 hours")
}

func TestAPolicyThatMayNotBeReadLeavesTheDecisionToMicrosoft(t *testing.T) {
	d := newDesk(t)
	d.directory.err = refusal("x", "")
	d.changes.notes = []string{"The tenant's policy could not be read: Microsoft may refuse this pass."}
	d.actions.CreatePass(adele(contoso))
	d.settle()
	d.sees("Microsoft may refuse this pass.", "1 hour")
	d.tap("Create pass")
	d.sees("Done")
}

func TestAnAnswerToOlderOptionsIsNotConfirmed(t *testing.T) {
	d := newDesk(t)
	d.actions.ResetPassword(adele(contoso))
	d.settle()
	require.NoError(t, d.Tap("Passphrase"))
	require.True(t, d.Disabled("Reset password"), "the plan of before is not carried out")
	d.settle()
	d.tap("Reset password")
	require.Len(t, d.changes.carried, 1)
}

func TestAPasswordThatWasNeitherShownNorCopiedIsOfferedAgain(t *testing.T) {
	d := resetting(t)
	d.Key(fyne.KeyEscape)
	d.settle()
	d.isClosed()
	require.Len(t, d.toasts, 1)
	require.NotContains(t, d.toasts[0].Text, password)
	require.Equal(t, "Show password", d.toasts[0].Actions[0].Label)
	d.toasts[0].Actions[0].Do()
	d.settle()
	d.tap("Show")
	d.sees(password)
}

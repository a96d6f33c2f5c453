package action_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
)

// reset resets the passwords of some users, of whom the fourth is uncertain and the third fails.
func (d *harness) reset(count int) {
	d.changes.passwords = true
	d.changes.ends = map[string]change.StepResult{
		"u2": failed("The role is too low."),
		"u3": {State: change.Unknown, Failure: &m365.Failure{What: "It is not known whether this was done."}},
	}
	d.many("Reset Password", crowd(count))
	d.Tap("Passphrase", "Must change password at next sign-in", "Check 6 users")
}

func TestEachOfManyGetsAPasswordThatIsShownOnRequest(t *testing.T) {
	d := newHarness(t)
	d.reset(6)
	require.Equal(t, change.PasswordOptions{Passphrase: true, Length: 5}, d.changes.intents[0].Password)
	d.Sees("Ready", "6 users in 2 tenants")
	d.Tap("Reset password of 6 users")
	require.NotContains(t, strings.Join(d.Texts(), " "), "Pass-of")
	d.Tap("Show passwords (5)")
	d.Sees("Pass-of-u0", "Pass-of-u5", "User 0 (u0@msp.example) in Contoso Dental", "Not certain",
		"Of 1 user it is not known whether the password was set. Try it. Where it does not work, reset it again.")
	require.False(t, d.Has("Pass-of-u2"))
	d.Tap("Copy the password of User 4")
	require.Equal(t, "Pass-of-u4", d.clipboard.text)
	require.Empty(t, d.clipboard.plain, "no history of the clipboard keeps it")
	require.Empty(t, d.actions.Unseen())
	d.Tap("Close")
	d.begin(d.actions.ManyItems(action.Picked{Count: 2}), "Show Reset Password, 6 users")
	require.False(t, d.Has("Show passwords (5)"), "they are gone")
}

func TestPasswordsOfManyGoToAFileOnlyOnRequestAndWithAWarning(t *testing.T) {
	d := newHarness(t)
	d.reset(6)
	d.Tap("Reset password of 6 users")
	require.Empty(t, d.Host.Exports)
	d.Tap("Show passwords (5)", "Save to a file")
	export := d.Host.Exports[0]
	require.Contains(t, export.Warning, "Whoever opens the file can sign in as these users.")
	var last table.Row
	require.NoError(t, export.Source.Each(t.Context(), export.Query, func(row table.Row) error {
		last = row
		return nil
	}))
	require.Equal(t, []string{"User 5", "u5@msp.example", "Fabrikam Legal", "Done", "Pass-of-u5"}, cellTexts(last))
	export.Saved()
	d.Sees("The passwords are saved to the file.")
}

func cellTexts(row table.Row) []string {
	texts := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		texts[i] = cell.Text
	}
	return texts
}

func TestPasswordsOfManyThatNobodySawAreOfferedAgainAndTheWindowAsksBeforeItCloses(t *testing.T) {
	d := newHarness(t)
	d.reset(6)
	d.Tap("Reset password of 6 users")
	require.Equal(t, []string{"5 new passwords were neither shown nor saved yet: Reset Password, 6 users."}, d.actions.Unseen())
	d.Tap("Close")
	toast := d.Host.Toasts[0]
	require.Equal(t, page.Trouble, toast.Mood)
	require.Equal(t, "Show passwords", toast.Actions[0].Label)
	toast.Actions[0].Do()
	d.Settle()
	d.Sees("Pass-of-u0")
	d.Tap("Back")
	d.Sees("Show passwords (5)")
}

func TestPasswordsOfManyAreGivenUpWithTheMessageThatOffersThem(t *testing.T) {
	d := newHarness(t)
	d.reset(6)
	d.Tap("Reset password of 6 users", "Close")
	d.Host.Toasts[0].Dismissed()
	require.Empty(t, d.actions.Unseen())
}

func TestTheOptionsOfManyCanBeGoneBackTo(t *testing.T) {
	d := newHarness(t)
	d.reset(6)
	d.Tap("Back")
	d.Sees("Nothing is sent before you have seen what.")
	d.Tap("Generated password", "Check 6 users")
	require.Equal(t, 16, d.changes.intents[len(d.changes.intents)-1].Password.Length)
	d.Tap("Reset password of 6 users")
	require.Len(t, d.carried(), 6)
}

package action_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// adeleLive is Adele as Microsoft shows her.
func adeleLive() m365.Details {
	user := adele(contoso).User
	user.JobTitle, user.Department, user.MailNickname = "Clerk", "Sales", "adele.vance"
	return m365.Details{User: user, Manager: &m365.Person{
		Key: m365.UserKey{Tenant: contoso.ID, ID: "00000001-0000-4000-8000-000000000009"}, DisplayName: "Megan Bowen",
	}}
}

func editing(t *testing.T) *harness {
	t.Helper()
	d := newHarness(t)
	d.edit()
	return d
}

// edit opens the form on Adele.
func (d *harness) edit() {
	d.T.Helper()
	synced := d.directory.user.OnPremisesSynced
	d.directory.user = adeleLive()
	d.directory.user.OnPremisesSynced = synced
	d.directory.people = []m365.Person{
		{Key: m365.UserKey{Tenant: contoso.ID, ID: "00000001-0000-4000-8000-000000000007"}, DisplayName: "Lee Gu", UserPrincipalName: "lee.gu@contoso.com"},
	}
	d.actions.EditUser(adele(contoso))
	d.Settle()
}

func (d *harness) says(name, text string) {
	d.T.Helper()
	shown, err := d.TextOf(name)
	require.NoError(d.T, err)
	require.Equal(d.T, text, shown)
}

func TestAnEditBeginsFromWhatMicrosoftShowsAndSendsWhatWasChanged(t *testing.T) {
	d := editing(t)
	d.Sees("Edit User", firstLine, "Identity", "Work", "Address and Phones", "Nothing is changed yet.", "Megan Bowen", "United Kingdom (GB)")
	d.says("Job Title", "Clerk")
	d.says("User Principal Name", "adele.vance")
	d.fits()
	require.Equal(t, "Nothing is changed yet", d.Why("Review changes"))

	d.TypeIn("Job Title", "Head Clerk ")
	d.TypeIn("Department", "")
	d.Tap("Megan Bowen")
	d.TypeIn("Search users", "Lee")
	d.Press(fyne.KeyReturn)
	d.Sees("3 fields changed.", "Lee Gu")
	d.Tap("Review changes")
	d.Sees("Set jobTitle to Head Clerk", "Set Manager to Lee Gu")
	require.Equal(t, change.Intent{
		Action: change.EditUser, User: adele(contoso).User.Key, Writes: []change.Write{
			{Kind: change.SetField, Subject: "jobTitle", Before: "Clerk", After: "Head Clerk"},
			{Kind: change.SetField, Subject: "department", Before: "Sales"},
			{Kind: change.SetManager, Subject: "manager", Before: "Megan Bowen", After: "Lee Gu", Detail: map[string]string{
				"from": "00000001-0000-4000-8000-000000000009", "to": "00000001-0000-4000-8000-000000000007",
			}},
		},
	}, d.changes.intents[0])
	d.Tap("What will be sent")
	d.Sees(`"department": null`, `"jobTitle": "Head Clerk"`, "PUT /v1.0/users/")
	d.Tap("Back")
	d.says("Job Title", "Head Clerk ")
	d.Tap("Review changes", "Save changes")
	require.Len(t, d.changes.carried, 1)
}

func TestAUsageLocationIsClearedWithNone(t *testing.T) {
	d := editing(t)
	d.Tap("United Kingdom (GB)")
	d.TypeIn("Search countries", "none")
	d.Press(fyne.KeyReturn)
	d.Tap("Review changes")
	require.Equal(t, []change.Write{{Kind: change.SetField, Subject: change.UsageLocation, Before: "GB"}}, d.changes.intents[0].Writes)
}

func TestTheEditOfAnAdministratorIsAskedTwice(t *testing.T) {
	d := editing(t)
	d.changes.admin = []string{"Global Administrator"}
	d.TypeIn("Job Title", "Head Clerk")
	d.Tap("Review changes", "Save changes")
	require.Empty(t, d.changes.carried)
	d.Tap("Yes, this user is meant", "Save changes")
	require.Len(t, d.changes.carried, 1)
}

func TestABadValueHasASentenceAtItsFieldAndNothingIsLost(t *testing.T) {
	d := editing(t)
	d.TypeIn("Employee ID", "12345678901234567")
	d.TypeIn("User Principal Name", "a b")
	d.TypeIn("Job Title", "Head Clerk")
	d.Tap("Review changes")
	d.Sees("Microsoft takes at most 16 characters here; this is 17.", "letters without accents", "Look at User Principal Name and Employee ID.")
	require.Empty(t, d.changes.intents, "nothing was planned")
	d.says("Job Title", "Head Clerk")
	d.fits()
	d.TypeIn("Employee ID", "E-1")
	d.SeesNot("at most 16 characters")
	d.TypeIn("User Principal Name", "adele")
	d.Tap("contoso.com", "contoso.onmicrosoft.com", "Review changes")
	require.Contains(t, d.changes.intents[0].Writes, change.Write{
		Kind: change.SetField, Subject: change.Username, Before: "adele.vance@contoso.com", After: "adele@contoso.onmicrosoft.com",
	})
}

func TestWhatAColleagueChangedMeanwhileIsChosenAtItsField(t *testing.T) {
	for choice, want := range map[string]string{"Keep theirs": "Director", "Use mine": "Head Clerk"} {
		t.Run(choice, func(t *testing.T) {
			d := editing(t)
			d.TypeIn("Job Title", "Head Clerk")
			d.TypeIn("Department", "Law")
			d.changes.planErr = &change.Refusal{Reason: change.ErrFields, Objections: []change.Objection{
				{Field: "jobTitle", Changed: true, Now: "Director", Why: "Somebody changed it meanwhile: it is “Director” now."},
			}}
			d.Tap("Review changes")
			d.Sees("Somebody changed it meanwhile: it is “Director” now.", "Look at Job Title.")
			d.Tap(choice)
			d.says("Job Title", want)
			d.SeesNot("Somebody changed it meanwhile")
			d.changes.planErr = nil
			d.Tap("Review changes")
			writes := d.changes.intents[1].Writes
			require.Equal(t, choice == "Use mine", len(writes) == 2)
			if choice == "Use mine" {
				require.Equal(t, change.Write{Kind: change.SetField, Subject: "jobTitle", Before: "Director", After: "Head Clerk"}, writes[0])
			}
		})
	}
}

func TestLockedFieldsSayWhy(t *testing.T) {
	d := newHarness(t)
	d.directory.user = adeleLive()
	d.directory.user.OnPremisesSynced = true
	d.actions.EditUser(adele(contoso))
	d.Settle()
	d.Sees("This user is synced from on-premises")
	require.True(t, d.Disabled("Job Title"))
	require.Equal(t, "Synced from on-premises", d.Why("Megan Bowen"))
	require.True(t, d.CanTap("United Kingdom (GB)"), "the usage location is the cloud's own")
}

func TestAUserWhoCannotBeReadIsAskedForAgain(t *testing.T) {
	d := newHarness(t)
	d.directory.user, d.directory.err = adeleLive(), refusal("Could not read the user.", "Retry.")
	d.actions.EditUser(adele(contoso))
	d.Settle()
	d.Sees("Could not read the user.")
	d.directory.err = nil
	d.Tap("Retry")
	d.says("Job Title", "Clerk")
}

func TestAnEditThatMicrosoftRefusesLeadsBackToTheForm(t *testing.T) {
	d := editing(t)
	d.TypeIn("Job Title", "Head Clerk")
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Refused."}}
	d.Tap("Review changes", "Save changes")
	d.Sees("Refused.")
	d.Tap("Back")
	d.says("Job Title", "Head Clerk")
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	d := editing(t)
	d.KeepsTyped([]string{"Employee ID", "Job Title", "First Name"})
	d.Tap("Review changes")
	require.Len(t, d.changes.intents[0].Writes, 3)
	d.Tap("Back")
	d.says("Employee ID", "nor")

	other := newHarness(t)
	other.actions.AddMethod(adele(contoso), nil)
	other.Settle()
	other.KeepsTyped([]string{"Phone number"})
}

func TestEscapeDropsNothingThatWasFilledInUnasked(t *testing.T) {
	d := editing(t)
	d.TypeIn("Job Title", "Head Clerk")
	d.Press(fyne.KeyEscape)
	d.Sees("What you filled in is dropped.")
	d.Press(fyne.KeyReturn, fyne.KeyEscape)
	d.says("Job Title", "Head Clerk")
	d.Tap("Review changes")
	d.Press(fyne.KeyEscape)
	d.Tap("Drop")
	d.isClosed()

	d.edit()
	d.Press(fyne.KeyEscape)
	d.isClosed()
}

package action_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// managing is a window with something of everything to manage.
func managing(t *testing.T) *harness {
	t.Helper()
	d := newHarness(t)
	d.directory.roles = []m365.Role{
		{ID: "r-user", Name: "User Administrator", Description: "Can manage all aspects of users and groups."},
		{ID: "r-reader", Name: "Global Reader", Description: "Can read everything that a Global Administrator can."},
		{ID: "r-teams", Name: "Teams Administrator"},
		{ID: "r-help", Name: "Helpdesk Administrator"},
	}
	d.directory.held = []m365.HeldRole{
		{Role: m365.Role{ID: "r-user", Name: "User Administrator"}, AssignmentID: "a-1", Scope: "/"},
		{Role: m365.Role{ID: "r-teams", Name: "Teams Administrator"}, AssignmentID: "a-2", Scope: "/", Group: m365.GroupName{ID: "g-it", Name: "IT Staff"}},
		{Role: m365.Role{ID: "r-help", Name: "Helpdesk Administrator"}, AssignmentID: "a-3", Scope: "/administrativeUnits/leeds", ScopeName: "Leeds only"},
		{Role: m365.Role{ID: "r-reader", Name: "Global Reader"}, AssignmentID: "e-1", Scope: "/", Eligible: true},
	}
	d.directory.skus = []m365.SKU{
		{ID: "s-bp", Name: "Microsoft 365 Business Premium", Enabled: 25, Consumed: 13},
		{ID: "s-visio", Name: "Visio Plan 2", Enabled: 5, Consumed: 5},
		{ID: "s-teams", Name: "Microsoft Teams Rooms Pro", Enabled: 3, Consumed: 1},
		{ID: "s-p2", Name: "Microsoft Entra ID P2", Enabled: 10, Consumed: 2},
	}
	d.directory.licenses = []m365.HeldLicense{
		{SKU: "s-teams", Name: "Microsoft Teams Rooms Pro", State: m365.LicenseActive, Direct: true},
		{SKU: "s-p2", Name: "Microsoft Entra ID P2", State: m365.LicenseActive, Groups: []m365.GroupName{{ID: "g-sec", Name: "Security Staff"}}},
	}
	d.directory.groups = []m365.Group{
		{ID: "g-fin", Name: "Finance", Type: m365.Microsoft365Group, Mail: "finance@contoso.com"},
		{ID: "g-dyn", Name: "Everyone in Leeds", Type: m365.SecurityGroup, Dynamic: true},
		{ID: "g-dist", Name: "Newsletter", Type: m365.DistributionGroup, Mail: "news@contoso.com"},
		{ID: "g-sync", Name: "Domain Users", Type: m365.SecurityGroup, OnPremisesSynced: true},
		{ID: "g-lab", Name: "Lab", Type: m365.SecurityGroup, AssignableToRole: true},
	}
	d.directory.member = []m365.Group{
		{ID: "g-lab", Name: "Lab", Type: m365.SecurityGroup},
		{ID: "g-dyn", Name: "Everyone in Leeds", Type: m365.SecurityGroup, Dynamic: true},
	}
	return d
}

func TestManagingRolesShowsWhatIsHeldAndWhatCouldBe(t *testing.T) {
	d := managing(t)
	d.actions.ManageRoles(adele(contoso))
	d.Sees("Reading what the user has", "Reading what could be added")
	d.Settle()
	d.Sees(firstLine, "Through the group IT Staff: remove the user from the group", "Leeds only", "Nothing is changed yet.")
	require.False(t, d.Has("Remove Teams Administrator"))
	require.False(t, d.Has("Add User Administrator"))
	require.False(t, d.Has("Add Teams Administrator"))
	require.False(t, d.Has("Remove Global Reader"), "eligible is not assigned")
	require.True(t, d.Has("Add Global Reader"))
	d.Sees("Assigned already", "Assigned through the group IT Staff")
	require.True(t, d.Has("Add Helpdesk Administrator"), "held over a part of the tenant, it can be given for the whole")
	require.Equal(t, "Nothing is changed yet", d.Why("Apply"))
	d.fits()
}

func TestWhatIsAddedMovesNothingThatIsThere(t *testing.T) {
	d := managing(t)
	d.actions.ManageLicenses(adele(contoso))
	d.Settle()
	places := func() (all []fyne.Position) {
		for _, name := range []string{"Remove Microsoft Teams Rooms Pro", "Microsoft Entra ID P2", "Apply"} {
			place, err := d.PlaceOf(name)
			require.NoError(t, err)
			all = append(all, place)
		}
		return all
	}
	before := places()
	d.Tap("Add Microsoft 365 Business Premium")
	d.Sees("Adding")
	require.Equal(t, before, places())
}

func TestWhatIsTakenBackMovesNothingBelowIt(t *testing.T) {
	d := managing(t)
	d.actions.ManageRoles(adele(contoso))
	d.Settle()
	d.Tap("Add Global Reader", "Add Helpdesk Administrator")
	place := func() fyne.Position {
		at, err := d.PlaceOf("Do not add Helpdesk Administrator")
		require.NoError(t, err)
		return at
	}
	before := place()
	d.Tap("Do not add Global Reader")
	require.Equal(t, before, place())
	d.Sees("Add 1: Helpdesk Administrator")
	d.Tap("Add Global Reader again")
	d.Sees("Add 2: Helpdesk Administrator, Global Reader")
	require.Equal(t, before, place())
	d.Tap("Do not add Global Reader", "Do not add Helpdesk Administrator")
	d.SeesNot("Adding")
	require.False(t, d.Has("Add Global Reader again"), "nothing is below that could move")
}

func TestManagedRolesAreSentAsTheyWereChosen(t *testing.T) {
	d := managing(t)
	d.actions.ManageRoles(adele(contoso))
	d.Settle()
	d.Tap("Add Global Reader", "Remove User Administrator", "Remove Helpdesk Administrator")
	d.Sees("Add 1: Global Reader", "Remove 2: User Administrator, Helpdesk Administrator", "Adding", "Removing")
	d.Tap("Keep User Administrator")
	d.Sees("Remove 1: Helpdesk Administrator")
	d.Tap("Apply")
	d.Sees(firstLine, "Add the role Global Reader", "Remove the role Helpdesk Administrator")
	intent := d.changes.intents[0]
	require.Equal(t, adele(contoso).User.Key, intent.User)
	require.Equal(t, change.ManageRoles, intent.Action)
	require.Equal(t, []change.Write{
		{Kind: change.TakeRole, Subject: "r-help", Name: "Helpdesk Administrator", Detail: map[string]string{"assignment": "a-3", "scope": "/administrativeUnits/leeds"}},
		{Kind: change.AddRole, Subject: "r-reader", Name: "Global Reader", Detail: map[string]string{"scope": "/"}},
	}, intent.Writes)
	d.Tap("What will be sent")
	d.Sees("DELETE /v1.0/roleManagement/directory/roleAssignments/a-3", `"roleDefinitionId": "r-reader"`)
	d.changes.results[1] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Your role is too low."}}
	d.Tap("Change roles")
	d.Sees("1 of 2 steps done", "Done", "Failed", "Your role is too low.")
	d.fits()
	d.changes.do(func() { d.changes.results = nil })
	d.Tap("Retry")
	d.Sees("2 of 2 steps done")
	d.Tap("Close")
	d.isClosed()
}

func TestBackReturnsToWhatWasChosen(t *testing.T) {
	d := managing(t)
	d.actions.ManageRoles(adele(contoso))
	d.Settle()
	d.Tap("Add Global Reader", "Apply", "Back")
	d.Sees("Add 1: Global Reader", "Adding")
	d.Tap("Do not add Global Reader")
	require.True(t, d.Disabled("Apply"))
	d.Tap("Remove User Administrator")
	require.NoError(t, d.Robot.Tap("Apply"))
	require.NoError(t, d.Robot.Tap("Back"))
	d.Settle()
	d.Sees("Remove 1: User Administrator")
	require.True(t, d.Has("Apply"), "the plan that came later does not take the form away")
	d.Tap("Cancel")
	d.isClosed()
}

func TestASearchNarrowsWhatCouldBeAdded(t *testing.T) {
	d := managing(t)
	d.actions.ManageRoles(adele(contoso))
	d.Settle()
	d.TypeIn("Search roles", "READER")
	require.True(t, d.Has("Add Global Reader"))
	require.False(t, d.Has("Add Helpdesk Administrator"))
	d.TypeIn("Search roles", "nothing like it")
	d.Sees("No roles match.")
}

func TestLicensesSayHowManyUnitsAreLeft(t *testing.T) {
	d := managing(t)
	d.actions.ManageLicenses(adele(contoso))
	d.Settle()
	d.Sees("12 of 25 units left", "No units left: 5 of 5 are assigned", "Assigned through the group Security Staff",
		"Through the group Security Staff: remove the user from the group")
	require.False(t, d.Has("Add Visio Plan 2"))
	require.False(t, d.Has("Remove Microsoft Entra ID P2"))
	require.False(t, d.Has("Choose usage location"))
	d.Tap("Add Microsoft 365 Business Premium", "Remove Microsoft Teams Rooms Pro", "Apply")
	intent := d.changes.intents[0]
	require.Equal(t, []change.Write{
		{Kind: change.TakeLicense, Subject: "s-teams", Name: "Microsoft Teams Rooms Pro"},
		{Kind: change.AddLicense, Subject: "s-bp", Name: "Microsoft 365 Business Premium"},
	}, intent.Writes)
	require.Empty(t, intent.UsageLocation)
}

func TestALicenseAsksForAMissingUsageLocation(t *testing.T) {
	d := managing(t)
	subject := adele(contoso)
	subject.User.UsageLocation = ""
	d.actions.ManageLicenses(subject)
	d.Settle()
	d.Sees("The user has no usage location.")
	d.Tap("Remove Microsoft Teams Rooms Pro")
	require.False(t, d.Disabled("Apply"), "taking a license needs no usage location")
	d.Tap("Add Microsoft 365 Business Premium")
	require.Equal(t, "Choose the usage location first", d.Why("Apply"))
	d.Tap("Choose usage location")
	d.TypeIn("Search countries", "united king")
	d.Key(fyne.KeyReturn)
	d.Settle()
	d.Tap("Apply")
	require.Equal(t, "GB", d.changes.intents[0].UsageLocation)
	d.Sees("Set the usage location to GB")
}

func TestGroupsThatCannotBeChangedHereSayWhy(t *testing.T) {
	d := managing(t)
	d.actions.ManageGroups(adele(contoso))
	d.Settle()
	d.Sees("Members follow a rule", "Mail-enabled: change it in the Exchange admin center",
		"Synced from on-premises: change it there", "A member already", "Microsoft 365 · finance@contoso.com")
	for _, name := range []string{"Add Everyone in Leeds", "Add Newsletter", "Add Domain Users", "Add Lab", "Remove Everyone in Leeds"} {
		require.False(t, d.Has(name), name)
	}
	d.Tap("Add Finance", "Remove Lab", "Apply")
	require.Equal(t, []change.Write{
		{Kind: change.TakeGroup, Subject: "g-lab", Name: "Lab"},
		{Kind: change.AddGroup, Subject: "g-fin", Name: "Finance"},
	}, d.changes.intents[0].Writes)
	for _, tenant := range d.directory.tenants {
		require.Equal(t, contoso.ID, tenant)
	}
}

func TestLettersTypedWhileMicrosoftSearchesMakeOneMoreSearch(t *testing.T) {
	d := managing(t)
	d.actions.ManageGroups(adele(contoso))
	d.Settle()
	d.directory.do(func() { d.directory.hold, d.directory.searches = newGate(), nil })
	require.NoError(t, d.Type("Search groups", "fin"))
	d.Sees("Searching")
	require.True(t, d.Has("Add Finance"), "what was found before stays until the answer is there")
	close(d.directory.hold.open)
	d.Settle()
	require.Equal(t, "fin", d.directory.searches[len(d.directory.searches)-1])
	require.LessOrEqual(t, len(d.directory.searches), 2)
	require.True(t, d.Has("Add Finance"))
	require.False(t, d.Has("Add Lab"))
}

func TestListsThatCannotBeReadSayWhyAndAreRetried(t *testing.T) {
	d := managing(t)
	d.directory.err = refusal("Contoso Dental did not answer.", "Check the network.")
	d.actions.ManageRoles(adele(contoso))
	d.Settle()
	d.Sees("Contoso Dental did not answer. Check the network.")
	require.True(t, d.Disabled("Apply"))
	d.directory.do(func() { d.directory.err = nil })
	d.Tap("Retry")
	d.Tap("Retry")
	d.Sees("Leeds only")
	require.True(t, d.Has("Add Global Reader"))
}

func TestAUserWithoutAnythingIsSaidSo(t *testing.T) {
	d := newHarness(t)
	d.actions.ManageGroups(adele(contoso))
	d.Settle()
	d.Sees("The user has no groups.", "No groups match.")
}

func TestManagingFitsWithLongNamesAndLongLists(t *testing.T) {
	d := newHarness(t)
	long := strings.Repeat("Sehr lange Gruppe ", 11)
	for i := range 200 {
		d.directory.groups = append(d.directory.groups, m365.Group{ID: fmt.Sprint(i), Name: fmt.Sprint(long, i), Type: m365.SecurityGroup, Mail: long})
	}
	d.directory.member = d.directory.groups[100:]
	subject := adele(contoso)
	subject.User.DisplayName, subject.User.UserPrincipalName, subject.Tenant.Name = long, long, long
	d.actions.ManageGroups(subject)
	d.Settle()
	d.fits()
	d.Tap("Add "+long+"0", "Add "+long+"1")
	d.fits()
	d.Tap("Apply")
	d.fits()
}

package create_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestNamesAreProposedByTheHabitOfTheTenant(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	require.Equal(t, "Noor Haddad", d.text("Full Name"))
	require.Equal(t, "noor.haddad", d.text("Username"))
	require.Equal(t, "noor.haddad", d.text("Alias"))
	d.Sees("noor.haddad@contoso.com", "Free.")
	d.TypeIn("Username", "noor")
	d.TypeIn("Last Name", "Haddad-Bell")
	d.Pass(time.Second)
	require.Equal(t, "noor", d.text("Username"), "what a person wrote stays")
	require.Equal(t, "Noor Haddad-Bell", d.text("Full Name"))
	d.Tap("Contoso Dental (contoso.com)", "Fabrikam Legal (fabrikam.com)")
	d.Settle()
	require.Equal(t, "Haddad-Bell, Noor", d.text("Full Name"))
	d.Sees("noor@fabrikam.com")
}

func TestAUsernameThatIsTakenIsSaidWithOthersThatAreFree(t *testing.T) {
	d := open(t)
	d.taken["avance@contoso.com"] = "Taken: an alias of Ada Vance."
	d.fillIn("Adele", "Vance")
	d.Sees("Taken: Adele Vance has this username. Free: a.vance, adele.vance2.")
	require.Equal(t, "Look at Username", d.Why("Create User and Close"))
	d.TypeIn("Username", "a.vance")
	d.Pass(time.Second)
	d.Tap("Create User and Close")
	require.Len(t, d.created, 1)
}

func TestLimitsAreSaidAtTheField(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.TypeIn("Employee ID", "12345678901234567")
	d.Sees("Microsoft takes at most 16 characters here; this is 17.")
	require.Equal(t, "Look at Employee ID", d.Why("Create User and Close"))
	d.TypeIn("Employee ID", "17")
	d.TypeIn("Username", "noör")
	d.Sees("Microsoft takes letters without accents")
}

func TestWhatWasChosenIsAskedForInOnePlan(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.Tap("No manager", "Licenses", "Microsoft 365 Business Premium")
	d.Sees("Microsoft assigns no license without it.", "No units left: 12 of 12 are assigned", "3 of 25 left")
	require.Equal(t, "Choose the usage location on the tab Licenses", d.Why("Create User and Continue"))
	d.Tap("None")
	d.TypeIn("Search countries", "United K")
	d.Tap("United Kingdom (GB)", "Groups", "Reception", "Roles", "Global Reader")
	d.Sees("Set the manager: Miriam Graham", "Assign Microsoft 365 Business Premium", "Add to Reception", "Give the role Global Reader")
	d.Tap("Create User and Continue")
	require.Len(t, d.created, 1)
	creation := d.created[0]
	require.Equal(t, m365.UserKey{Tenant: contoso.ID}, creation.Intent.User)
	require.True(t, creation.Intent.Password.MustChange)
	var kinds []change.WriteKind
	for _, write := range creation.Intent.Writes {
		kinds = append(kinds, write.Kind)
	}
	require.Equal(t, []change.WriteKind{change.MakeUser, change.SetManager, change.AddLicense, change.AddGroup, change.AddRole}, kinds)
	require.Equal(t, "noor.haddad@contoso.com", creation.Intent.Writes[0].Subject)
	require.Equal(t, "GB", creation.Intent.Writes[0].Detail[change.UsageLocation])

	key := m365.UserKey{Tenant: contoso.ID, ID: "new"}
	creation.Created(key)
	require.Equal(t, []page.Route{{Page: page.User, User: key}}, d.Host.Routes)
}

func TestWhatThePlanHasAgainstFieldsIsSaidThere(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.Tap("Roles", "Create User and Close")
	d.created[0].Objected([]change.Objection{{Field: change.Username, Why: "Taken: Noora Hadad has this username."}})
	d.Settle()
	d.Sees("Taken: Noora Hadad has this username.")
	require.Equal(t, "Noor Haddad", d.text("Full Name"), "nothing that was filled in is lost")
}

func TestADraftComesBackAsItWasLeft(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.Tap("Groups", "Analysts")
	kept := d.page.Save()
	d.page.Close()
	d.openPage("")
	d.page.Restore(kept)
	d.page.Changed(page.Everything())
	d.Settle()
	d.Sees("noor.haddad@contoso.com", "Add to Analysts")
	d.Pass(time.Second)
	d.Tap("Create User and Close")
	require.Len(t, d.created, 1)
	d.created[0].Created(m365.UserKey{Tenant: contoso.ID, ID: "new"})
	require.Equal(t, []page.Route{{Page: page.Users, Tenant: contoso.ID, TenantName: "Contoso Dental"}}, d.Host.Routes)
	d.page.Restore(d.page.Save())
	require.Empty(t, d.text("Full Name"), "the next user begins anew")
}

func TestAUserWhoIsBegunWhileAnotherIsCreatedIsNotLost(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.Tap("Create User and Close")
	d.fillIn("Bo", "Ek")
	d.created[0].Created(m365.UserKey{Tenant: contoso.ID, ID: "new"})
	d.Settle()
	require.Empty(t, d.Host.Routes, "the page stays")
	require.Equal(t, "Bo", d.text("First Name"))
	d.Sees("bo.ek@contoso.com")
	d.Tap("Create User and Close")
	require.Len(t, d.created, 2)
}

func TestAPageThatWasLeftAndOpenedAgainIsEmptiedOnceTheUserIsCreated(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.Tap("Create User and Close")
	kept := d.page.Save()
	d.page.Close()
	d.openPage("")
	d.page.Restore(kept)
	d.page.Changed(page.Everything())
	d.Settle()
	d.created[0].Created(m365.UserKey{Tenant: contoso.ID, ID: "new"})
	d.Settle()
	require.Empty(t, d.text("First Name"))
	require.Empty(t, d.Host.Routes)
	d.TypeIn("Job Title", "Receptionist")
	require.Empty(t, d.text("Full Name"))
	require.Equal(t, "Receptionist", d.text("Job Title"))
}

func TestASignInThatHasEndedLosesNothing(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.failing(uitest.Refusal(m365.Failure{What: "You are signed out.", SignIn: true}))
	d.Tap("Licenses")
	d.Sees("You are signed out.")
	d.failing(nil)
	d.Tap("Sign in")
	d.Host.SignIns[0]()
	d.Settle()
	d.Sees("Microsoft 365 Business Premium", "noor.haddad@contoso.com")
}

func TestTheDialogToCopyFromAUserIsThereBeforeTheUserIsRead(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	require.NoError(t, d.Robot.Tap("Copy from a user…"))
	d.Sees("What the new user gets of Miriam Graham in Contoso Dental.", "Reading the user")
	require.Equal(t, "The user is being read", d.Why("Copy"))
	require.NoError(t, d.Robot.Tap("Cancel"))
	d.Settle()
	d.SeesNot("Miriam Graham", "City: London")

	d.failing(uitest.Refusal(m365.Failure{What: "Contoso Dental did not answer."}))
	d.Tap("Copy from a user…")
	d.SeesNot("Miriam Graham")
	require.Len(t, d.Host.Failed, 1)
}

func TestWhatIsTickedIsCopiedFromAUser(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.Tap("Copy from a user…")
	d.Sees("Power BI Pro: comes through a group", "All staff: ")
	d.Tap("City: London", "Analysts", "Copy")
	require.Equal(t, "Receptionist", d.text("Job Title"))
	require.Empty(t, d.text("City"))
	d.Sees("Set the manager: Lynne Robbins", "Assign Visio Plan 2", "Add to Reception")
	d.SeesNot("Analysts")
	require.Equal(t, "Noor Haddad", d.text("Full Name"))
	d.Tap("Create User and Close")
	require.Equal(t, "GB", d.created[0].Intent.Writes[0].Detail[change.UsageLocation])
}

func TestATemplateIsSavedAndUsedInItsTenantAndInAnother(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.TypeIn("Username", "nhaddad")
	d.TypeIn("Job Title", "Receptionist")
	d.TypeIn("Mobile Phone", "+44 7")
	d.Tap("Licenses", "Visio Plan 2", "Groups", "Reception", "Analysts", "Save as template…")
	d.TypeIn("Name", "Front desk")
	d.Tap("For all tenants", "Save template")
	require.Len(t, d.kept, 1)
	require.Equal(t, "{f}{last}", d.kept[0].Username)
	require.Equal(t, map[string]string{"jobTitle": "Receptionist"}, d.kept[0].Fields, "what is a person's own is in no template")

	d.page.Close()
	d.openPage(fabrikam.ID)
	d.fillIn("Bo", "Ek")
	d.Tap("Start from a template", "Front desk")
	require.Equal(t, "Receptionist", d.text("Job Title"))
	d.Sees("bek@fabrikam.com", "Assign Visio Plan 2", "Add to Reception, Analysts")

	d.Tap("Start from a template", "Export templates…")
	d.Tap("Start from a template", "Delete Front desk…", "Delete")
	require.Empty(t, d.kept)
	d.Host.File = [2]string{"user-templates.json", d.Host.Files["user-templates.json"]}
	d.Tap("Start from a template", "Import templates…")
	require.Len(t, d.kept, 1)
	d.Host.File = [2]string{"shoes.json", "{}"}
	d.Tap("Start from a template", "Import templates…")
	require.Contains(t, d.Host.Toasts[len(d.Host.Toasts)-1].Text, "Nothing was imported from shoes.json.")
}

func TestATemplateOfOneTenantIsNotOfferedInAnother(t *testing.T) {
	d := newHarness(t, fyne.NewSize(1216, 848))
	d.kept = []newuser.Preset{{ID: "1", Name: "Front desk", Tenant: contoso.ID, Origin: contoso.ID, Groups: []newuser.Named{{ID: "g-1", Name: "Reception"}}}}
	d.openPage(fabrikam.ID)
	d.Tap("Start from a template")
	require.False(t, d.Has("Front desk"))
	d.Press(fyne.KeyEscape)
	d.Tap("Fabrikam Legal (fabrikam.com)", "Contoso Dental (contoso.com)", "Start from a template", "Front desk")
	d.Sees("Add to Reception")
}

func TestLeavingAskedWhetherWhatWasFilledInIsDropped(t *testing.T) {
	d := open(t)
	d.fillIn("Noor", "Haddad")
	d.Tap("Cancel")
	d.Sees("What you filled in for Noor Haddad is dropped. Nothing was sent.")
	d.Tap("Drop")
	require.Equal(t, []page.Route{{Page: page.Users}}, d.Host.Routes)
}

// scenes are the page as a person meets it.
var scenes = []struct {
	name string
	size fyne.Size
	show func(d *harness)
}{
	{"details", fyne.NewSize(1216, 848), func(d *harness) {
		d.fillIn("Adele", "Vance")
		d.TypeIn("Employee ID", "12345678901234567")
	}},
	{"licenses", fyne.NewSize(1216, 848), func(d *harness) {
		d.fillIn("Adele", "Vance")
		d.Tap("No manager", "Groups", "Reception", "Licenses", "Microsoft 365 Business Premium")
	}},
	{"roles-narrow", fyne.NewSize(800, 648), func(d *harness) { d.fillIn("Noor", "Haddad"); d.Tap("Roles", "Global Reader") }},
	{"details-narrow", fyne.NewSize(800, 648), func(d *harness) { d.fillIn("Adele", "Vance") }},
	{"copy", fyne.NewSize(1216, 848), func(d *harness) { d.Tap("Copy from a user…") }},
	{"groups-failed", fyne.NewSize(1216, 848), func(d *harness) {
		d.failing(uitest.Refusal(m365.Failure{What: "Contoso Dental did not answer.", Do: "Check the network."}))
		d.Tap("Groups")
	}},
}

func TestThePageIsDrawnInItsTheme(t *testing.T) {
	looks := map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark}
	for i, scene := range scenes {
		for name, mode := range looks {
			if !uitest.KeepsPictures() && (name == "light") != (i%2 == 0) {
				continue
			}
			t.Run(scene.name+" "+name, func(t *testing.T) {
				d := newHarness(t, scene.size)
				d.SetTheme(mode)
				d.openPage(contoso.ID)
				scene.show(d)
				uitest.RequireTheme(t, d.Picture(scene.name+"-"+name), mode)
			})
		}
	}
}

func TestTheHireDateIsTakenFromACalendarOrTyped(t *testing.T) {
	d := open(t)
	d.TypeIn("Employee Hire Date", "2026-12-31")
	d.Tap("Employee Hire Date: choose a day")
	d.Sees("December 2026")
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyReturn)
	require.Equal(t, "2027-01-01", d.text("Employee Hire Date"))
	d.Tap("Employee Hire Date: choose a day")
	d.Press(fyne.KeyEscape)
	require.Equal(t, "2027-01-01", d.text("Employee Hire Date"))
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	d := open(t)
	told := func() { d.page.Changed(page.Everything()) }
	answered := func() { d.Pass(time.Second) }
	d.KeepsTyped([]string{"First Name", "Last Name", "Full Name", "Username", "Alias", "Job Title"}, told, answered)
}

package setup_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// unknown is what Microsoft says of a tenant that it does not know.
var unknown = m365.Failure{
	What: "Microsoft knows no tenant msp.example.", Do: "Check the spelling.", Code: "AADSTS90002", Technical: "tenant not found",
}

// wrongTenant is what a sign-in with the account of another tenant says.
var wrongTenant = m365.Failure{
	What: "The account belongs to Fabrikam, not to MSP Example.", Do: "Sign in with an account of MSP Example.", Technical: "wrong tenant",
}

func TestWhatIsOffIsTurnedOn(t *testing.T) {
	d := open(t, newWorld(), "")
	d.Sees("Off", "Connect your CSP tenant", "Register the application", "Permissions")
	require.False(t, d.Has("Tenant ID"))
	d.Tap("Turn On")
	d.Sees("Not saved", "Tenant ID", "Application (client) ID", "Permissions", "User.Read.All", "Reads the users of each synced tenant.")
	require.True(t, d.connection.On)
}

func TestTurnOnCanBeTakenBackUntilSomethingIsSaved(t *testing.T) {
	d := openForm(t, newWorld())
	d.Tap("Cancel")
	d.Sees("Turn On", "Off")
	require.False(t, d.connection.On)
	saved := newWorld()
	saved.connection = m365.Connection{On: true, Tenant: mspTenant, ClientID: mspClient}
	require.False(t, open(t, saved, setup.TabAuthenticate).Has("Cancel"))
}

func TestATurnOnThatFailsSaysSoAndCanBeTriedAgain(t *testing.T) {
	w := newWorld()
	w.fails["TurnOn"] = errors.New("disk")
	d := openForm(t, w)
	d.Sees("Off", "Something went wrong.")
	w.fails = nil
	d.Tap("Turn On")
	d.Sees("Not saved", "Tenant ID")
	d.SeesNot("Something went wrong.")
}

func TestAConnectionThatCannotBeReadIsReadAgain(t *testing.T) {
	w := newWorld()
	w.fails["Connection"] = errors.New("disk")
	d := open(t, w, "")
	d.Sees("Something went wrong.")
	require.False(t, d.Has("Turn On"))
	w.fails = nil
	d.Tap("Retry")
	require.True(t, d.Has("Turn On"))
	d.SeesNot("Something went wrong.")
}

func TestTheFormSaysWhatIsWrongWithAField(t *testing.T) {
	for name, c := range map[string]struct{ tenant, client, says string }{
		"nothing":             {"", mspClient, "Enter the ID of your CSP tenant"},
		"words":               {"my company", mspClient, "neither a tenant ID"},
		"a GUID cut short":    {"c0010000-0000", mspClient, "neither a tenant ID"},
		"no application":      {"msp.example", "", "Enter the application (client) ID"},
		"no GUID application": {"msp.example", "tenantkeep", "has the form 00000000-0000-0000-0000-000000000000"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openForm(t, newWorld())
			d.TypeIn("Tenant ID", c.tenant)
			d.TypeIn("Application (client) ID", c.client)
			d.Tap("Save")
			d.Sees(c.says, "Not saved")
			require.Empty(t, d.checked, "Microsoft is not asked")
			d.TypeIn("Tenant ID", "other.example")
			d.TypeIn("Application (client) ID", "22222222")
			d.SeesNot(c.says)
		})
	}
}

func TestATenantThatMicrosoftDoesNotKnowIsSaidUnderItsFieldAndNothingIsLost(t *testing.T) {
	w := newWorld()
	w.fails["Check"] = uitest.Refusal(unknown)
	d := openForm(t, w)
	d.fillForm()
	d.Sees("Microsoft knows no tenant msp.example. Check the spelling.", "Not saved")
	d.reads("Tenant ID", "msp.example")
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "AADSTS90002")
	require.Empty(t, d.saved)
	d.TypeIn("Tenant ID", "msp2.example")
	d.SeesNot("Microsoft knows no tenant")
	d.Tap("Help desk")
	d.SeesNot("Microsoft knows no tenant", "Copy details")
}

func TestWhatIsSavedIsTheTenantThatMicrosoftNamed(t *testing.T) {
	d := openForm(t, newWorld())
	d.TypeIn("Tenant ID", "  msp.example ")
	d.TypeIn("Application (client) ID", " 11111111-2222-3333-AAAA-555555555555")
	d.Tap("Save")
	d.browserOpens()
	require.Equal(t, []string{"msp.example"}, d.checked)
	require.Equal(t, []m365.Connection{{On: true, Tenant: mspTenant, ClientID: mspClient}}, d.saved)
}

func TestEnterInAFieldSaves(t *testing.T) {
	for _, field := range []string{"Tenant ID", "Application (client) ID"} {
		t.Run(field, func(t *testing.T) {
			d := openForm(t, newWorld())
			d.TypeIn(field, "?")
			d.Press(fyne.KeyReturn)
			d.Sees("Enter the ")
		})
	}
}

func TestWhatCannotBeSavedIsSaidAndCanBeTriedAgain(t *testing.T) {
	for name, method := range map[string]string{"the tenant": "Save", "what was saved": "Connection"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			d := openForm(t, w)
			w.fails[method] = errors.New("disk")
			d.fillForm()
			d.Sees("Something went wrong.", "Not saved")
			require.Empty(t, d.tiers)
			w.fails = nil
			d.Tap("Save")
			d.browserOpens()
			d.Sees("Integrating")
		})
	}
}

func TestWhileTheTenantIsCheckedTheFormRests(t *testing.T) {
	w := newWorld()
	w.held["Check"] = make(chan struct{})
	d := openForm(t, w)
	d.TypeIn("Tenant ID", "msp.example")
	d.TypeIn("Application (client) ID", mspClient)
	require.NoError(t, d.Robot.Tap("Save"))
	d.Sees("Checking the tenant with Microsoft")
	require.Equal(t, "The tenant is being checked", d.Why("Save"))
	require.True(t, d.Disabled("Tenant ID"))
	require.True(t, d.Disabled("Application (client) ID"))
	d.connector.Save()
	close(w.held["Check"])
	d.browserOpens()
	require.Equal(t, []string{"msp.example"}, d.checked, "once")
	d.Sees("Integrating")
}

func TestSaveSignsInWithTheBrowserAndLeadsToTheTenants(t *testing.T) {
	w := newWorld()
	d := openForm(t, w)
	d.fillForm()
	d.browserOpens()
	d.Sees("Integrating", "Sign in in your browser", "No browser opened?")
	d.Tap("Copy link")
	require.Equal(t, []string{signInURL}, d.Host.Copied)
	require.Empty(t, d.signedIn)
	d.browserReturns(connection(), nil)
	d.Sees("Saved and authenticated", "Tenant Name", "GDAP Ends")
	require.Equal(t, []m365.Connection{connection()}, d.signedIn)
}

func TestTheLinkIsCopiedOnceItIsThere(t *testing.T) {
	w := newWorld()
	w.held["URL"] = make(chan struct{})
	d := openForm(t, w)
	d.fillForm()
	require.Equal(t, "The link is being prepared", d.Why("Copy link"))
	close(w.held["URL"])
	d.browserOpens()
	d.Tap("Copy link")
	require.Equal(t, []string{signInURL}, d.Host.Copied)
}

func TestASignInThatIsCancelledLeavesTheFormAsItWas(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.Tap("Cancel")
	d.Work.WaitAll()
	d.Settle()
	d.Sees("Saved", "Save and sign in")
	d.SeesNot("Integrating", "Something went wrong.")
	d.reads("Tenant ID", "msp.example")
	require.Empty(t, d.signedIn)
}

func TestASignInGoesOnWhileAnotherPageIsOpen(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.leave()
	d.show("")
	d.Sees("Integrating", "Copy link")
	d.browserReturns(connection(), nil)
	d.Sees("Saved and authenticated")
}

func TestASignInThatEndsWhileAnotherPageIsOpenIsShownLater(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.leave()
	d.browserReturns(m365.Connection{}, uitest.Refusal(wrongTenant))
	d.show("")
	d.Sees("The account belongs to Fabrikam, not to MSP Example.")
}

func TestASignInThatFailsSaysWhyInTheForm(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.browserReturns(m365.Connection{}, uitest.Refusal(wrongTenant))
	d.Sees("The account belongs to Fabrikam, not to MSP Example. Sign in with an account of MSP Example.", "Save and sign in", "Saved")
	require.Empty(t, d.signedIn)
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "wrong tenant")
	d.Tap("Save and sign in")
	d.browserOpens()
	d.SeesNot("The account belongs to Fabrikam")
}

func TestWhatFailsAfterASignInIsSaidBesideTheAccount(t *testing.T) {
	d := openForm(t, newWorld())
	d.fillForm()
	d.browserOpens()
	d.browserReturns(connection(), uitest.Refusal(m365.Failure{What: "The client tenants could not be listed.", Technical: "503"}))
	d.Sees("Saved and authenticated", "Connected", "j.tan@msp.example", "The client tenants could not be listed.")
	require.Empty(t, d.signedIn)
}

func TestAConnectionThatIsReadMeanwhileEndsNoSignIn(t *testing.T) {
	w := newWorld()
	d := openForm(t, w)
	d.fillForm()
	d.browserOpens()
	w.do(func() { w.fails["Connection"] = errors.New("disk") })
	d.connector.Load()
	d.Settle()
	d.Sees("Integrating", "Copy link")
	d.connector.Save()
	d.Settle()
	require.Len(t, d.checked, 1)
}

func TestWhatWasTypedIsThereAfterALookAtAnotherPage(t *testing.T) {
	d := openForm(t, newWorld())
	d.TypeIn("Tenant ID", "msp.example")
	d.leave()
	d.show("")
	d.reads("Tenant ID", "msp.example")
}

func TestTheFormBeginsWithWhatIsSavedElseWithTheSuggestion(t *testing.T) {
	saved := newWorld()
	saved.connection = m365.Connection{On: true, Tenant: mspTenant, ClientID: mspClient}
	fresh := newWorld()
	fresh.connection.On = true
	for name, c := range map[string]struct {
		world          *world
		tenant, client string
	}{
		"saved":     {saved, string(mspTenant), mspClient},
		"suggested": {fresh, "demo.example", "22222222-2222-3333-4444-555555555555"},
	} {
		t.Run(name, func(t *testing.T) {
			d := start(t, c.world, setup.Suggestion{Tenant: "demo.example", ClientID: "22222222-2222-3333-4444-555555555555", Tier: access.Full})
			d.show("")
			d.reads("Tenant ID", c.tenant)
			d.reads("Application (client) ID", c.client)
			d.Sees("Group.ReadWrite.All")
		})
	}
}

func TestTheFormAsksForTheLeastAccessUntilAnotherIsChosen(t *testing.T) {
	d := openForm(t, newWorld())
	d.Sees("Read only", "Help desk", "Full", "Nothing can be changed.", "User.Read.All")
	d.SeesNot("User.RevokeSessions.All")
	d.Tap("Help desk")
	d.Sees("User.RevokeSessions.All", "Revokes sessions.")
	d.SeesNot("Group.ReadWrite.All")
	d.fillForm()
	d.browserOpens()
	require.Equal(t, []access.Tier{access.HelpDesk}, d.tiers)
	d.browserReturns(m365.Connection{}, uitest.Refusal(wrongTenant))
	d.Sees("User.RevokeSessions.All") // the choice is still there after a sign-in that failed
}

func TestPermissionsStandUnderTheirService(t *testing.T) {
	d := openForm(t, newWorld())
	d.Tap("Full")
	services := 0
	for _, text := range d.Texts() {
		if text == "Microsoft Graph" || text == "Microsoft Partner Center" {
			services++
		}
	}
	require.Equal(t, 2, services, "each service once")
	d.Sees("User.Read.All", "User.RevokeSessions.All", "Group.ReadWrite.All", "user_impersonation")
}

func TestAnAccessTierIsChosenWithTheKeyboardAlone(t *testing.T) {
	d := openForm(t, newWorld())
	radio := func(label string) *widget.Check {
		for _, object := range test.LaidOutObjects(d.Win.Content()) {
			if check, ok := object.(*widget.Check); ok && check.AccessibilityLabel() == label {
				return check
			}
		}
		t.Fatalf("no radio button %s", label)
		return nil
	}
	d.Win.Canvas().Focus(radio("Read only"))
	d.Win.Canvas().FocusNext()
	d.Press(fyne.KeySpace)
	require.True(t, radio("Help desk").Checked())
	require.Same(t, radio("Help desk"), d.Win.Canvas().Focused(), "the next Tab goes on from here")
}

func TestAdministratorsAreSparedByTier(t *testing.T) {
	const spare = "Do not reset, block or delete administrators from here"
	d := openForm(t, &world{})
	d.SeesNot(spare)
	d.Tap("Help desk", spare)
	require.True(t, d.SparedIn(access.HelpDesk))
	d.Tap("Full")
	require.False(t, d.SparedIn(access.Full))
	d.Tap("Help desk", spare)
	require.False(t, d.SparedIn(access.HelpDesk))
}

func TestMoreAccessIsAskedForInTheBrowser(t *testing.T) {
	d := open(t, connected(), setup.TabAuthenticate)
	d.Sees("Connected", "Read only")
	d.SeesNot("Sign in for")
	d.Tap("Full")
	d.Sees("the consent of every synced tenant is renewed")
	d.Tap("Sign in for Full")
	d.browserOpens()
	require.Equal(t, []access.Tier{access.Full}, d.tiers)
	wider := connection()
	wider.Tier = string(access.Full)
	d.browserReturns(wider, nil)
	d.Sees("Connected")
	d.SeesNot("Sign in for")
}

func TestLessAccessNeedsNoBrowser(t *testing.T) {
	w := connected()
	w.connection.Tier = string(access.Full)
	w.fails["Narrow"] = errors.New("disk")
	d := open(t, w, setup.TabAuthenticate)
	d.Sees("Group.ReadWrite.All")
	d.Tap("Read only")
	d.Sees("Tenantkeep does less from then on.")
	d.Tap("Change access to Read only")
	d.Sees("Something went wrong.", "Change access to Read only")
	w.fails = nil
	d.Tap("Change access to Read only")
	require.Equal(t, string(access.ReadOnly), w.connection.Tier)
	require.Empty(t, w.tiers)
	d.SeesNot("Change access to", "Something went wrong.")
}

func TestWhoIsConnectedIsShownAndCopied(t *testing.T) {
	d := open(t, connected(), setup.TabAuthenticate)
	d.Sees("Saved and authenticated", "Connected", "j.tan@msp.example", "MSP Example", string(mspTenant), mspClient)
	d.SeesNot("Register the application")
	d.Tap("Copy Account", "Copy Tenant", "Copy Tenant ID", "Copy Application (client) ID")
	require.Equal(t, []string{"j.tan@msp.example", "MSP Example", string(mspTenant), mspClient}, d.Host.Copied)
}

func TestAnAccountThatWasLostIsAskedToSignIn(t *testing.T) {
	w := connected()
	w.connection.HomeAccountID = ""
	d := open(t, w, "")
	d.Sees("Saved", "Save and sign in", "Register the application")
	d.reads("Tenant ID", string(mspTenant))
}

func TestSigningOutAsksAndKeepsTheTenants(t *testing.T) {
	w := connected()
	w.fails["SignOut"] = errors.New("vault")
	d := open(t, w, setup.TabAuthenticate)
	d.Tap("Sign out")
	d.Sees("j.tan@msp.example is signed out of MSP Example.", "Synced tenants stay")
	d.Tap("Cancel")
	d.Tap("Sign out", "Sign out")
	d.Sees("Saved and authenticated", "Something went wrong.")
	w.fails = nil
	d.Tap("Sign out", "Sign out")
	d.Sees("Saved", "Save and sign in")
	d.SeesNot("Something went wrong.")
	require.Empty(t, w.connection.Account)
}

func TestWithoutAVaultThePageSaysThatTheSignInIsNotKept(t *testing.T) {
	off, on := newWorld(), connected()
	off.connection.On = true
	for name, w := range map[string]*world{"before the sign-in": off, "after it": on} {
		t.Run(name, func(t *testing.T) {
			w.vault = "This computer has no vault. You sign in again after the next start."
			open(t, w, setup.TabAuthenticate).Sees("This computer has no vault.")
		})
	}
}

func TestStartingOverForgetsWhatWasTypedAndChosen(t *testing.T) {
	w := newWorld()
	d := start(t, w, setup.Suggestion{Tenant: "demo.example"})
	d.show("")
	d.Tap("Turn On")
	d.TypeIn("Tenant ID", "nonsense")
	d.Tap("Full", "Save")
	w.do(func() { w.connection = m365.Connection{} })
	d.connector.Reset()
	d.Settle()
	d.Sees("Off")
	d.SeesNot("Group.ReadWrite.All")
	d.Tap("Turn On")
	d.reads("Tenant ID", "demo.example")
	d.SeesNot("neither a tenant ID")
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	w := newWorld()
	w.connection = m365.Connection{On: true}
	d := open(t, w, setup.TabAuthenticate)
	told := func() { d.page.Changed(page.Everything()) }
	read := func() { d.connector.Load() }
	d.KeepsTyped([]string{"Tenant ID", "Application (client) ID"}, told, read)
}

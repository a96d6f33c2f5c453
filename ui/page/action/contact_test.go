package action_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

var mobile = m365.AuthMethod{ID: m365.MobilePhone.ID, Name: "Mobile phone", Detail: "+1 2065550100", Segment: "phoneMethods"}

func TestAPhoneIsAddedInMicrosoftsForm(t *testing.T) {
	d := newHarness(t)
	d.actions.AddMethod(adele(contoso), nil)
	d.Settle()
	d.Sees(firstLine, "Mobile phone", "+1 2065550100")
	require.Equal(t, "Nothing is written yet", d.Why("Continue"))
	d.TypeIn("Phone number", "206 555 0100")
	d.Tap("Continue")
	d.Sees("Microsoft takes none that is written so.")
	require.Empty(t, d.changes.intents)
	d.fits()
	d.TypeIn("Phone number", "+1 (206) 555-0100")
	d.SeesNot("Microsoft takes none that is written so.")
	d.Press(fyne.KeyReturn)
	d.Sees("Add +1 2065550100 as Mobile phone")
	d.Tap("Back")
	d.Sees("Phone number")
	d.Tap("Continue", "Add method")
	require.Len(t, d.changes.carried, 1)
	require.Equal(t, []change.Write{{Kind: change.PutMethod, Subject: m365.MobilePhone.ID, Name: "Mobile phone", After: "+1 2065550100"}}, d.changes.intents[0].Writes)
	d.Tap("Close")
	d.isClosed()
}

func TestOnlyWhatTheUserLacksIsAdded(t *testing.T) {
	d := newHarness(t)
	d.actions.AddMethod(adele(contoso), []m365.AuthMethod{mobile})
	d.Settle()
	d.Tap("Alternate mobile phone")
	require.Equal(t, "Registered already: change it, or remove it first", d.Why("Mobile phone"))
	d.Tap("Email")
	d.Sees("Email address", "ada@home.example")
	d.TypeIn("Email address", "adele@home.example")
	d.Tap("Continue")
	require.Equal(t, "adele@home.example", d.changes.intents[0].Writes[0].After)
}

func TestAnAlternatePhoneNeedsAMobileOne(t *testing.T) {
	d := newHarness(t)
	d.actions.AddMethod(adele(contoso), nil)
	d.Settle()
	d.Tap("Mobile phone")
	require.Contains(t, d.Why("Alternate mobile phone"), "only beside a mobile phone")
}

func TestAUserWhoHasAllGetsNoMore(t *testing.T) {
	var all []m365.AuthMethod
	for _, contact := range m365.Contacts() {
		all = append(all, m365.AuthMethod{ID: contact.ID})
	}
	d := newHarness(t)
	d.actions.AddMethod(adele(contoso), all)
	d.Settle()
	require.Equal(t, "Registered already: change it, or remove it first", d.Why("Continue"))
}

func TestAPhoneIsChanged(t *testing.T) {
	d := newHarness(t)
	d.actions.ChangeMethod(adele(contoso), mobile)
	d.Settle()
	text, err := d.TextOf("Phone number")
	require.NoError(t, err)
	require.Equal(t, "+1 2065550100", text)
	d.TypeIn("Phone number", "+44 20 7946 0958")
	d.Tap("Continue", "Change method")
	require.Equal(t, []change.Write{{Kind: change.SetMethod, Subject: m365.MobilePhone.ID, Name: "Mobile phone", After: "+44 2079460958"}}, d.changes.intents[0].Writes)
	d.Sees("Done")
}

func TestWhatIsWrittenStaysWhereAnotherSortOfMethodIsChosen(t *testing.T) {
	d := newHarness(t)
	d.actions.AddMethod(adele(contoso), nil)
	d.Settle()
	d.TypeIn("Phone number", "adele@home.example")
	d.Tap("Mobile phone", "Email", "Continue")
	require.Equal(t, "adele@home.example", d.changes.intents[0].Writes[0].After)
}

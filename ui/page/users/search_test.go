package users_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/page"
)

func TestTheSearchFieldLooksIntoNameAndUsernameAtOnce(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam(), tailspin()))
	d.TypeIn("Search name or username", d.fake.users[0].UserPrincipalName)
	d.Sees("Remove filter Search", "1-1 of 1")
	d.TypeIn("Search name or username", d.fake.users[1].DisplayName)
	d.Sees("Remove filter Search")
	d.TypeIn("Search name or username", "")
	d.Sees("Unfiltered", "1-6 of 6")
}

func TestTheSearchFieldIsGoneToAndTypingTakesThePlaceOfWhatWasThere(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam(), tailspin()))
	d.TypeIn("Search name or username", "zzz")
	d.Sees("0 of 0")
	d.page.GoToSearch()
	for _, letter := range d.fake.users[0].UserPrincipalName {
		d.Win.Canvas().Focused().TypedRune(letter)
	}
	d.Settle()
	d.Sees("1-1 of 1")
}

func TestResettingTheFiltersEmptiesTheSearchField(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.TypeIn("Search name or username", "zzz")
	d.Sees("0 of 0")
	d.Tap("Reset Filters")
	d.Sees("1-5 of 5")
	d.SeesNot("zzz")
}

func TestNothingIsLostOfWhatIsTypedAfterTheSearchFieldWasEmptied(t *testing.T) {
	for name, empty := range map[string]func(d *harness){
		"with Escape":       func(d *harness) { d.Press(fyne.KeyEscape) },
		"by Reset Filters":  func(d *harness) { d.Tap("Reset Filters") },
		"by its own filter": func(d *harness) { d.Tap("Remove filter Search") },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, fakeOf(contoso(), fabrikam()))
			d.TypeIn("Search name or username", "zzz")
			d.page.GoToSearch()
			empty(d)
			d.page.GoToSearch()
			for _, letter := range "adele" {
				d.Win.Canvas().Focused().TypedRune(letter)
			}
			d.Settle()
			text, err := d.TextOf("Search name or username")
			require.NoError(t, err)
			require.Equal(t, "adele", text)
		})
	}
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	told := func() { d.page.Changed(page.Everything()) }
	d.KeepsTyped([]string{"Search name or username"}, told)
	d.TypeIn("Search name or username", "")
	d.Tap("Filter Display Name")
	d.KeepsTyped([]string{"Filter text"}, told)
}

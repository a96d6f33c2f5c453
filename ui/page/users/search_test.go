package users_test

import (
	"testing"
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

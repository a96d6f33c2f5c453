package users_test

import (
	"testing"
)

func TestTheSearchFieldLooksIntoNameAndUsernameAtOnce(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam(), tailspin()))
	d.TypeIn("Search name or username", d.fake.users[0].UserPrincipalName)
	d.Sees("Name or Username", "1-1 of 1")
	d.TypeIn("Search name or username", d.fake.users[1].DisplayName)
	d.Sees("Name or Username")
	d.TypeIn("Search name or username", "")
	d.Sees("Unfiltered", "1-6 of 6")
}

func TestResettingTheFiltersEmptiesTheSearchField(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.TypeIn("Search name or username", "zzz")
	d.Sees("0 of 0")
	d.Tap("Reset Filters")
	d.Sees("1-5 of 5")
	d.SeesNot("zzz")
}

package newuser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
)

func named(first, last, display, username string) m365.User {
	return m365.User{GivenName: first, Surname: last, DisplayName: display, UserPrincipalName: username + "@contoso.com"}
}

func TestUsersAreNamedAsMostOfTheTenantAre(t *testing.T) {
	for _, test := range []struct {
		users               []m365.User
		username, displayed string
	}{
		{nil, "noor.oneill", "Noor O'Neill"},
		{[]m365.User{named("Ada", "Bell", "Bell, Ada", "abell"), named("Zoë", "Groß", "Groß, Zoë", "zgross"), named("Bo", "Ek", "Bo Ek", "bo.ek")}, "noneill", "O'Neill, Noor"},
		{[]m365.User{named("Ada", "Bell", "Ada Bell", "ADA"), {UserPrincipalName: "info@contoso.com"}}, "noor", "Noor O'Neill"},
		{[]m365.User{named("Ada", "Bell", "Ada", "bell-old"), named("Bo", "Ek", "Bo", "ekb")}, "oneilln", "Noor"},
	} {
		pattern := newuser.PatternOf(test.users)
		require.Equal(t, test.username, newuser.Username(pattern.Username, "Noor", "O'Neill"))
		require.Equal(t, test.displayed, newuser.Display(pattern.Display, "Noor", "O'Neill"))
	}
}

func TestAUsernameHoldsOnlyWhatMicrosoftTakes(t *testing.T) {
	for names, want := range map[[2]string]string{
		{"Zoë", "Müller-Lüdenscheidt"}: "zoe.muller-ludenscheidt",
		{"Łukasz", "Groß"}:             "lukasz.gross",
		{"Mary Ann", "van der Berg"}:   "maryann.vanderberg",
		{"Noor", ""}:                   "noor",
		{"", ""}:                       "",
		{"李", "明"}:                     "",
	} {
		require.Equal(t, want, newuser.Username("{first}.{last}", names[0], names[1]))
	}
}

func TestWhereAUsernameIsTakenOthersAreTried(t *testing.T) {
	require.Equal(t, []string{"n.haddad", "nhaddad", "noor.haddad2", "noor.haddad3"}, newuser.Others("noor.haddad", "Noor", "Haddad"))
	require.Equal(t, []string{"front2", "front3"}, newuser.Others("front", "", ""))
}

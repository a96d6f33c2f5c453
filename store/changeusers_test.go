package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

// knownUsers reads those of some users that are stored.
type knownUsers = func(ids []string) (map[string]*m365.User, error)

// bring brings a tenant up to date by what changed.
func bring(t testing.TB, s *store.Store, tenant int, changes m365.Changes) int {
	t.Helper()
	users, err := s.ChangeUsers(t.Context(), tenantID(tenant), reading(t, s, tenant), func(knownUsers) (m365.Changes, error) { return changes, nil })
	require.NoError(t, err)
	return users
}

// tester is a test, also of rapid.
type tester interface {
	require.TestingT
	Helper()
	Context() context.Context
}

func reading(t tester, s *store.Store, tenant int) m365.Reading {
	t.Helper()
	reading, err := s.Reading(t.Context(), tenantID(tenant))
	require.NoError(t, err)
	return reading
}

func TestWhatChangedIsStoredAndTheRestStays(t *testing.T) {
	s := open(t)
	synced(t, s, 2, "Fabrikam", user(2, 1, "Other"))
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	replace(t, s, 1, m365.Snapshot{Taken: noon, Mark: "first", Names: "n"}, user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	before := reading(t, s, 1)
	require.Equal(t, m365.Reading{Mark: "first", Whole: noon, Rest: noon, Names: "n", Number: before.Number}, before)

	users := bring(t, s, 1, m365.Changes{
		Snapshot: m365.Snapshot{Taken: noon.Add(time.Hour), Mark: "second", Names: "n"},
		Users:    []m365.User{user(1, 3, "Carla"), user(1, 4, "Diego")}, Gone: []string{userKey(1, 2).ID, userKey(1, 9).ID},
	})
	require.Equal(t, 3, users)
	require.Equal(t, []string{"Adele", "Carla", "Diego", "Other"}, displayNames(t, s))
	require.Equal(t, m365.Reading{Mark: "second", Whole: noon, Rest: noon, Names: "n", Number: before.Number}, reading(t, s, 1), "whole it was read before")
	require.Equal(t, noon.Add(time.Hour), tenant(t, s, 1).Refreshed)
	require.Equal(t, 3, tenant(t, s, 1).Users)
}

func TestTheRestStaysWhereOnlyUsersWereRead(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	lost := []m365.Lack{{Of: "User Role"}}
	replace(t, s, 1, m365.Snapshot{Taken: noon, Names: "n", Roles: m365.Available}, user(1, 1, "Adele"))
	later := noon.Add(time.Hour)
	for _, one := range []struct {
		name     string
		snapshot m365.Snapshot
		names    string
		rest     time.Time
		lacks    []m365.Lack
	}{
		{"nothing of it came", m365.Snapshot{Taken: later}, "n", noon, nil},
		{"a part of it was lost", m365.Snapshot{Taken: later, Rest: true, Names: "m", Lacks: lost, Roles: m365.Unreadable}, "m", time.Time{}, lost},
		{"nothing of it came again", m365.Snapshot{Taken: later}, "m", time.Time{}, lost},
		{"all of it came", m365.Snapshot{Taken: later, Rest: true, Names: "o", Roles: m365.Available}, "o", later, nil},
	} {
		bring(t, s, 1, m365.Changes{Snapshot: one.snapshot})
		require.Equal(t, one.names, reading(t, s, 1).Names, one.name)
		require.Equal(t, one.rest, reading(t, s, 1).Rest, one.name)
		require.Equal(t, one.rest, tenant(t, s, 1).RestRead, one.name)
		require.Equal(t, one.lacks, tenant(t, s, 1).Lacks, one.name)
	}
}

func TestChangesThatFailLeaveMarkAndUsersAsTheyWere(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	replace(t, s, 1, m365.Snapshot{Taken: noon, Mark: "first"}, user(1, 1, "Adele"))
	lost := errors.New("no answer")
	_, err := s.ChangeUsers(t.Context(), tenantID(1), reading(t, s, 1), func(knownUsers) (m365.Changes, error) {
		return m365.Changes{Snapshot: m365.Snapshot{Mark: "second"}, Users: []m365.User{user(1, 1, "Adela")}}, lost
	})
	require.ErrorIs(t, err, lost)
	require.Equal(t, []string{"Adele"}, displayNames(t, s))
	require.Equal(t, "first", reading(t, s, 1).Mark)
	_, err = s.ChangeUsers(t.Context(), tenantID(1), reading(t, s, 1), func(knownUsers) (m365.Changes, error) {
		return m365.Changes{Snapshot: m365.Snapshot{Mark: "second"}, Users: []m365.User{user(2, 1, "Stranger")}}, nil
	})
	require.Error(t, err, "a user of another tenant")
	require.Equal(t, "first", reading(t, s, 1).Mark)
}

func TestWhatAChangeOfOursOvertookIsToldAgain(t *testing.T) {
	for name, found := range map[string]m365.Changes{
		"a change":  {Users: []m365.User{user(1, 1, "Old")}},
		"a removal": {Gone: []string{userKey(1, 1).ID}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
			replace(t, s, 1, m365.Snapshot{Taken: noon, Mark: "first"}, user(1, 1, "Adele"), user(1, 2, "Bianca"))
			found.Mark = "second"
			found.Users = append(found.Users, user(1, 2, "Bea"))
			_, err := s.ChangeUsers(t.Context(), tenantID(1), reading(t, s, 1), func(known knownUsers) (m365.Changes, error) {
				_, err := known([]string{userKey(1, 1).ID, userKey(1, 2).ID})
				return found, errors.Join(err, s.Patch(t.Context(), userKey(1, 1), func(u *m365.User) { u.DisplayName = "Ours" }))
			})
			require.NoError(t, err)
			require.Equal(t, []string{"Bea", "Ours"}, displayNames(t, s))
			require.Equal(t, "first", reading(t, s, 1).Mark)
			bring(t, s, 1, found)
			require.Equal(t, "second", reading(t, s, 1).Mark, "and then it counts")
		})
	}
}

func TestAWholeReadThatAChangeOfOursOvertookIsFollowedByAnother(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		err := add([]m365.User{user(1, 1, "Old")})
		return m365.Snapshot{Mark: "first"}, errors.Join(err, s.Patch(t.Context(), userKey(1, 1), func(u *m365.User) { u.City = "Ulm" }))
	})
	require.NoError(t, err)
	require.Empty(t, reading(t, s, 1).Mark)
}

func TestAWholeReadTellsWhoDiffers(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	var differed []string
	replace(t, s, 1, m365.Snapshot{Differed: func(ids []string) { differed = ids }}, user(1, 1, "Adele"), user(1, 2, "Bea"), user(1, 4, "Diego"))
	require.ElementsMatch(t, []string{userKey(1, 2).ID, userKey(1, 3).ID, userKey(1, 4).ID}, differed)
}

func TestKnownUsersAndThoseWithRolesAreReadWhole(t *testing.T) {
	s := open(t)
	synced(t, s, 2, "Fabrikam", user(2, 1, "Other"))
	synced(t, s, 1, "Contoso", fullUser(), user(1, 2, "Bianca"))
	_, err := s.ChangeUsers(t.Context(), tenantID(1), reading(t, s, 1), func(known knownUsers) (m365.Changes, error) {
		found, err := known([]string{userKey(1, 1).ID, userKey(1, 7).ID})
		require.Equal(t, map[string]*m365.User{userKey(1, 1).ID: new(fullUser())}, found)
		none, errOfNone := known(nil)
		require.Empty(t, none)
		return m365.Changes{}, errors.Join(err, errOfNone)
	})
	require.NoError(t, err)
	held, err := s.HeldRoles(t.Context(), tenantID(1))
	require.NoError(t, err)
	require.Equal(t, map[string][]string{userKey(1, 1).ID: fullUser().Roles}, held)
}

func TestARemovedTenantIsToBeReadWhole(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	replace(t, s, 1, m365.Snapshot{Taken: noon, Mark: "first", Names: "n"}, user(1, 1, "Adele"))
	require.NoError(t, s.SignInsRead(t.Context(), tenantID(1), noon, true))
	before := reading(t, s, 1)
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	require.Equal(t, m365.Reading{Number: before.Number, Removals: before.Removals + 1, Deactivated: true}, reading(t, s, 1))
}

func TestLastSignInsComeApartAndARefreshLeavesThem(t *testing.T) {
	s := open(t)
	adele, bianca := user(1, 1, "Adele"), user(1, 2, "Bianca")
	synced(t, s, 1, "Contoso", adele, bianca)
	page := []m365.LastSignIn{{ID: adele.Key.ID, At: noon}, {ID: userKey(1, 8).ID, At: noon}, {ID: bianca.Key.ID}}
	for _, changed := range []int{1, 0} {
		got, err := s.SetLastSignIns(t.Context(), tenantID(1), page)
		require.NoError(t, err)
		require.Equal(t, changed, got)
	}
	require.NoError(t, s.SignInsRead(t.Context(), tenantID(1), noon, true))
	adele.City = "Ulm"
	replace(t, s, 1, m365.Snapshot{Taken: noon}, adele, bianca)
	got, err := s.User(t.Context(), adele.Key)
	require.NoError(t, err)
	require.Equal(t, noon, got.LastSignIn)
	require.Equal(t, "Ulm", got.City)
	require.Equal(t, m365.Available, tenant(t, s, 1).SignInActivity)
	require.NoError(t, s.SignInsRead(t.Context(), tenantID(1), noon.Add(time.Hour), false))
	require.Equal(t, noon.Add(time.Hour), reading(t, s, 1).SignIns)
	require.Equal(t, noon, reading(t, s, 1).AllSignIns)
}

func TestLastSignInsThatCannotBeReadSayWhyAndLeaveWhereMicrosoftWithholdsThem(t *testing.T) {
	for said, kept := range map[m365.Availability]bool{m365.Unreadable: true, m365.NeedsPremium: false, m365.NoPermission: false} {
		s := open(t)
		adele := user(1, 1, "Adele")
		synced(t, s, 1, "Contoso", adele)
		replace(t, s, 1, m365.Snapshot{Lacks: []m365.Lack{{Of: "license names"}}}, adele)
		_, err := s.SetLastSignIns(t.Context(), tenantID(1), []m365.LastSignIn{{ID: adele.Key.ID, At: noon}})
		require.NoError(t, err)
		lack := m365.Lack{Of: "Last Sign In", Failure: m365.Failure{What: "x"}}
		require.NoError(t, s.SignInsUnread(t.Context(), tenantID(1), noon, said, &lack))
		got, err := s.User(t.Context(), adele.Key)
		require.NoError(t, err)
		require.Equal(t, kept, !got.LastSignIn.IsZero())
		require.Equal(t, said, tenant(t, s, 1).SignInActivity)
		require.Equal(t, []m365.Lack{{Of: "license names"}, lack}, tenant(t, s, 1).Lacks)
		require.NoError(t, s.SignInsRead(t.Context(), tenantID(1), noon, true))
		require.Equal(t, []m365.Lack{{Of: "license names"}}, tenant(t, s, 1).Lacks)
	}
}

func TestATextThatWasCutWithinACharacterIsKept(t *testing.T) {
	s := open(t)
	whole := user(1, 1, "Adele")
	whole.City, whole.Licenses, whole.SKUs = "Orléans \xc3", []string{"Plan \xc3"}, []string{"s1"}
	synced(t, s, 1, "Contoso", whole)
	known, err := s.User(t.Context(), whole.Key)
	require.NoError(t, err)
	require.Equal(t, "Orléans \ufffd", known.City)
	require.Equal(t, []string{"Plan \ufffd"}, known.Licenses)
}

func TestHowAllTenantsWereReadIsHowEachWas(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam", user(2, 1, "Bea"))
	replace(t, s, 2, m365.Snapshot{Mark: "mark", Taken: noon, Names: "names"}, user(2, 1, "Bea"))
	require.NoError(t, s.SignInsRead(t.Context(), tenantID(1), noon, true))
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	all, err := s.Readings(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 2)
	for id, reading := range all {
		one, err := s.Reading(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, one, reading)
	}
	require.True(t, all[tenantID(1)].Deactivated)
	require.Equal(t, "mark", all[tenantID(2)].Mark)
}

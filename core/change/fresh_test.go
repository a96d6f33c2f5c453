package change_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// listedChange is a change that the list of users shows.
type listedChange struct {
	name   string
	intent change.Intent
	// before is what the list shows until then, shown picks what the change is about.
	before func(*account)
	shown  func(m365.User) any
	want   any
}

func listedChanges(now time.Time) []listedChange {
	roles := func(user m365.User) any { return user.Roles }
	licenses := func(user m365.User) any { return [][]string{user.SKUs, user.Licenses} }
	office := m365.HeldLicense{SKU: "office", PartNumber: "office", Name: "office", Direct: true}
	return []listedChange{
		{
			name: "a block", intent: change.Intent{Action: change.Block},
			shown: func(user m365.User) any { return user.SignIn }, want: m365.Blocked,
		},
		{
			name: "a role that is given", want: []string{"Global Reader", "Role admin"}, shown: roles,
			before: func(a *account) { a.user.Roles = []string{"Global Reader"} },
			intent: change.Intent{Action: change.ManageRoles, Writes: writes(change.Write{Kind: change.AddRole, Subject: "admin", Name: "Role admin"})},
		},
		{
			name: "a role that is taken", want: []string{"Global Reader"}, shown: roles,
			before: func(a *account) {
				a.user.Roles = []string{"Global Reader", "Role admin"}
				a.roles = []m365.HeldRole{{Role: m365.Role{ID: "admin", Name: "Role admin"}, AssignmentID: ada.ID + "+admin", Scope: "/"}}
			},
			intent: change.Intent{Action: change.ManageRoles, Writes: writes(change.Write{Kind: change.TakeRole, Subject: "admin"})},
		},
		{
			name: "a license that is given", want: [][]string{{"office", "power"}, {"office", "power"}}, shown: licenses,
			before: func(a *account) { a.user.SKUs, a.user.Licenses = []string{"power"}, []string{"power"} },
			intent: change.Intent{Action: change.ManageLicenses, Writes: writes(change.Write{Kind: change.AddLicense, Subject: "office"})},
		},
		{
			name: "a license that is taken", want: [][]string{{"power"}, {"power"}}, shown: licenses,
			before: func(a *account) {
				a.licenses = []m365.HeldLicense{office}
				a.user.SKUs, a.user.Licenses = []string{"office", "power"}, []string{"office", "power"}
			},
			intent: change.Intent{Action: change.ManageLicenses, Writes: writes(change.Write{Kind: change.TakeLicense, Subject: "office"})},
		},
		{
			name: "a usage location", shown: func(user m365.User) any { return user.UsageLocation }, want: "DE",
			before: func(a *account) { a.user.UsageLocation = "" },
			intent: change.Intent{
				Action: change.ManageLicenses, UsageLocation: "DE",
				Writes: writes(change.Write{Kind: change.AddLicense, Subject: "office"}),
			},
		},
		{
			name: "a field", shown: func(user m365.User) any { return user.JobTitle }, want: "Pilot",
			intent: change.Intent{Action: change.EditUser, Writes: writes(change.Write{Kind: change.SetField, Subject: "jobTitle", After: "Pilot"})},
		},
		{
			name: "a new password", intent: change.Intent{Action: change.ResetPassword},
			shown: func(user m365.User) any { return user.LastPasswordReset }, want: now,
		},
	}
}

// eachListedChange plans every change on a cloud of its own. old is the user as Microsoft showed it before.
func eachListedChange(t *testing.T, try func(t *testing.T, s *scenario, plan change.Plan, old m365.User, one listedChange)) {
	for _, one := range listedChanges(newScenario().clock.Now()) {
		t.Run(one.name, func(t *testing.T) {
			s := newScenario(ada)
			if one.before != nil {
				one.before(s.cloud.users[ada])
			}
			old := s.cloud.users[ada].user
			s.local.put(old)
			one.intent.User = ada
			plan, err := s.Plan(t.Context(), one.intent)
			require.NoError(t, err)
			require.NotEqual(t, one.want, one.shown(old))
			try(t, s, plan, old, one)
		})
	}
}

// refreshed is what a refresh stores that began at a time and read a user.
func (s *scenario) refreshed(read m365.User, began time.Time) m365.User {
	s.Adjust(&read, began)
	return read
}

func TestARefreshThatReadWhileAChangeWasSentDoesNotUndoIt(t *testing.T) {
	eachListedChange(t, func(t *testing.T, s *scenario, plan change.Plan, old m365.User, one listedChange) {
		began := make([]time.Time, 0, len(plan.Steps))
		s.cloud.before = func(send) {
			began = append(began, s.clock.Now())
			s.clock.advance(time.Hour) // Microsoft has the program wait.
			if len(began) == len(plan.Steps) {
				require.Equal(t, one.want, one.shown(s.refreshed(old, began[0])), "while it is sent")
			}
		}
		_, err := s.Carry(t.Context(), plan, nil)
		require.NoError(t, err)
		require.Equal(t, one.want, one.shown(s.local.get(ada)))
		s.clock.advance(time.Hour) // The tenant is large.
		require.Equal(t, one.want, one.shown(s.refreshed(old, began[0])), "a refresh that goes on for an hour after it")
	})
}

func TestARefreshSoonAfterAChangeDoesNotUndoWhatMicrosoftShowsLate(t *testing.T) {
	eachListedChange(t, func(t *testing.T, s *scenario, plan change.Plan, old m365.User, one listedChange) {
		_, err := s.Carry(t.Context(), plan, nil)
		require.NoError(t, err)
		s.clock.advance(9 * time.Minute)
		require.Equal(t, one.want, one.shown(s.refreshed(old, s.clock.Now())))
		require.Equal(t, one.want, one.shown(s.refreshed(s.local.get(ada), s.clock.Now())), "nor puts it in twice")
		other := old
		other.Key = otherAda
		require.Equal(t, other, s.refreshed(other, s.clock.Now()), "the user of the same id in another tenant")
		s.clock.advance(2 * time.Minute)
		require.Equal(t, old, s.refreshed(old, s.clock.Now()), "after ten minutes Microsoft knows better")
	})
}

func TestARefreshDoesNotPutInWhatMicrosoftRefused(t *testing.T) {
	eachListedChange(t, func(t *testing.T, s *scenario, plan change.Plan, old m365.User, _ listedChange) {
		s.cloud.failing(denied)
		outcome, err := s.Carry(t.Context(), plan, nil)
		require.NoError(t, err)
		require.Equal(t, change.Failed, outcome.State())
		require.Equal(t, old, s.refreshed(old, s.clock.Now()))
	})
}

func TestARefreshAfterAChangeAndItsUndoShowsNeither(t *testing.T) {
	eachListedChange(t, func(t *testing.T, s *scenario, plan change.Plan, old m365.User, one listedChange) {
		if plan.Action == change.ResetPassword {
			t.Skip("a reset has no way back")
		}
		_, err := s.Carry(t.Context(), plan, nil)
		require.NoError(t, err)
		after := s.cloud.users[ada].user
		s.clock.advance(time.Minute)
		undo, err := s.UndoPlan(t.Context(), plan.ID)
		require.NoError(t, err)
		_, err = s.Carry(t.Context(), undo, nil)
		require.NoError(t, err)
		require.Equal(t, one.shown(old), one.shown(s.refreshed(old, s.clock.Now())))
		require.NotEqual(t, one.want, one.shown(s.refreshed(after, s.clock.Now())))
	})
}

func TestAPasswordThatTheUserChangedAfterAResetKeepsItsLaterDate(t *testing.T) {
	s := newScenario(ada)
	_, err := s.Carry(t.Context(), s.plan(t, change.ResetPassword, ada), nil)
	require.NoError(t, err)
	later := s.clock.Now().Add(5 * time.Minute)
	s.clock.advance(6 * time.Minute)
	require.Equal(t, later, s.refreshed(m365.User{Key: ada, LastPasswordReset: later}, s.clock.Now()).LastPasswordReset)
}

func TestWhatARetryFindsDoneIsNotUndoneByARefreshThatReadBefore(t *testing.T) {
	s := newScenario(ada)
	old := s.local.get(ada)
	plan := s.plan(t, change.ManageRoles, ada, change.Write{Kind: change.AddRole, Subject: "admin", Name: "Role admin"})
	s.cloud.failing(denied)
	outcome, err := s.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	began := s.clock.Now()
	s.cloud.users[ada].roles = []m365.HeldRole{{Role: m365.Role{ID: "admin", Name: "Role admin"}, AssignmentID: ada.ID + "+admin", Scope: "/"}}
	_, err = s.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	s.clock.advance(time.Hour)
	require.Equal(t, []string{"Role admin"}, s.refreshed(old, began).Roles)
}

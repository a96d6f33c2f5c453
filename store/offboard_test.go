package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/store"
)

var _ offboard.Kept = store.Offboardings{}

func offboarding(id string) offboard.Run {
	return offboard.Run{
		ID: id, Who: "j.tan@msp.example", Began: noon,
		Target: change.Target{Key: userKey(1, 1), Name: "Unmistakable User", Username: "adele@contoso.com", Tenant: "Contoso"},
		Steps: []offboard.Step{
			{
				Kind: offboard.Groups, Title: "Remove from 1 group", State: offboard.Running, Change: "change-1",
				Writes: []change.Write{{Kind: change.TakeGroup, Subject: "g1", Name: "Finance", Detail: map[string]string{"a": "b"}}},
				Parts:  []offboard.Part{{Text: "Remove from the group Finance", State: change.Unknown, RequestID: "r-1", At: noon}},
				Left:   []string{"Sales (members follow a rule)"}, Failure: &m365.Failure{What: "Contoso refused.", At: noon},
			},
			{Kind: offboard.Mailbox, State: offboard.ByHand, Line: "Set-Mailbox -Type Shared"},
		},
	}
}

func TestAnOffboardingIsKeptAsItStands(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	kept := s.Offboardings()
	run := offboarding("one")
	require.NoError(t, kept.SaveRuns(t.Context(), run))
	run.Steps[0].State, run.Paused = offboard.Done, true
	require.NoError(t, kept.SaveRuns(t.Context(), run))
	require.NoError(t, kept.SaveRuns(t.Context(), offboarding("two")))
	runs, err := kept.Runs(t.Context())
	require.NoError(t, err)
	require.ElementsMatch(t, []offboard.Run{run, offboarding("two")}, runs)
}

func TestFinishedOffboardingsAreReadAsFarAsTheyAreNew(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	for i := range 60 {
		run := offboarding(string(rune('A' + i)))
		run.Ended = noon.Add(time.Duration(i) * time.Minute)
		require.NoError(t, s.Offboardings().SaveRuns(t.Context(), run))
	}
	require.NoError(t, s.Offboardings().SaveRuns(t.Context(), offboarding("open")))
	runs, err := s.Offboardings().Runs(t.Context())
	require.NoError(t, err)
	require.Len(t, runs, 51)
	for _, run := range runs {
		require.True(t, run.ID == "open" || run.Ended.After(noon.Add(9*time.Minute)), run.ID)
	}
}

func TestTheStepsThatAreChosenAreKeptByTenant(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	kept := s.Offboardings()
	usual, own := offboard.Usual(), offboard.Usual().With(offboard.Roles, false)
	for _, tenant := range []m365.TenantID{"", tenantID(1)} {
		_, known, err := kept.Choice(t.Context(), tenant)
		require.NoError(t, err)
		require.False(t, known)
	}
	require.NoError(t, kept.SaveChoice(t.Context(), "", &usual))
	require.NoError(t, kept.SaveChoice(t.Context(), tenantID(1), &own))
	for tenant, want := range map[m365.TenantID]offboard.Choice{"": usual, tenantID(1): own} {
		got, known, err := kept.Choice(t.Context(), tenant)
		require.NoError(t, err)
		require.True(t, known)
		require.Equal(t, want, got)
	}
	require.NoError(t, kept.SaveChoice(t.Context(), tenantID(1), nil))
	_, known, err := kept.Choice(t.Context(), tenantID(1))
	require.NoError(t, err)
	require.False(t, known)
}

func TestOffboardingsLeaveWithTheirTenant(t *testing.T) {
	for name, leave := range map[string]func(*testing.T, *store.Store) error{
		"unsynced":   func(t *testing.T, s *store.Store) error { return s.RemoveTenantData(t.Context(), tenantID(1)) },
		"turned off": func(t *testing.T, s *store.Store) error { return s.Forget(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openIn(t, dir)
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
			own := offboard.Usual()
			require.NoError(t, s.Offboardings().SaveRuns(t.Context(), offboarding("one")))
			require.NoError(t, s.Offboardings().SaveChoice(t.Context(), tenantID(1), &own))
			require.NoError(t, leave(t, s))
			require.ErrorIs(t, s.Offboardings().SaveRuns(t.Context(), offboarding("one")), store.ErrNotFound, "what comes late is not kept")
			runs, err := s.Offboardings().Runs(t.Context())
			require.NoError(t, err)
			require.Empty(t, runs)
			requireNowhere(t, dir, "unmistakable")
		})
	}
}

func TestOffboardingsThatWereBegunAtOnceAreKeptAllOrNoneAndReadTogether(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	kept := s.Offboardings()
	elsewhere := offboarding("gone")
	elsewhere.Target.Key = userKey(9, 1)
	require.ErrorIs(t, kept.SaveRuns(t.Context(), offboarding("one"), elsewhere), store.ErrNotFound)
	runs, err := kept.Runs(t.Context())
	require.NoError(t, err)
	require.Empty(t, runs)

	var names []string
	for i := range 70 {
		run := offboarding(fmt.Sprintf("run-%02d", i))
		run.Together = "all"
		if i > 0 {
			run.Ended = noon.Add(time.Duration(i) * time.Minute)
		}
		names = append(names, run.ID)
		require.NoError(t, kept.SaveRuns(t.Context(), run))
	}
	runs, err = kept.Runs(t.Context())
	require.NoError(t, err)
	var read []string
	for _, run := range runs {
		require.Equal(t, "all", run.Together)
		read = append(read, run.ID)
	}
	require.Equal(t, names, read, "also those that ended long ago")
}

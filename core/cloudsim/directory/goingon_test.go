package directory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

const disabled = 50057

// moving is a world whose clock a test moves.
type moving struct {
	*directory.Directory
	options directory.Options
	now     time.Time
}

func openMoving(t *testing.T) *moving {
	m := &moving{now: today.Add(10 * time.Hour)}
	m.options = directory.Options{Seed: 3, Tenants: 4, Users: 300, GoOn: true, Dir: t.TempDir(), Now: func() time.Time { return m.now }}
	m.Directory = open(t, m.options)
	return m
}

// everyDay are the tenant with most users and those in it who sign in day by day.
func (m *moving) everyDay(t *testing.T) (*directory.Tenant, []directory.User) {
	t.Helper()
	inside, _ := m.Open(m.Tenants()[1].ID)
	var all []directory.User
	inside.EachUser(0, func(u *directory.User) bool {
		if u.LastSignIn.After(inside.Epoch()) {
			all = append(all, *u)
		}
		return true
	})
	require.Greater(t, len(all), 10)
	return inside, all
}

func TestPeopleGoOnSigningInAndTheListFollows(t *testing.T) {
	m := openMoving(t)
	inside, all := m.everyDay(t)
	later := 0
	for _, u := range all {
		log := inside.SignInsOf(u.Slot)
		require.Equal(t, u.LastSignIn, log[0].Time)
		require.False(t, u.LastSignIn.After(m.now))
		m.now = m.now.Add(3 * time.Hour)
		now, _ := inside.UserAt(u.Slot)
		after := inside.SignInsOf(u.Slot)
		require.Equal(t, now.LastSignIn, after[0].Time)
		require.Equal(t, log, after[len(after)-len(log):], "what was there stays")
		if len(after) > len(log) {
			later++
		}
		ids := map[string]bool{}
		for i, entry := range after {
			require.False(t, ids[entry.ID])
			ids[entry.ID] = true
			require.True(t, i == 0 || !entry.Time.After(after[i-1].Time), "newest first")
		}
		m.now = m.now.Add(-3 * time.Hour)
	}
	require.Greater(t, later, len(all)/2)
}

func TestWhoIsBlockedGoesOnTryingAndFails(t *testing.T) {
	m := openMoving(t)
	inside, all := m.everyDay(t)
	one := all[0]
	before := inside.SignInsOf(one.Slot)
	block := func(enabled bool) {
		_, err := inside.ChangeUser(one.Slot, func(u *directory.User) error { u.AccountEnabled = enabled; return nil })
		require.NoError(t, err)
	}
	block(false)
	blocked := m.now
	m.now = m.now.Add(12 * time.Hour)
	block(true)
	again := m.now
	m.now = m.now.Add(12 * time.Hour)
	check := func() {
		log := inside.SignInsOf(one.Slot)
		require.Equal(t, before, log[len(log)-len(before):], "what was there stays as it was")
		failed, since := 0, 0
		for _, entry := range log[:len(log)-len(before)] {
			during := entry.Time.After(blocked) && !entry.Time.After(again)
			require.Equal(t, during, entry.ErrorCode == disabled, entry.Time)
			switch {
			case during:
				failed++
			case entry.Time.After(again):
				since++
			}
		}
		require.Positive(t, failed)
		require.Positive(t, since)
	}
	check()
	require.NoError(t, m.Close())
	m.Directory = open(t, m.options)
	inside, _ = m.Open(inside.Info().ID)
	check()
}

func TestAnOldPasswordAndAnEndedSessionAreTriedForAWhile(t *testing.T) {
	for name, c := range map[string]struct {
		change func(u *directory.User, now time.Time)
		code   int
	}{
		"a new password":   {func(u *directory.User, now time.Time) { u.LastPasswordChange, u.SessionsValidFrom = now, now }, 50126},
		"revoked sessions": {func(u *directory.User, now time.Time) { u.SessionsValidFrom = now }, 50173},
	} {
		t.Run(name, func(t *testing.T) {
			m := openMoving(t)
			inside, all := m.everyDay(t)
			changed, failed := m.now, 0
			for _, one := range all {
				_, err := inside.ChangeUser(one.Slot, func(u *directory.User) error { c.change(u, changed); return nil })
				require.NoError(t, err)
			}
			m.now = m.now.Add(12 * time.Hour)
			for _, one := range all {
				now, _ := inside.UserAt(one.Slot)
				for _, entry := range inside.SignInsOf(one.Slot) {
					soon := entry.Time.After(changed) && entry.Time.Before(changed.Add(time.Hour))
					if soon {
						failed++
						require.Equal(t, c.code, entry.ErrorCode)
						require.NotEqual(t, entry.Time, now.LastGood)
					}
					require.False(t, !soon && entry.ErrorCode == 50173, "of the hour after alone")
				}
			}
			require.Positive(t, failed)
		})
	}
}

func TestTheLastGoodSignInOfOneWhoIsBlockedStays(t *testing.T) {
	m := openMoving(t)
	inside, all := m.everyDay(t)
	_, err := inside.ChangeUser(all[0].Slot, func(u *directory.User) error { u.AccountEnabled = false; return nil })
	require.NoError(t, err)
	m.now = m.now.Add(24 * time.Hour)
	now, _ := inside.UserAt(all[0].Slot)
	require.Equal(t, all[0].LastGood, now.LastGood)
	require.True(t, now.LastSignIn.After(all[0].LastSignIn), "an attempt that fails is one")
}

func TestNobodyGoesOnWhereTheWorldStandsStill(t *testing.T) {
	m := openMoving(t)
	still := m.options
	still.GoOn, still.Dir = false, ""
	d := open(t, still)
	before := dump(t, d)
	m.now = m.now.Add(48 * time.Hour)
	require.Equal(t, string(before), string(dump(t, d)))
}

package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestATurnOffIsKeptTenantByTenantUntilItEnds(t *testing.T) {
	s := open(t)
	_, found, err := s.TurnOff(t.Context())
	require.NoError(t, err)
	require.False(t, found)

	off := m365.TurnOff{EraseJournal: true, Permitting: true, Removals: []m365.Removal{
		{Tenant: "t2", Name: "Fabrikam", State: m365.RemovalWaits},
		{Tenant: "t1", Name: "MSP Example", Primary: true, State: m365.RemovalWaits},
	}}
	require.NoError(t, s.BeginTurnOff(t.Context(), off))
	off.Removals[0].State, off.Removals[0].Failure = m365.RemovalFailed, &m365.Failure{What: "It ended.", Code: "404"}
	require.NoError(t, s.SetRemoval(t.Context(), off.Removals[0]))
	kept, found, err := s.TurnOff(t.Context())
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, off, kept)

	require.NoError(t, s.DropTurnOff(t.Context()))
	_, found, err = s.TurnOff(t.Context())
	require.NoError(t, err)
	require.False(t, found)
}

func TestForgettingLocalDataForgetsATurnOffWithTheNamesOfItsTenants(t *testing.T) {
	s := open(t)
	require.NoError(t, s.BeginTurnOff(t.Context(), m365.TurnOff{Removals: []m365.Removal{{Tenant: "t2", Name: "Fabrikam", State: m365.RemovalWaits}}}))
	require.NoError(t, s.Forget(t.Context()))
	_, found, err := s.TurnOff(t.Context())
	require.NoError(t, err)
	require.False(t, found)
}

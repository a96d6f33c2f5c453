package program

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
)

func TestTheChoiceToSpareAdministratorsIsKeptAndHolds(t *testing.T) {
	d := openHarness(t, startSimulation(t, 8, 600))
	care := d.program.services().Access
	at := d.find(t, func(at subject) bool { _, only := at.onlyRole(); return only && at.user.AccountEnabled })
	block := change.Intent{Action: change.Block, User: at.key}
	d.plan(t, block)
	require.NoError(t, care.SpareIn(t.Context(), access.HelpDesk, true))
	d.plan(t, block) // another tier
	require.NoError(t, care.SpareIn(t.Context(), access.Full, true))
	_, err := d.program.change.Plan(t.Context(), block)
	require.ErrorIs(t, err, change.ErrSpared)

	require.NoError(t, d.program.readSpared(t.Context()), "as at the next start")
	require.True(t, care.SparedIn(access.HelpDesk))
	require.True(t, care.SparedIn(access.Full))
	require.NoError(t, care.SpareIn(t.Context(), access.Full, false))
	require.NoError(t, d.program.readSpared(t.Context()))
	require.True(t, care.SparedIn(access.HelpDesk))
	d.plan(t, block)
}

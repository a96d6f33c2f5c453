package change_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// sparing is a Service that spares administrators as long as spares says so.
func (h *hiding) sparing(spares *bool) *change.Service {
	return change.New(change.Options{
		Directory: h, Users: newLocal(), Journal: newJournal(), NewID: numbered("change-"),
		Tenant: func(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
			return m365.Tenant{ID: id, Name: "Contoso"}, nil
		},
		Tier: func() access.Tier { return access.Full }, Who: func() string { return "tech@msp.example" }, Spares: func() bool { return *spares },
	})
}

func TestAdministratorsAreSparedWhereThatIsChosen(t *testing.T) {
	guarded := []change.Intent{
		{Action: change.ResetPassword},
		{Action: change.CreateTAP},
		{Action: change.Block},
		{Action: change.DeleteUser},
		{Action: change.AddMethod, Writes: writes(change.Write{Kind: change.PutMethod, Subject: "3179e48a-750b-4051-897c-87b9720928f7", After: "+1 2065550100"})},
	}
	roles := map[string]*hiding{
		"a role":                  {held: []m365.HeldRole{helpdesk}},
		"a role to activate":      {held: []m365.HeldRole{eligible}},
		"roles nobody could read": {lost: call.ReadHeldRoles, err: &call.Error{Op: call.ReadHeldRoles.Op, Kind: call.Server}},
	}
	for name, cloud := range roles {
		cloud.cloud = newCloud(ada)
		spares := true
		service := cloud.sparing(&spares)
		for _, intent := range guarded {
			t.Run(name+", "+string(intent.Action), func(t *testing.T) {
				intent.User = ada
				_, err := service.Plan(t.Context(), intent)
				require.ErrorIs(t, err, change.ErrSpared)
				require.Contains(t, change.Explain(err).What, `Ada Lovelace in Contoso counts as an administrator`)
				require.Contains(t, change.Explain(err).What, `the access tier "Full"`)
				require.Contains(t, change.Explain(err).Do, "Setup")
			})
		}
		_, err := service.Plan(t.Context(), change.Intent{Action: change.RevokeSessions, User: ada})
		require.NoError(t, err, "the end of sessions takes nothing")
		spares = false
		_, err = service.Plan(t.Context(), change.Intent{Action: change.Block, User: ada})
		require.NoError(t, err, "a taken-over account is blocked where nothing else is chosen")
	}
	plain, spares := &hiding{cloud: newCloud(ada)}, true
	_, err := plain.sparing(&spares).Plan(t.Context(), change.Intent{Action: change.Block, User: ada})
	require.NoError(t, err, "who is no administrator")
}

func TestAPlanFromBeforeTheChoiceIsNotCarriedOut(t *testing.T) {
	cloud, spares := &hiding{cloud: newCloud(ada), held: []m365.HeldRole{helpdesk}}, false
	service := cloud.sparing(&spares)
	plan, err := service.Plan(t.Context(), change.Intent{Action: change.Block, User: ada})
	require.NoError(t, err)
	spares = true
	_, err = service.Carry(t.Context(), plan, nil)
	require.ErrorIs(t, err, change.ErrSpared)
	require.Empty(t, cloud.sent())
	spares = false
	_, err = service.Carry(t.Context(), plan, nil)
	require.NoError(t, err, "the plan is still good")
}

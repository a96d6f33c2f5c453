package change_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAChangeThatTheTenantsConsentDoesNotCoverIsRefused(t *testing.T) {
	cloud, journal, consented := newCloud(ada), newJournal(), access.Full
	service := change.New(change.Options{
		Directory: cloud, Users: newLocal(), Journal: journal, NewID: numbered("change-"),
		Tenant: func(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
			return m365.Tenant{ID: id, Name: "Contoso", Consented: string(consented)}, nil
		},
		Tier: func() access.Tier { return access.Full }, Who: func() string { return "tech@msp.example" },
	})
	block := change.Intent{Action: change.Block, User: ada}
	done, err := service.Plan(t.Context(), block)
	require.NoError(t, err)
	_, err = service.Carry(t.Context(), done, nil)
	require.NoError(t, err)
	late, err := service.Plan(t.Context(), change.Intent{Action: change.Unblock, User: ada})
	require.NoError(t, err)
	sent, recorded := len(cloud.sent()), journal.text()

	consented = access.ReadOnly
	_, planned := service.Plan(t.Context(), change.Intent{Action: change.Unblock, User: ada})
	_, undone := service.UndoPlan(t.Context(), done.ID)
	_, carried := service.Carry(t.Context(), late, nil)
	for _, err := range []error{planned, undone, carried} {
		require.ErrorIs(t, err, change.ErrTier)
		require.Contains(t, change.Explain(err).What, `Contoso was synced with the access tier "Read only"`)
		require.Contains(t, change.Explain(err).Do, "Sync the tenant again")
	}
	require.Len(t, cloud.sent(), sent)
	require.Equal(t, recorded, journal.text())

	consented = access.HelpDesk
	_, err = service.Carry(t.Context(), late, nil)
	require.NoError(t, err, "a plan that was refused can be carried out once the tenant allows it")
	_, err = service.Plan(t.Context(), change.Intent{Action: change.ManageRoles, User: ada, Writes: writes(change.Write{Kind: change.AddRole, Subject: "role"})})
	require.ErrorIs(t, err, change.ErrTier)
}

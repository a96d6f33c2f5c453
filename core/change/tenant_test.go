package change_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestNothingIsSentWhereAnotherTenantAnswers(t *testing.T) {
	for name, answered := range map[string]m365.Organization{
		"another one": {ID: fabrikam, Name: "Fabrikam"}, "one without a name": {ID: fabrikam}, "one without an id": {Name: "Fabrikam"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(ada)
			plan := s.plan(t, change.Block, ada)
			s.cloud.organization = func(m365.TenantID) (m365.Organization, error) { return answered, nil }
			_, err := s.Carry(t.Context(), plan, nil)
			require.ErrorIs(t, err, change.ErrOtherTenant)
			require.Contains(t, change.Explain(err).What, "Nothing was sent, because Microsoft answered for another tenant")
			require.Contains(t, change.Explain(err).What, "in place of Contoso")
			require.Empty(t, s.cloud.sent())
			require.Empty(t, s.journal.text())

			s.cloud.organization = nil
			outcome, err := s.Carry(t.Context(), plan, nil)
			require.NoError(t, err, "it can be carried out once the right one answers")
			require.Equal(t, change.Done, outcome.State())
		})
	}
}

func TestATenantIsAskedForItsIDOnceASession(t *testing.T) {
	s := newScenario(ada, otherAda)
	for _, action := range []change.Action{change.Block, change.Unblock, change.RevokeSessions} {
		_, err := s.Carry(t.Context(), s.plan(t, action, ada), nil)
		require.NoError(t, err)
	}
	require.Equal(t, []m365.TenantID{contoso}, s.cloud.asked)
	_, err := s.Carry(t.Context(), s.plan(t, change.Block, otherAda), nil)
	require.NoError(t, err)
	s.who = "other@msp.example"
	_, err = s.Carry(t.Context(), s.plan(t, change.Block, ada), nil)
	require.NoError(t, err)
	require.Equal(t, []m365.TenantID{contoso, fabrikam, contoso}, s.cloud.asked)
}

func TestATenantThatDoesNotTellItsIDIsAskedAgain(t *testing.T) {
	s := newScenario(ada)
	s.cloud.organization = func(m365.TenantID) (m365.Organization, error) { return m365.Organization{}, errors.New("busy") }
	for _, action := range []change.Action{change.Block, change.Unblock} {
		outcome, err := s.Carry(t.Context(), s.plan(t, action, ada), nil)
		require.NoError(t, err)
		require.Equal(t, change.Done, outcome.State(), "an account that was taken over can be blocked")
	}
	require.Equal(t, []m365.TenantID{contoso, contoso}, s.cloud.asked)
}

func TestNothingIsSentWhereMicrosoftNamesAnotherTenant(t *testing.T) {
	for _, action := range []change.Action{change.Block, change.ResetPassword} {
		h := newHarness(t)
		plan := h.plan(change.Intent{Action: action, User: h.key(h.plain())})
		h.told = map[string]string{"/organization": `{"value":[{"id":"` + string(fabrikam) + `","displayName":"Fabrikam","verifiedDomains":[]}]}`}
		outcome, err := h.service.Carry(t.Context(), plan, nil)
		require.ErrorIs(t, err, change.ErrOtherTenant)
		require.Contains(t, change.Explain(err).What, "Nothing was sent, because Microsoft answered for another tenant")
		require.True(t, outcome.Secret.Empty())
		require.Empty(t, h.sent())

		h.told = nil
		h.done(h.carry(plan))
	}
}

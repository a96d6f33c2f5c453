package change_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestSecretsAreInTheOutcomeAndNowhereElse(t *testing.T) {
	s := newScenario(ada)
	var printed bytes.Buffer
	show := func(values ...any) {
		for _, value := range values {
			text, err := json.Marshal(value)
			require.NoError(t, err)
			fmt.Fprintf(&printed, "%v %+v %#v %s\n", value, value, value, text)
			slog.New(slog.NewTextHandler(&printed, nil)).Info("value", "value", value)
		}
	}
	var secrets []string
	for _, fault := range []func(string) func(send) (bool, error){
		func(string) func(send) (bool, error) { return nil },
		// An answer that repeats what was sent.
		func(secret string) func(send) (bool, error) {
			return func(got send) (bool, error) {
				return false, &call.Error{Op: got.request.Op, Tenant: got.tenant, Kind: call.BadRequest, Status: 400, Message: "bad password " + secret}
			}
		},
	} {
		for _, action := range []change.Action{change.ResetPassword, change.CreateTAP} {
			plan := s.plan(t, action, ada)
			secret := passwordOf(plan)
			s.cloud.failing(fault(secret))
			outcome, err := s.Carry(t.Context(), plan, func(now change.Outcome) { show(now) })
			require.NoError(t, err)
			_, again := s.Carry(t.Context(), plan, nil)
			_, undo := s.UndoPlan(t.Context(), plan.ID)
			show(plan, &plan, outcome, again, undo, again.Error(), undo.Error(), plan.Steps[0].Request, plan.Steps[0].Request.Text(), change.Explain(undo))
			entry := s.journal.entry(t, plan.ID)
			show(entry, change.Summary(entry, table.Printer{}))
			for _, text := range []string{secret, outcome.Secret.Reveal()} {
				if text != "" {
					secrets = append(secrets, text)
				}
			}
		}
	}
	require.Len(t, secrets, 4)
	for _, secret := range secrets {
		require.NotContains(t, printed.String(), secret)
		require.NotContains(t, s.journal.text(), secret)
		require.NotContains(t, s.log.text(), secret)
	}
	require.Contains(t, s.journal.text(), "bad password [secret]")
}

// passwordOf is the password that a plan will set; empty for a plan without one.
func passwordOf(plan change.Plan) string {
	body, _ := plan.Steps[0].Request.Body.(map[string]any)
	profile, _ := body["passwordProfile"].(map[string]any)
	secret, _ := profile["password"].(m365.Secret)
	return secret.Reveal()
}

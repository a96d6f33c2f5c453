package graph_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// everyFault are the faults of the simulated cloud: those of its table, and statuses in all their forms.
func everyFault(other string) []fault.Rule {
	var rules []fault.Rule
	for _, kind := range fault.Kinds() {
		if !strings.HasPrefix(string(kind.Kind), "STATUS") {
			rules = append(rules, fault.Rule{Kind: kind.Kind, Delay: time.Nanosecond, Skew: -10 * time.Minute, Other: other})
		}
	}
	for _, status := range []int{400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 423, 424, 429, 499, 500, 501, 502, 503, 504} {
		for _, kind := range []fault.Kind{fault.WithError(status), fault.WithPage(status), fault.WithNothing(status)} {
			rules = append(rules, fault.Rule{Kind: kind})
		}
	}
	return rules
}

func TestEveryFaultOfTheSimulatedCloudIsAnAnswerOrAnErrorOfTheTenant(t *testing.T) {
	s := newSimulated(t, nil)
	tenant, inside := s.tenant(0)
	other, _ := s.tenant(1)
	key := m365.UserKey{Tenant: tenant, ID: s.users(inside)[20].ID}
	ctx := t.Context()
	reads := map[string]func() error{
		"organization": func() error { _, err := s.client.Organization(ctx, tenant); return err },
		"users": func() error {
			err := s.client.EachUserPage(ctx, tenant, func([]m365.User) error { return nil })
			return err
		},
		"roles":    func() error { _, err := s.client.Roles(ctx, tenant); return err },
		"user":     func() error { _, err := s.client.User(ctx, key); return err },
		"licenses": func() error { _, err := s.client.UserLicenses(ctx, key); return err },
		"devices":  func() error { _, err := s.client.UserDevices(ctx, key); return err },
		"groups":   func() error { _, err := s.client.UserGroups(ctx, key); return err },
		"sign-ins": func() error { _, err := s.client.UserSignIns(ctx, key, time.Time{}); return err },
		"methods":  func() error { _, err := s.client.UserMethods(ctx, key); return err },
		"write":    func() error { _, err := s.client.Send(ctx, tenant, call.SetSignIn(key.ID, m365.Allowed)); return err },
	}
	for _, rule := range everyFault(string(other)) {
		s.faults.Clear()
		_, err := s.faults.Add(rule)
		require.NoError(t, err)
		for name, read := range reads {
			err := read()
			if foreign := (*refusal.OtherTenantError)(nil); errors.As(err, &foreign) {
				require.Equal(t, tenant, foreign.Asked)
			} else if err != nil {
				failed := call.As(err)
				require.NotNil(t, failed, "%s of %s: %v", rule.Kind, name, err)
				require.Equal(t, tenant, failed.Tenant)
				require.NotEmpty(t, failed.Kind)
			}
		}
	}
	s.faults.Clear()
	for name, read := range reads {
		if name != "write" {
			require.NoError(t, read(), "%s afterwards", name)
		}
	}
}

// tenantOfTests reads the tenant out of a token of the tests.
func tenantOfTests(r *http.Request) string {
	_, tenant, _ := strings.Cut(r.Header.Get("Authorization"), "-of-")
	return tenant
}

package integration_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

var (
	blocked = &m365.Failure{What: "A Conditional Access policy of Contoso blocked the sign-in.", Code: "AADSTS53003"}
	lost    = &m365.Failure{What: "The connection broke off."}
)

func TestAccessIsNamedByWhatIsKnown(t *testing.T) {
	in := func(state m365.AccessState) m365.Access { return m365.Access{State: state} }
	tests := map[string]struct {
		tenant m365.Tenant
		word   string
	}{
		"healthy":                     {m365.Tenant{Access: in(m365.AccessHealthy)}, "Healthy"},
		"ends soon":                   {m365.Tenant{Access: in(m365.AccessEnding)}, "GDAP ends soon"},
		"ended":                       {m365.Tenant{Access: in(m365.AccessEnded)}, "GDAP ended"},
		"no role":                     {m365.Tenant{Access: in(m365.AccessNoRole)}, "No role"},
		"in no group":                 {m365.Tenant{Access: in(m365.AccessNotInAny)}, "Not in group"},
		"the own tenant":              {m365.Tenant{Access: in(m365.AccessPrimary)}, "Your tenant"},
		"a sync that failed":          {m365.Tenant{Access: in(m365.AccessHealthy), Status: m365.Failed, Failure: lost}, "Sync failed"},
		"failed, for want of a role":  {m365.Tenant{Access: in(m365.AccessNoRole), Status: m365.Failed, Failure: lost}, "No role"},
		"never checked":               {m365.Tenant{}, "Not checked"},
		"could not be read":           {m365.Tenant{Access: in(m365.AccessUnread)}, "Not read"},
		"not read, and blocked":       {m365.Tenant{Access: in(m365.AccessUnread), Failure: blocked}, "Sign-in blocked"},
		"a sync that was blocked":     {m365.Tenant{Access: in(m365.AccessHealthy), Failure: blocked}, "Sign-in blocked"},
		"a refresh that is blocked":   {m365.Tenant{Access: in(m365.AccessHealthy), RefreshFailure: blocked}, "Sign-in blocked"},
		"blocked, for GDAP ended":     {m365.Tenant{Access: in(m365.AccessEnded), Failure: blocked}, "GDAP ended"},
		"a failure without a refusal": {m365.Tenant{Access: in(m365.AccessHealthy), RefreshFailure: lost}, "Healthy"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.word, integration.AccessWord(test.tenant))
			label, _, _ := strings.Cut(integration.AccessLabel(test.tenant, time.Now()), ":")
			require.Equal(t, test.word, label, "what is said of one tenant begins with what is said of all that stand so")
		})
	}
}

func TestAnUnsyncedTenantKeepsWhatBarredItAndNothingElse(t *testing.T) {
	for name, c := range map[string]struct {
		code string
		kept bool
	}{
		"a policy of the tenant": {"AADSTS53003", true},
		"a lost connection":      {"", false},
		"a missing consent":      {"AADSTS65001", false},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.consents.refuse[contoso] = errors.New("refused")
			h.sync(t, contoso)
			tenant := h.store.tenant(contoso)
			tenant.Failure.Code = c.code
			require.NoError(t, h.Unsync(t.Context(), []m365.TenantID{contoso}))
			after := h.store.tenant(contoso)
			require.Equal(t, m365.Deactivated, after.Status)
			require.Equal(t, c.kept, after.Failure != nil)
			require.Equal(t, c.kept, integration.Barred(after) != nil)

			delete(h.consents.refuse, contoso)
			h.sync(t, contoso)
			require.Nil(t, integration.Barred(h.store.tenant(contoso)), "a sync that gets in proves otherwise")
		})
	}
}

func TestAnAccountOfAnotherTenantIsRefusedWithTheNamesThatAreKnown(t *testing.T) {
	h := newHarness(t)
	primary := h.store.tenants[home]
	primary.DefaultDomain = "msp.example"
	h.store.tenants[home] = primary
	h.store.connection = m365.Connection{On: true, Tenant: home, ClientID: clientID}
	h.account.signInError = &refusal.WrongTenantError{Want: home, Got: contoso, GotDomain: "contoso.com", Username: "eva@contoso.com"}
	_, err := h.SignIn(t.Context(), access.ReadOnly, func(string) {})
	var wrong *refusal.WrongTenantError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "MSP Example", wrong.WantName)
	require.Equal(t, "msp.example", wrong.WantDomain)
	require.Equal(t, "Contoso", wrong.GotName)
	require.Equal(t, "contoso.com", wrong.GotDomain)
}

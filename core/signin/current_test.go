package signin_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/partner"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// The clients ask for these by type, and would go without a word where they were missing.
var (
	_ graph.Forgetter     = signin.GraphTokens{}
	_ partner.Forgetter   = signin.PartnerTokens{}
	_ integration.Account = (*signin.Current)(nil)
)

// inUse is a Current on a harness's Session.
func inUse(t *testing.T, h *harness) *signin.Current {
	t.Helper()
	current := signin.NewCurrent(h.Cloud, func(m365.TenantID, string) (*signin.Session, error) { return h.Session, nil }, nil)
	require.NoError(t, current.Use(t.Context(), home, clientID))
	return current
}

func TestASignInAlsoProvesWhatAClientTenantAskedFor(t *testing.T) {
	const wanted = `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`
	h := newHarness(t)
	current := inUse(t, h)
	_, err := current.Interactive(t.Context(), access.ReadOnly, m365.SignInPrompt{})
	require.NoError(t, err)
	require.Len(t, h.browser.addresses(), 1, "nothing is asked for that nobody wants")

	h.provider.set(func(p *provider) {
		p.challenges[string(customer)] = refusedAs("interaction_required", "basic_action", 50076, wanted)
	})
	_, err = signin.GraphTokens{Current: current}.Token(t.Context(), customer, "")
	require.True(t, refusal.Explain(err, "Contoso").SignIn)

	var shown []string
	account, err := current.Interactive(t.Context(), access.ReadOnly, m365.SignInPrompt{OnURL: func(url string) { shown = append(shown, url) }})
	require.NoError(t, err)
	require.Equal(t, "anna@msp.example", account.Username)
	opened := h.browser.addresses()
	require.Len(t, opened, 3, "the sign-in at home, and the page of the client's tenant")
	require.Len(t, shown, 2, "which is announced")
	last := opened[2]
	require.Equal(t, "/"+string(customer)+"/oauth2/v2.0/authorize", last.Path)
	require.Contains(t, last.Query().Get("claims"), `"acrs"`)
	require.Equal(t, "anna@msp.example", last.Query().Get("login_hint"))
	_, err = signin.GraphTokens{Current: current}.Token(t.Context(), customer, "")
	require.NoError(t, err)

	_, err = current.Interactive(t.Context(), access.ReadOnly, m365.SignInPrompt{})
	require.NoError(t, err)
	require.Len(t, h.browser.addresses(), 4, "what was proved is not asked for again")
}

func TestWhatASignInAtHomeProvesIsNotAskedForAgain(t *testing.T) {
	h := newHarness(t)
	current := inUse(t, h)
	_, err := current.Interactive(t.Context(), access.ReadOnly, m365.SignInPrompt{})
	require.NoError(t, err)
	h.provider.set(func(p *provider) {
		p.refusals[string(customer)] = refusedAs("interaction_required", "basic_action", 50076, `{"access_token":{}}`)
		p.refusals[string(stranger)] = refusedAs("interaction_required", "message_only", 53003, `{"access_token":{}}`)
	})
	for _, tenant := range []m365.TenantID{customer, stranger} {
		_, err = signin.GraphTokens{Current: current}.Token(t.Context(), tenant, "")
		require.Error(t, err)
	}
	h.provider.set(func(p *provider) { clear(p.refusals) })
	_, err = current.Interactive(t.Context(), access.ReadOnly, m365.SignInPrompt{})
	require.NoError(t, err)
	require.Len(t, h.browser.addresses(), 2)
}

func TestAClientTenantThatIsNotSatisfiedDoesNotUndoTheSignIn(t *testing.T) {
	h := newHarness(t)
	current := inUse(t, h)
	_, err := current.Interactive(t.Context(), access.ReadOnly, m365.SignInPrompt{})
	require.NoError(t, err)
	h.provider.set(func(p *provider) {
		p.refusals[string(customer)] = refusedAs("interaction_required", "basic_action", 50076, `{"access_token":{}}`)
	})
	_, err = signin.GraphTokens{Current: current}.Token(t.Context(), customer, "")
	require.Error(t, err)
	account, err := current.Interactive(t.Context(), access.ReadOnly, m365.SignInPrompt{})
	require.NoError(t, err)
	require.Equal(t, "anna@msp.example", account.Username)
	require.Len(t, h.browser.addresses(), 3)
	require.True(t, current.SignedIn())
}

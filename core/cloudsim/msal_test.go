package cloudsim_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	msal "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

// program is a client in the manner of the real one: MSAL's public client, and HTTP.
type program struct {
	t      *testing.T
	server *cloudsim.Server
	http   *http.Client
	public public.Client
	signed public.AuthResult
}

func newProgram(t *testing.T, server *cloudsim.Server) *program {
	t.Helper()
	p := &program{t: t, server: server, http: trusting(t, server)}
	var err error
	p.public, err = public.New(server.Estate().Client().ID,
		public.WithAuthority(server.Authority()+"/"+server.Estate().Partner().ID),
		public.WithInstanceDiscovery(false), public.WithHTTPClient(p.http), public.WithClientCapabilities([]string{"CP1"}))
	require.NoError(t, err)
	return p
}

func (p *program) graphScope() []string { return []string{p.server.Graph() + "/.default"} }
func (p *program) partnerScope() []string {
	return []string{p.server.PartnerCenter() + "/user_impersonation"}
}

func (p *program) signIn(walker cloudsim.Walker, options ...public.AcquireInteractiveOption) error {
	p.t.Helper()
	all := append([]public.AcquireInteractiveOption{public.WithOpenURL(walker.OpenURL)}, options...)
	result, err := p.public.AcquireTokenInteractive(p.t.Context(), p.graphScope(), all...)
	if err == nil {
		p.signed = result
	}
	return err
}

func (p *program) silent(tenant string, scopes []string) (public.AuthResult, error) {
	return p.public.AcquireTokenSilent(p.t.Context(), scopes, public.WithSilentAccount(p.signed.Account), public.WithTenantID(tenant))
}

// consent consents for a customer through Partner Center.
func (p *program) consent(tenant string) answered {
	p.t.Helper()
	token, err := p.silent(p.server.Estate().Partner().ID, p.partnerScope())
	require.NoError(p.t, err)
	body := fmt.Sprintf(`{"applicationId":%q,"displayName":"Tenantkeep","applicationGrants":[{"enterpriseApplicationId":%q,"scope":"User.Read.All, Directory.Read.All"}]}`,
		p.server.Estate().Client().ID, estate.GraphResource)
	return send(p.t, p.http, "POST", p.server.PartnerCenter()+"/v1/customers/"+tenant+"/applicationconsents", token.AccessToken, body)
}

// refusal is what the client finds in MSAL's error.
type refusal struct {
	Error       string `json:"error"`
	Suberror    string `json:"suberror"`
	Codes       []int  `json:"error_codes"`
	Description string `json:"error_description"`
	Claims      string `json:"claims"`
	Correlation string `json:"correlation_id"`
}

func refusalIn(t *testing.T, err error) refusal {
	t.Helper()
	var call msal.CallErr
	require.True(t, errors.As(err, &call), "%v", err)
	defer call.Resp.Body.Close()
	var said refusal
	require.NoError(t, json.NewDecoder(call.Resp.Body).Decode(&said))
	return said
}

func TestMSALSignsInAndReachesEveryTenantSilently(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	home := server.Estate().Partner().ID
	require.Equal(t, account(t, server, directory.Administrator), p.signed.Account.PreferredUsername)
	require.True(t, strings.HasSuffix(p.signed.Account.HomeAccountID, "."+home))
	require.Equal(t, home, p.signed.IDToken.TenantID)

	reached := 0
	for _, customer := range server.Estate().Customers() {
		situation := server.Estate().Situation(customer.ID)
		answer := p.consent(customer.ID)
		token, err := p.silent(customer.ID, p.graphScope())
		switch situation {
		case estate.Ended:
			require.Equal(t, http.StatusNotFound, answer.status)
			require.Equal(t, []int{50020}, refusalIn(t, err).Codes)
		case estate.NotInGroup:
			require.Equal(t, http.StatusForbidden, answer.status)
			require.Equal(t, []int{50020}, refusalIn(t, err).Codes)
		case estate.NoRole:
			require.Equal(t, http.StatusForbidden, answer.status)
			require.Equal(t, []int{90099}, refusalIn(t, err).Codes)
		case estate.BlocksPartners:
			require.Equal(t, http.StatusCreated, answer.status)
			require.Equal(t, []int{53003}, refusalIn(t, err).Codes)
		default:
			require.Equal(t, http.StatusCreated, answer.status, answer.body)
			require.NoError(t, err)
			reached++
			got := send(t, p.http, "GET", server.Graph()+"/v1.0/users?$top=1&$select=id", token.AccessToken, "")
			require.Equal(t, http.StatusOK, got.status, got.body)
			again, err := p.silent(customer.ID, p.graphScope())
			require.NoError(t, err)
			require.Equal(t, token.AccessToken, again.AccessToken, "MSAL finds the token in its cache")
		}
	}
	require.Equal(t, 20, reached)
	require.Len(t, accountsOf(t, p), reached+1, "an account for every tenant, as MSAL has it")
}

func accountsOf(t *testing.T, p *program) []public.Account {
	t.Helper()
	all, err := p.public.Accounts(t.Context())
	require.NoError(t, err)
	return all
}

func TestMSALSeesTheErrorsOfTheAccounts(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	healthy := server.Estate().In(estate.Healthy)[0].ID
	cases := []struct {
		kind                   directory.TechnicianKind
		partnerStatus          int
		customerCode           int
		interactiveInACustomer string
	}{
		{directory.NoGroup, http.StatusForbidden, 50020, "AADSTS50020"},
		{directory.GuestAccount, http.StatusForbidden, 50020, "AADSTS50020"},
		{directory.NoMFA, http.StatusUnauthorized, 50076, "AADSTS50076"},
	}
	for _, c := range cases {
		upn := account(t, server, c.kind)
		t.Run(upn, func(t *testing.T) {
			p := newProgram(t, server)
			require.NoError(t, p.signIn(cloudsim.Walker{Account: upn}))
			require.Equal(t, c.partnerStatus, p.consent(healthy).status)
			_, err := p.silent(healthy, p.graphScope())
			said := refusalIn(t, err)
			require.Equal(t, []int{c.customerCode}, said.Codes)
			require.NotEmpty(t, said.Correlation)
			err = p.signIn(cloudsim.Walker{Account: upn}, public.WithTenantID(healthy))
			require.ErrorContains(t, err, c.interactiveInACustomer)
		})
	}
}

func TestABlockedAccountGetsNoTokenAnyMore(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1, Users: 200})
	p := newProgram(t, server)
	who := server.Directory().Technicians()[directory.Administrator]
	home := server.Estate().Partner().ID
	require.NoError(t, p.signIn(cloudsim.Walker{Account: who.UPN}))
	inside, _ := server.Directory().Open(home)
	u, _ := inside.User(who.ObjectID)
	block := func(enabled bool) {
		_, err := inside.ChangeUser(u.Slot, func(u *directory.User) error { u.AccountEnabled = enabled; return nil })
		require.NoError(t, err)
	}
	block(false)
	_, err := p.silent(home, p.partnerScope())
	require.Equal(t, []int{50057}, refusalIn(t, err).Codes)
	require.ErrorContains(t, p.signIn(cloudsim.Walker{Account: who.UPN}), "AADSTS50057")
	block(true)
	_, err = p.silent(home, p.partnerScope())
	require.NoError(t, err)
}

func TestAGuestIsAtHomeInAnotherTenant(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.GuestAccount)}))
	require.False(t, strings.HasSuffix(p.signed.Account.HomeAccountID, "."+server.Estate().Partner().ID))
}

func TestDecliningConsentArrivesAsAnError(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	err := p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator), Decline: true})
	require.ErrorContains(t, err, "AADSTS65004")
}

func TestAnUnknownTenantIsFoundOutBeforeTheBrowserOpens(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	err := p.signIn(cloudsim.Walker{Account: "nobody"}, public.WithTenantID("99999999-0000-4000-8000-000000000000"))
	said := refusalIn(t, err)
	require.Equal(t, "invalid_tenant", said.Error)
	require.Equal(t, []int{90002}, said.Codes)
}

func TestAWalkerThatFindsNoAccountSaysWhere(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	err := p.signIn(cloudsim.Walker{Account: "nobody@example.com"})
	require.ErrorContains(t, err, "Pick an account")
}

func TestExplicitScopesForOneSignIn(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	scopes := []string{server.Graph() + "/User.Read", server.Graph() + "/Directory.Read.All"}
	walker := cloudsim.Walker{Account: account(t, server, directory.Administrator)}
	result, err := p.public.AcquireTokenInteractive(t.Context(), scopes, public.WithOpenURL(walker.OpenURL))
	require.NoError(t, err)
	for _, scope := range scopes {
		require.Contains(t, result.GrantedScopes, scope)
	}
}

func TestAChallengeThroughMSAL(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	walker := cloudsim.Walker{Account: account(t, server, directory.Administrator)}
	require.NoError(t, p.signIn(walker))
	customer := server.Estate().In(estate.Healthy)[0].ID
	require.Equal(t, http.StatusCreated, p.consent(customer).status)
	server.Login().Challenge(customer)
	_, err := p.silent(customer, p.graphScope())
	said := refusalIn(t, err)
	require.Equal(t, []int{50076}, said.Codes)
	require.NoError(t, p.signIn(walker, public.WithTenantID(customer), public.WithClaims(said.Claims)))
	_, err = p.silent(customer, p.graphScope())
	require.NoError(t, err)
}

func TestMSALDeviceCode(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	upn := account(t, server, directory.Administrator)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: upn}))
	code, err := p.public.AcquireTokenByDeviceCode(t.Context(), p.graphScope())
	require.NoError(t, err)
	page := send(t, p.http, "POST", server.Pages()+"/organizations/choose", "", "")
	require.Equal(t, http.StatusBadRequest, page.status)
	enter(t, p.http, server.Pages()+"/"+server.Estate().Partner().ID+"/choose", "user_code="+code.Result.UserCode, upn)
	result, err := code.AuthenticationResult(t.Context())
	require.NoError(t, err)
	require.Equal(t, upn, result.Account.PreferredUsername)
}

func enter(t *testing.T, client *http.Client, address, request, upn string) {
	t.Helper()
	response, err := client.PostForm(address, map[string][]string{"request": {request}, "account": {upn}})
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
}

func TestRefreshTokensExpireOnDemand(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	require.Equal(t, http.StatusNoContent, send(t, p.http, "POST", server.Control()+"/expire-refresh-tokens", "", "").status)
	_, err := p.silent(server.Estate().In(estate.Healthy)[0].ID, p.graphScope())
	require.Equal(t, []int{700082}, refusalIn(t, err).Codes)
}

func TestFaultsReachEveryService(t *testing.T) {
	now := newClock()
	server := start(t, cloudsim.Options{Seed: 1, Now: now.Now})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	healthy := server.Estate().In(estate.Healthy)
	one, other := healthy[0].ID, healthy[1].ID
	add := func(rule fault.Rule) {
		_, err := server.Faults().Add(rule)
		require.NoError(t, err)
	}

	add(fault.Rule{Service: fault.Partner, Tenant: one, Kind: fault.Unavailable, Times: 1})
	require.Equal(t, http.StatusCreated, p.consent(other).status)
	require.Equal(t, http.StatusServiceUnavailable, p.consent(one).status)

	add(fault.Rule{Tenant: one, Kind: fault.Propagating, Delay: 20 * time.Second, Times: 1})
	require.Equal(t, http.StatusCreated, p.consent(one).status)
	_, err := p.silent(one, p.graphScope())
	require.Equal(t, []int{65001}, refusalIn(t, err).Codes)
	now.pass(20 * time.Second)

	add(fault.Rule{Service: fault.Login, Tenant: one, Kind: fault.Unavailable, Times: 1})
	_, err = p.silent(one, p.graphScope())
	require.Equal(t, []int{90033}, refusalIn(t, err).Codes)
	token, err := p.silent(one, p.graphScope())
	require.NoError(t, err)

	add(fault.Rule{Service: fault.Graph, Tenant: one, Kind: fault.Throttled, RetryAfter: 2 * time.Second, Times: 1})
	otherToken, err := p.silent(other, p.graphScope())
	require.NoError(t, err)
	users := server.Graph() + "/v1.0/users?$top=1&$select=id"
	require.Equal(t, http.StatusOK, send(t, p.http, "GET", users, otherToken.AccessToken, "").status)
	throttled := send(t, p.http, "GET", users, token.AccessToken, "")
	require.Equal(t, http.StatusTooManyRequests, throttled.status)
	require.Equal(t, "2", throttled.header.Get("Retry-After"))
	require.Equal(t, http.StatusOK, send(t, p.http, "GET", users, token.AccessToken, "").status)
}

func TestGraphRefusesATokenThatHasRunOut(t *testing.T) {
	now := newClock()
	server := start(t, cloudsim.Options{Seed: 1, Now: now.Now})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	users := server.Graph() + "/v1.0/users?$top=1&$select=id"
	require.Equal(t, http.StatusOK, send(t, p.http, "GET", users, p.signed.AccessToken, "").status)
	now.pass(time.Hour)
	require.Equal(t, http.StatusUnauthorized, send(t, p.http, "GET", users, p.signed.AccessToken, "").status)
}

func TestAProgramWithoutABrowserSignsInByItsCode(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	shown, err := p.public.AcquireTokenByDeviceCode(t.Context(), p.graphScope())
	require.NoError(t, err)
	who := account(t, server, directory.Administrator)
	require.ErrorContains(t, cloudsim.Walker{Account: who}.OpenURL(shown.Result.VerificationURL), "goes no further")
	require.NoError(t, cloudsim.Walker{Account: who, Code: shown.Result.UserCode}.OpenURL(shown.Result.VerificationURL))
	got, err := shown.AuthenticationResult(t.Context())
	require.NoError(t, err)
	require.Equal(t, who, got.Account.PreferredUsername)
}

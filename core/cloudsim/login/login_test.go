package login_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

func TestDiscovery(t *testing.T) {
	h := newHarness(t)
	cases := []struct{ named, issuer, in string }{
		{partner, partner, partner},
		{strings.ToUpper(partner), partner, partner},
		{"northwind.example", partner, partner},
		{"customera.example", h.estate.Customers()[0].ID, h.estate.Customers()[0].ID},
		{"organizations", "{tenantid}", "organizations"},
		{"common", "{tenantid}", "common"},
	}
	for _, c := range cases {
		t.Run("a tenant named "+c.named, func(t *testing.T) {
			got := h.read(h.client.Get(h.authority.URL + "/" + c.named + "/v2.0/.well-known/openid-configuration"))
			require.Equal(t, http.StatusOK, got.status)
			var document map[string]any
			require.NoError(t, json.Unmarshal([]byte(got.body), &document))
			require.Equal(t, h.authority.URL+"/"+c.issuer+"/v2.0", document["issuer"])
			require.Equal(t, h.authority.URL+"/"+c.in+"/oauth2/v2.0/token", document["token_endpoint"])
			require.Equal(t, h.pages.URL+"/"+c.in+"/oauth2/v2.0/authorize", document["authorization_endpoint"])
		})
	}
	t.Run("an unknown tenant", func(t *testing.T) {
		got := h.read(h.client.Get(h.authority.URL + "/nobody.example/v2.0/.well-known/openid-configuration"))
		require.Equal(t, http.StatusBadRequest, got.status)
		require.Contains(t, got.body, `"error":"invalid_tenant"`)
		require.Contains(t, got.body, "AADSTS90002: Tenant 'nobody.example' not found")
	})
}

func TestThePagesOfAFirstSignIn(t *testing.T) {
	h := newHarness(t)
	query := h.authorizeQuery()
	chooser := h.authorize(partner, query)
	require.Equal(t, http.StatusOK, chooser.status)
	for _, account := range accounts() {
		require.Contains(t, chooser.body, `id="account-`+account.UPN+`"`)
	}
	require.Contains(t, chooser.body, `id="cancel"`)
	require.Equal(t, query.Encode(), hiddenField(t, chooser.body, "request"))

	consent := h.choose(partner, query, admin)
	require.Contains(t, consent.body, `id="accept"`)
	require.Contains(t, consent.body, "Permissions requested")
	require.Contains(t, consent.body, "Read and change the full profiles of all users")
	require.Contains(t, consent.body, "user_impersonation")

	back := h.decide(partner, query, admin, "accept")
	require.Contains(t, back.body, `action="`+redirect+`"`)
	require.Contains(t, back.body, `id="continue"`)
	require.Equal(t, "some state", hiddenField(t, back.body, "state"))
	require.NotEmpty(t, hiddenField(t, back.body, "code"))

	again := h.choose(partner, query, admin)
	require.NotContains(t, again.body, `id="accept"`, "consent is asked for once")
}

func TestThePagesKeepTheirPolicy(t *testing.T) {
	h := newHarness(t)
	page := h.authorize(partner, h.authorizeQuery())
	policy := page.header.Get("Content-Security-Policy")
	require.Contains(t, policy, "default-src 'none'")
	_, nonce, _ := strings.Cut(policy, "style-src 'nonce-")
	nonce, _, _ = strings.Cut(nonce, "'")
	require.Contains(t, page.body, `<style nonce="`+nonce+`"`)
}

func TestAHintedAccountIsTheOneThatEnterChooses(t *testing.T) {
	h := newHarness(t)
	page := h.authorize(partner, h.authorizeQuery("login_hint", noMFA))
	require.Contains(t, page.body, `value="`+noMFA+`" autofocus`)
	straight := h.authorize(partner, h.authorizeQuery("login_hint", admin, "prompt", ""))
	require.Contains(t, straight.body, `id="accept"`)
}

func TestExplicitScopesAskForWhatIsMissingOnly(t *testing.T) {
	h := newHarness(t)
	query := h.authorizeQuery("scope", "User.Read https://graph.microsoft.com/User.Read.All openid")
	page := h.choose(partner, query, admin)
	require.Contains(t, page.body, "User.Read.All")
	require.NotContains(t, page.body, "user_impersonation")
	h.decide(partner, query, admin, "accept")

	more := h.choose(partner, h.authorizeQuery("scope", "User.Read AuditLog.Read.All"), admin)
	require.Contains(t, more.body, "AuditLog.Read.All")
	require.NotContains(t, more.body, "<small>User.Read</small>")
}

func TestTheTokensOfTheAdministrator(t *testing.T) {
	h := newHarness(t)
	body := h.signIn(admin)
	require.Equal(t, "Bearer", body["token_type"])
	require.InDelta(t, 3600, body["expires_in"], 0)
	require.Contains(t, text(body, "scope"), graphDefault)

	access := claimsOf(t, text(body, "access_token"))
	require.Equal(t, partner, access["tid"])
	require.Equal(t, accounts()[0].ObjectID, access["oid"])
	require.Equal(t, admin, access["upn"])
	require.Equal(t, "Ada Admin", access["name"])
	require.Equal(t, h.estate.Client().ID, access["appid"])
	require.Equal(t, "https://graph.microsoft.com", access["aud"])
	require.Contains(t, access["scp"], "User.ReadWrite.All")
	require.Contains(t, access["amr"], "mfa")
	require.InDelta(t, float64(h.clock.Now().Add(time.Hour).Unix()), access["exp"], 0)

	id := claimsOf(t, text(body, "id_token"))
	require.Equal(t, admin, id["preferred_username"])
	require.Equal(t, h.authority.URL+"/"+partner+"/v2.0", id["iss"])

	info, err := base64.RawURLEncoding.DecodeString(text(body, "client_info"))
	require.NoError(t, err)
	require.JSONEq(t, `{"uid":"`+accounts()[0].ObjectID+`","utid":"`+partner+`"}`, string(info))
}

func TestTheSignatureIsThePublishedKeys(t *testing.T) {
	h := newHarness(t)
	token := text(h.signIn(admin), "access_token")
	got := h.read(h.client.Get(h.authority.URL + "/common/discovery/v2.0/keys"))
	var set struct{ Keys []struct{ N, E string } }
	require.NoError(t, json.Unmarshal([]byte(got.body), &set))
	n, err := base64.RawURLEncoding.DecodeString(set.Keys[0].N)
	require.NoError(t, err)
	e, err := base64.RawURLEncoding.DecodeString(set.Keys[0].E)
	require.NoError(t, err)
	public := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}

	dot := strings.LastIndexByte(token, '.')
	signature, err := base64.RawURLEncoding.DecodeString(token[dot+1:])
	require.NoError(t, err)
	digest := sha256.Sum256([]byte(token[:dot]))
	require.NoError(t, rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature))
}

func TestARefreshTokenIsGoodForEveryTenantAndResource(t *testing.T) {
	h := newHarness(t)
	customer := h.consentedTo(estate.Healthy)
	first := h.signIn(admin)
	status, body := h.refresh(customer, text(first, "refresh_token"), graphDefault)
	require.Equal(t, http.StatusOK, status, body)
	claims := claimsOf(t, text(body, "access_token"))
	require.Equal(t, customer, claims["tid"])
	require.Equal(t, "User.Read.All Directory.Read.All", claims["scp"])
	require.Equal(t, "https://sts.windows.net/"+partner+"/", claims["idp"])
	require.NotEqual(t, first["refresh_token"], body["refresh_token"])

	status, body = h.refresh(partner, text(body, "refresh_token"), "http://127.0.0.1:2/user_impersonation")
	require.Equal(t, http.StatusOK, status, body)
	claims = claimsOf(t, text(body, "access_token"))
	require.Equal(t, "http://127.0.0.1:2", claims["aud"])
	require.Equal(t, "user_impersonation", claims["scp"])
}

func TestACodeIsRedeemedOnceInTimeAndWithItsVerifier(t *testing.T) {
	h := newHarness(t)
	h.signIn(admin)
	code := func() string {
		return hiddenField(t, h.choose(partner, h.authorizeQuery(), admin).body, "code")
	}
	redeem := func(code, verifier, redirect string) (int, map[string]any) {
		return h.token(partner, "grant_type", "authorization_code", "code", code, "code_verifier", verifier, "redirect_uri", redirect)
	}
	refusedWith := func(number float64, status int, body map[string]any) {
		t.Helper()
		require.Equal(t, http.StatusBadRequest, status)
		require.Equal(t, []any{number}, body["error_codes"])
	}
	good := code()
	status, body := redeem(good, verifier, redirect)
	require.Equal(t, http.StatusOK, status, body)
	status, body = redeem(good, verifier, redirect)
	refusedWith(70008, status, body)
	status, body = redeem(code(), "another verifier", redirect)
	refusedWith(501481, status, body)
	status, body = redeem(code(), verifier, "http://localhost:1")
	refusedWith(500112, status, body)
	late := code()
	h.clock.pass(11 * time.Minute)
	status, body = redeem(late, verifier, redirect)
	refusedWith(70008, status, body)
}

func TestRefreshTokensRunOut(t *testing.T) {
	h := newHarness(t)
	token := text(h.signIn(admin), "refresh_token")
	h.clock.pass(89 * 24 * time.Hour)
	status, body := h.refresh(partner, token, graphDefault)
	require.Equal(t, http.StatusOK, status, body)

	h.clock.pass(2 * 24 * time.Hour)
	status, old := h.refresh(partner, token, graphDefault)
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, []any{700082.0}, old["error_codes"])

	require.NoError(t, h.server.ExpireRefreshTokens())
	_, revoked := h.refresh(partner, text(body, "refresh_token"), graphDefault)
	require.Equal(t, []any{700082.0}, revoked["error_codes"])

	fresh := text(h.signIn(admin), "refresh_token")
	status, body = h.refresh(partner, fresh, graphDefault)
	require.Equal(t, http.StatusOK, status, body)

	for _, forged := range []string{"", "1.", "1.AAAA", fresh[:len(fresh)-3] + "AAA"} {
		status, _ = h.refresh(partner, forged, graphDefault)
		require.Equal(t, http.StatusBadRequest, status)
	}
}

func TestTokensStayGoodInTheNextRun(t *testing.T) {
	dir := t.TempDir()
	first := newHarnessIn(t, dir)
	token := text(first.signIn(admin), "refresh_token")
	second := newHarnessIn(t, dir)
	second.signIn(admin)
	status, body := second.refresh(partner, token, graphDefault)
	require.Equal(t, http.StatusOK, status, body)

	require.NoError(t, second.server.ExpireRefreshTokens())
	third := newHarnessIn(t, dir)
	_, body = third.refresh(partner, token, graphDefault)
	require.Equal(t, []any{700082.0}, body["error_codes"])
}

func TestOtherResponseModes(t *testing.T) {
	h := newHarness(t)
	h.signIn(admin)
	query := h.choose(partner, h.authorizeQuery("response_mode", "query"), admin)
	require.Equal(t, http.StatusSeeOther, query.status)
	to, err := url.Parse(query.header.Get("Location"))
	require.NoError(t, err)
	require.Equal(t, "localhost:51234", to.Host)
	require.NotEmpty(t, to.Query().Get("code"))

	fragment := h.choose(partner, h.authorizeQuery("response_mode", "fragment"), admin)
	to, err = url.Parse(fragment.header.Get("Location"))
	require.NoError(t, err)
	values, err := url.ParseQuery(to.Fragment)
	require.NoError(t, err)
	require.Equal(t, "some state", values.Get("state"))
	require.NotEmpty(t, values.Get("code"))
}

func TestAChallengeIsMetByAnInteractiveSignInWithItsClaims(t *testing.T) {
	h := newHarness(t)
	customer := h.consentedTo(estate.Healthy)
	token := text(h.signIn(admin), "refresh_token")
	h.server.Challenge(customer)

	_, body := h.refresh(customer, token, graphDefault)
	require.Equal(t, []any{50076.0}, body["error_codes"])
	claims := text(body, "claims")
	require.Contains(t, claims, "capolids")

	page := h.choose(customer, h.authorizeQuery("claims", claims), admin)
	status, met := h.token(customer, "grant_type", "authorization_code", "code", hiddenField(t, page.body, "code"),
		"code_verifier", verifier, "redirect_uri", redirect)
	require.Equal(t, http.StatusOK, status, met)
	status, again := h.refresh(customer, text(met, "refresh_token"), graphDefault)
	require.Equal(t, http.StatusOK, status, again)
}

func TestAConsentThatHasNotSpreadIsNoConsentYet(t *testing.T) {
	h := newHarness(t)
	token := text(h.signIn(admin), "refresh_token")
	customer := h.in(estate.Healthy)
	require.NoError(t, h.estate.Consent(customer, h.estate.Client(),
		map[string][]string{estate.GraphResource: {"User.Read.All"}}, h.clock.Now().Add(20*time.Second)))
	_, body := h.refresh(customer, token, graphDefault)
	require.Equal(t, []any{65001.0}, body["error_codes"])
	h.clock.pass(20 * time.Second)
	status, body := h.refresh(customer, token, graphDefault)
	require.Equal(t, http.StatusOK, status, body)
}

func TestDeviceCode(t *testing.T) {
	h := newHarness(t)
	h.signIn(admin)
	start := func() (device, user string) {
		got := h.read(h.client.PostForm(h.authority.URL+"/"+partner+"/oauth2/v2.0/devicecode",
			url.Values{"client_id": {h.estate.Client().ID}, "scope": {graphDefault}}))
		var body map[string]any
		require.NoError(t, json.Unmarshal([]byte(got.body), &body))
		require.Equal(t, h.pages.URL+"/device", body["verification_uri"])
		return text(body, "device_code"), text(body, "user_code")
	}
	poll := func(device string) (int, map[string]any) {
		return h.token(partner, "grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", device)
	}
	t.Run("is let in after the code was entered", func(t *testing.T) {
		device, user := start()
		_, body := poll(device)
		require.Equal(t, "authorization_pending", body["error"])
		page := h.read(h.client.PostForm(h.pages.URL+"/device", url.Values{"user_code": {" " + strings.ToLower(user) + " "}}))
		request := hiddenField(t, page.body, "request")
		page = h.read(h.client.PostForm(h.pages.URL+"/"+partner+"/choose", url.Values{"request": {request}, "account": {admin}}))
		require.Contains(t, page.body, `id="done"`)
		status, body := poll(device)
		require.Equal(t, http.StatusOK, status, body)
		require.NotEmpty(t, body["refresh_token"])
	})
	t.Run("is turned away after Cancel", func(t *testing.T) {
		device, user := start()
		h.read(h.client.PostForm(h.pages.URL+"/"+partner+"/choose", url.Values{"request": {"user_code=" + user}, "decision": {"cancel"}}))
		_, body := poll(device)
		require.Equal(t, "authorization_declined", body["error"])
	})
	t.Run("runs out", func(t *testing.T) {
		device, user := start()
		h.clock.pass(16 * time.Minute)
		_, body := poll(device)
		require.Equal(t, "expired_token", body["error"])
		page := h.read(h.client.PostForm(h.pages.URL+"/device", url.Values{"user_code": {user}}))
		require.Contains(t, page.body, "did not work")
	})
}

package signin_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

func graphOf(tenant m365.TenantID) signin.Request {
	return signin.Request{Tenant: tenant, Resource: signin.Graph}
}

func TestOneSignInServesEveryTenantAndResource(t *testing.T) {
	h := signedIn(t)
	token, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.Equal(t, []string{"Directory.Read.All", "User.Read.All"}, token.Scopes)
	require.WithinDuration(t, time.Now().Add(time.Hour), token.Expires, time.Minute)
	require.NotEmpty(t, token.Value.Reveal())

	_, err = h.Token(t.Context(), signin.Request{Tenant: home, Resource: signin.PartnerCenter})
	require.NoError(t, err)
	forms := h.provider.requests()
	require.Len(t, forms, 3)
	require.Contains(t, forms[1].Get("scope"), "https://graph.example/.default")
	require.Contains(t, forms[2].Get("scope"), "https://partner.example/user_impersonation")
	require.Equal(t, "refresh_token", forms[1].Get("grant_type"))
	require.JSONEq(t, `{"access_token":{"xms_cc":{"values":["CP1"]}}}`, forms[1].Get("claims"), "asking past the library's cache adds nothing to the request")
}

func TestATokenIsUsedUntilShortlyBeforeItsEnd(t *testing.T) {
	h := signedIn(t)
	first, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	h.clock.advance(54 * time.Minute)
	again, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.Equal(t, first.Value.Reveal(), again.Value.Reveal())
	h.clock.advance(2 * time.Minute)
	renewed, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.NotEqual(t, first.Value.Reveal(), renewed.Value.Reveal())
}

func TestATokenLivesAsLongAsMicrosoftSaysWhereTheClockIsOff(t *testing.T) {
	for _, off := range []time.Duration{-10 * time.Minute, 10 * time.Minute, -48 * time.Hour, 48 * time.Hour} {
		h := signedIn(t)
		h.clock.advance(off)
		first, err := h.Token(t.Context(), graphOf(customer))
		require.NoError(t, err)
		h.clock.advance(54 * time.Minute)
		again, err := h.Token(t.Context(), graphOf(customer))
		require.NoError(t, err)
		require.Equal(t, first.Value.Reveal(), again.Value.Reveal(), off)
		h.clock.advance(2 * time.Minute)
		renewed, err := h.Token(t.Context(), graphOf(customer))
		require.NoError(t, err)
		require.NotEqual(t, first.Value.Reveal(), renewed.Value.Reveal(), off)
	}
}

func TestAHundredCallersShareOneRequest(t *testing.T) {
	h := signedIn(t)
	before := len(h.provider.requests())
	hold := make(chan struct{})
	h.provider.set(func(p *provider) { p.hold = hold })
	var group sync.WaitGroup
	values := make([]string, 100)
	for i := range values {
		group.Go(func() {
			token, err := h.Token(t.Context(), graphOf(customer))
			if err == nil {
				values[i] = token.Value.Reveal()
			}
		})
	}
	require.Eventually(t, func() bool { return len(h.provider.requests()) > before }, 5*time.Second, time.Millisecond)
	close(hold)
	group.Wait()
	require.Len(t, h.provider.requests(), before+1)
	for _, value := range values {
		require.NotEmpty(t, value)
		require.Equal(t, values[0], value)
	}
}

func TestACallerThatGivesUpDoesNotStopTheOthers(t *testing.T) {
	h := signedIn(t)
	before := len(h.provider.requests())
	hold := make(chan struct{})
	h.provider.set(func(p *provider) { p.hold = hold })
	hasty, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		_, err := h.Token(hasty, graphOf(customer))
		gone <- err
	}()
	require.Eventually(t, func() bool { return len(h.provider.requests()) > before }, 5*time.Second, time.Millisecond)
	patient := make(chan error, 1)
	joined := make(chan struct{})
	go func() {
		close(joined)
		_, err := h.Token(t.Context(), graphOf(customer))
		patient <- err
	}()
	<-joined
	cancel()
	require.ErrorIs(t, <-gone, context.Canceled)
	close(hold)
	require.NoError(t, <-patient)
}

func TestTheLastCallerToGiveUpStopsTheRequest(t *testing.T) {
	h := signedIn(t)
	before := len(h.provider.requests())
	h.provider.set(func(p *provider) { p.hold = make(chan struct{}) })
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		_, err := h.Token(ctx, graphOf(customer))
		gone <- err
	}()
	require.Eventually(t, func() bool { return len(h.provider.requests()) > before }, 5*time.Second, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-gone, context.Canceled)
	waiting, stop := context.WithTimeout(t.Context(), 5*time.Second)
	defer stop()
	require.NoError(t, h.Close(waiting), "the request ended although the provider never answers")
}

func TestFreshGetsATokenThatWasMadeAfterwards(t *testing.T) {
	h := signedIn(t)
	old, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	fresh, err := h.Token(t.Context(), signin.Request{Tenant: customer, Resource: signin.Graph, Fresh: true})
	require.NoError(t, err)
	require.NotEqual(t, old.Value.Reveal(), fresh.Value.Reveal())
	now, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.Equal(t, fresh.Value.Reveal(), now.Value.Reveal(), "the fresh token takes the old one's place")
}

func TestFreshDoesNotJoinARequestThatWasSentBefore(t *testing.T) {
	h := signedIn(t)
	before := len(h.provider.requests())
	hold := make(chan struct{})
	h.provider.set(func(p *provider) { p.hold = hold })
	answers := make(chan signin.Token, 2)
	ask := func(request signin.Request) {
		token, err := h.Token(t.Context(), request)
		if err != nil {
			t.Error(err)
		}
		answers <- token
	}
	go ask(graphOf(customer))
	require.Eventually(t, func() bool { return len(h.provider.requests()) > before }, 5*time.Second, time.Millisecond)
	go ask(signin.Request{Tenant: customer, Resource: signin.Graph, Fresh: true})
	close(hold)
	require.NotEqual(t, (<-answers).Value.Reveal(), (<-answers).Value.Reveal())
	require.Len(t, h.provider.requests(), before+2)
}

func TestARefusedTokenIsDroppedUnlessItWasReplaced(t *testing.T) {
	h := signedIn(t)
	first, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	h.Refused(customer, signin.Graph, first.Value.Reveal())
	second, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.NotEqual(t, first.Value.Reveal(), second.Value.Reveal())
	h.Refused(customer, signin.Graph, first.Value.Reveal())
	third, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.Equal(t, second.Value.Reveal(), third.Value.Reveal())
	h.Forget(customer)
	fourth, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	require.NotEqual(t, third.Value.Reveal(), fourth.Value.Reveal())
}

func TestAClaimsChallengeIsAnsweredSilentlyOrInTheBrowser(t *testing.T) {
	const challenge = `{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}`
	h := signedIn(t)
	old, err := h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
	answered, err := h.Token(t.Context(), signin.Request{Tenant: customer, Resource: signin.Graph, Claims: challenge})
	require.NoError(t, err)
	require.NotEqual(t, old.Value.Reveal(), answered.Value.Reveal())
	forms := h.provider.requests()
	require.JSONEq(t, `{"access_token":{"nbf":{"essential":true,"value":"1700000000"},"xms_cc":{"values":["CP1"]}}}`, forms[len(forms)-1].Get("claims"))

	const wanted = `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`
	h.provider.set(func(p *provider) {
		p.refusals[string(customer)] = refusedAs("interaction_required", "basic_action", 50076, wanted)
	})
	_, err = h.Token(t.Context(), signin.Request{Tenant: customer, Resource: signin.Graph, Fresh: true})
	require.True(t, refusal.NeedsInteraction(err))
	require.False(t, refusal.NotConsented(err))
	require.JSONEq(t, wanted, refusal.Claims(err))

	h.provider.set(func(p *provider) { delete(p.refusals, string(customer)) })
	account, err := h.Interactive(t.Context(), signin.InteractiveOptions{Tenant: customer, Claims: refusal.Claims(err), LoginHint: "anna@msp.example"})
	require.NoError(t, err)
	require.Equal(t, home, account.Tenant)
	opened := h.browser.addresses()
	last := opened[len(opened)-1]
	require.Equal(t, "/"+string(customer)+"/oauth2/v2.0/authorize", last.Path)
	require.Contains(t, last.Query().Get("claims"), `"acrs"`)
	_, err = h.Token(t.Context(), graphOf(customer))
	require.NoError(t, err)
}

func TestAChallengeAnsweredByAnotherAccountIsRefused(t *testing.T) {
	h := signedIn(t)
	h.provider.set(func(p *provider) { p.who = bert })
	_, err := h.Interactive(t.Context(), signin.InteractiveOptions{Tenant: customer})
	var wrong *refusal.WrongAccountError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "anna@msp.example", wrong.Want)
	require.Equal(t, "bert@msp.example", wrong.Got)
	current, in := h.Account()
	require.True(t, in)
	require.Equal(t, "anna@msp.example", current.Username)
}

func TestARefusalOfOneTenantSaysWhatItIs(t *testing.T) {
	h := signedIn(t)
	h.provider.set(func(p *provider) {
		p.refusals[string(customer)] = refusedAs("invalid_grant", "consent_required", 65001, "")
		p.refusals[string(stranger)] = refusedAs("invalid_grant", "bad_token", 700082, "")
	})
	_, err := h.Token(t.Context(), graphOf(customer))
	require.True(t, refusal.NotConsented(err))
	require.False(t, refusal.NeedsInteraction(err), "signing in again does not give a client's consent")
	failure := refusal.Explain(err, "Contoso")
	require.Equal(t, "AADSTS65001", failure.Code)
	require.Equal(t, "44444444-0000-4000-8000-000000000004", failure.RequestID)
	require.Contains(t, failure.What, "Contoso")
	require.Contains(t, failure.Technical, "get a token for tenant "+string(customer))
	require.NotContains(t, failure.Technical, "refresh-")

	_, err = h.Token(t.Context(), graphOf(stranger))
	require.True(t, refusal.NeedsInteraction(err))
	require.Equal(t, "Your sign-in has ended: it was not used for too long, was revoked, or your password changed.", refusal.Explain(err, "X").What)

	_, err = h.Token(t.Context(), graphOf(home))
	require.NoError(t, err, "one tenant's refusal is not another's")
}

func TestWithoutAnAccountThereIsNoToken(t *testing.T) {
	h := newHarness(t)
	_, err := h.Token(t.Context(), graphOf(customer))
	require.ErrorIs(t, err, refusal.ErrSignedOut)
	require.True(t, refusal.NeedsInteraction(err))
}

func TestRequestsThatMakeNoSenseAreRefused(t *testing.T) {
	h := signedIn(t)
	_, err := h.Token(t.Context(), signin.Request{Resource: signin.Graph})
	require.ErrorIs(t, err, m365.ErrNotGUID)
	_, err = h.Token(t.Context(), signin.Request{Tenant: home, Resource: "mail"})
	require.ErrorContains(t, err, "not known: mail")
	h.Cloud.PartnerCenter = ""
	_, err = h.Token(t.Context(), signin.Request{Tenant: home, Resource: signin.PartnerCenter})
	var none *refusal.NoPartnerCenterError
	require.ErrorAs(t, err, &none)
}

func TestAnOpaqueTokenHasTheScopesOfTheAnswer(t *testing.T) {
	h := signedIn(t)
	h.provider.set(func(p *provider) { p.opaque = true })
	token, err := h.Token(t.Context(), signin.Request{Tenant: home, Resource: signin.PartnerCenter})
	require.NoError(t, err)
	require.Contains(t, token.Scopes, "user_impersonation")
}

func TestATokenOfAnotherTenantIsRefused(t *testing.T) {
	h := signedIn(t)
	for _, resource := range []signin.Request{graphOf(customer), {Tenant: home, Resource: signin.PartnerCenter}} {
		h.provider.set(func(p *provider) { p.of = string(stranger) })
		_, err := h.Token(t.Context(), resource)
		var other *refusal.OtherTenantError
		require.ErrorAs(t, err, &other)
		require.Equal(t, refusal.OtherTenantError{Asked: resource.Tenant, Got: stranger}, *other)
		failure := refusal.Explain(err, "Contoso")
		require.Equal(t, "Microsoft answered for the tenant "+string(stranger)+" in the place of Contoso. Nothing of it was kept or changed.", failure.What)

		h.provider.set(func(p *provider) { p.of = strings.ToUpper(string(resource.Tenant)) })
		_, err = h.Token(t.Context(), resource)
		require.NoError(t, err, "the refused token is asked for anew, and how an id is written makes no other tenant")
	}
}

func TestATokenTellsItsTenantWhateverElseIsInIt(t *testing.T) {
	h := signedIn(t)
	for _, claims := range []string{`"amr":"pwd"`, `"amr":null`, `"amr":[1]`, `"scp":["User.Read"]`, `"scp":5`, `"amr":{},"scp":{}`} {
		payload := "e30." + base64.URLEncoding.EncodeToString([]byte(`{`+claims+`,"tid":"`+string(stranger)+`"}`)) + ".c2ln"
		h.provider.set(func(p *provider) {
			p.raw = `{"token_type":"Bearer","expires_in":3600,"scope":"https://graph.example/.default","access_token":"` + payload + `","client_info":"` +
				encode(map[string]any{"uid": anna.object, "utid": anna.tenant}) + `"}`
		})
		_, err := h.Token(t.Context(), graphOf(customer))
		var other *refusal.OtherTenantError
		require.ErrorAs(t, err, &other, claims)
	}
}

func TestARefusalIsMicrosoftsWhateverTypeItsPartsHave(t *testing.T) {
	h := signedIn(t)
	for _, parts := range []string{
		`"error_codes":["65001"]`, `"error_codes":null`, `"error_codes":65001`, `"error_codes":{}`, `"error_codes":[65001,null,-1]`,
		`"suberror":null`, `"suberror":5`, `"correlation_id":7`, `"claims":{"access_token":{}}`, `"error_codes":[1e300]`,
	} {
		for _, mark := range []string{"", "\ufeff"} {
			answer := mark + `{"error":"invalid_grant",` + parts + `,"error_description":"AADSTS65001: The user or administrator has not consented."}`
			h.provider.set(func(p *provider) { p.raw, p.status = answer, 400 })
			_, err := h.Token(t.Context(), graphOf(customer))
			require.True(t, refusal.NotConsented(err), "%s: %v", answer, err)
			require.NotContains(t, refusal.Explain(err, "Contoso").What, "did not come from Microsoft's")
		}
	}
}

func TestOfARefusalOfManyWordsAsMuchIsKeptAsAPersonCanRead(t *testing.T) {
	h := signedIn(t)
	long := strings.Repeat("\u202ea", 10_000)
	h.provider.set(func(p *provider) {
		p.raw, p.status = `{"error":"`+long+`","suberror":"`+long+`","error_description":"`+long+`","correlation_id":"`+long+`"}`, 400
	})
	_, err := h.Token(t.Context(), graphOf(customer))
	details := refusal.Explain(err, "Contoso").Details()
	require.Less(t, len(details), 20_000)
	require.NotContains(t, details, "\u202e")
}

func TestALifetimeThatMakesNoSenseGivesNoTokenForEver(t *testing.T) {
	h := signedIn(t)
	for _, lives := range []string{`3600`, `"3600"`, `0`, `-5`, `null`, `""`, `"soon"`, `1e3`, `99999999999999`, `"99999999999999999999"`, `{}`} {
		h.provider.set(func(p *provider) {
			p.raw = `{"token_type":"Bearer","expires_in":` + lives + `,"scope":"https://graph.example/.default","access_token":"` + jwt(map[string]any{"tid": customer}) + `","client_info":"` +
				encode(map[string]any{"uid": anna.object, "utid": anna.tenant}) + `"}`
		})
		token, err := h.Token(t.Context(), signin.Request{Tenant: customer, Resource: signin.Graph, Fresh: true})
		require.False(t, token.Expires.After(h.clock.Now().Add(29*time.Hour)), lives)
		require.True(t, err == nil || refusal.Knows(err), "%s: %v", lives, err)
	}
}

func TestAnAnswerThatCannotBeReadIsNotRepeated(t *testing.T) {
	h := signedIn(t)
	h.provider.set(func(p *provider) {
		p.raw = `{"access_token":"eyJhbGciOiJub25lIn0.c2VjcmV0.x","refresh_token":"stolen",`
	})
	_, err := h.Token(t.Context(), graphOf(customer))
	require.ErrorIs(t, err, refusal.ErrUnreadable)
	failure := refusal.Explain(err, "Contoso")
	require.NotContains(t, failure.Details(), "stolen")
	require.NotContains(t, failure.Details(), "eyJ")
	require.NotContains(t, err.Error(), "stolen")
}

func TestAGatewaysPageIsNotTheSignInServices(t *testing.T) {
	h := signedIn(t)
	for _, page := range []string{"<html>Access denied by your organization</html>", `{"message":"blocked"}`, "null", "[]"} {
		for _, status := range []int{200, 201, 400, 401, 403, 404, 407, 429, 500, 502, 503, 504} {
			h.provider.set(func(p *provider) { p.raw, p.status = page, status })
			_, err := h.Token(t.Context(), graphOf(customer))
			failure := refusal.Explain(err, "Contoso")
			require.Equal(t, "The answer did not come from Microsoft's sign-in service.", failure.What, "%d %s: %s", status, page, failure.Technical)
			require.Contains(t, failure.Do, "proxy")
		}
	}
}

func TestATokenAnswerWithoutAnEndIsNotReadOn(t *testing.T) {
	h := signedIn(t)
	h.provider.set(func(p *provider) { p.raw = `{"access_token":"` + strings.Repeat("a", 9<<20) + `"}` })
	_, err := h.Token(t.Context(), graphOf(customer))
	require.Error(t, err)
	require.Less(t, len(err.Error()), 1000)
	require.True(t, refusal.Knows(err), "%v", err)
}

// refusal is an answer of the token endpoint as Microsoft writes it.
func refusedAs(kind, sub string, code int, claims string) string {
	answer := map[string]any{
		"error": kind, "suberror": sub, "error_codes": []int{code},
		"error_description": "AADSTS" + url.QueryEscape(jsonNumber(code)) + ": Something about it. Trace ID: 77777777-0000-4000-8000-000000000007 Correlation ID: 44444444-0000-4000-8000-000000000004",
		"correlation_id":    "44444444-0000-4000-8000-000000000004",
	}
	if claims != "" {
		answer["claims"] = claims
	}
	data, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func jsonNumber(n int) string {
	data, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	return string(data)
}

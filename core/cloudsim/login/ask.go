package login

import (
	"encoding/json"
	"net"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

// ask is what a browser was sent for: an authorize request, or a device's code.
type ask struct {
	// named is the tenant as the address has it, tenant its id.
	named, tenant string
	app           estate.Application
	want          wanted

	redirect, mode, state, nonce, challenge string
	prompt, hint                            string
	// policies are the Conditional Access policies that the request's claims name.
	policies []string
	// device is the user code, when the tokens go to a device.
	device string
	// carried is the whole request in the form that the pages' forms carry along.
	carried string
}

// readAsk reads an authorize request. A failure with answerable true can be sent to the redirect address; any other can
// only be shown, since the address is not to be trusted.
func (s *Server) readAsk(named string, values url.Values) (a ask, f *failure, answerable bool) {
	a = ask{
		named: named, redirect: values.Get("redirect_uri"), mode: values.Get("response_mode"), state: values.Get("state"),
		nonce: values.Get("nonce"), challenge: values.Get("code_challenge"), prompt: values.Get("prompt"),
		hint: values.Get("login_hint"), carried: values.Encode(), policies: policiesIn(values.Get("claims")),
	}
	if a.tenant, f = s.tenantOrFailure(named); f != nil {
		return a, f, false
	}
	if a.app, f = s.publicClient(values.Get("client_id"), named); f != nil {
		return a, f, false
	}
	if !isLoopback(a.redirect) {
		return a, refused("invalid_request", 50011, "The redirect URI '%s' specified in the request does not match the redirect URIs configured for the application '%s'.", a.redirect, a.app.ID), false
	}
	if a.mode == "" {
		a.mode = "query"
	}
	return a, s.completeAsk(&a, values), true
}

func (s *Server) completeAsk(a *ask, values url.Values) *failure {
	switch {
	case values.Get("response_type") != "code":
		return refused("unsupported_response_type", 700054, "response_type '%s' is not enabled for the application.", values.Get("response_type"))
	case a.mode != "form_post" && a.mode != "query" && a.mode != "fragment":
		return refused("invalid_request", 900144, "The value '%s' is not allowed for the input parameter 'response_mode'.", a.mode)
	case a.challenge == "" || values.Get("code_challenge_method") != "S256":
		return refused("invalid_request", 9002325, "Proof Key for Code Exchange is required: a code_challenge with the method S256.")
	case a.prompt == "none":
		return refused("login_required", 50058, "A silent sign-in request was sent but no user is signed in.")
	}
	var f *failure
	a.want, f = s.readScopes(values.Get("scope"))
	return f
}

func (s *Server) tenantOrFailure(named string) (string, *failure) {
	tenant, ok := s.tenantNamed(named)
	if !ok {
		return "", tenantUnknown("invalid_request", named)
	}
	return tenant, nil
}

// isLoopback says whether an address is what a desktop program registers: http on this machine, any port, any path.
func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.User != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return strings.EqualFold(u.Hostname(), "localhost") || (ip != nil && ip.IsLoopback())
}

// policiesIn finds the policies that a claims challenge named: {"access_token":{"capolids":{"values":[…]}}}.
func policiesIn(claims string) []string {
	var asked struct {
		AccessToken struct {
			Policies struct {
				Values []string `json:"values"`
			} `json:"capolids"`
		} `json:"access_token"`
	}
	if claims == "" || json.Unmarshal([]byte(claims), &asked) != nil {
		return nil
	}
	return asked.AccessToken.Policies.Values
}

package login

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

// token is the token endpoint.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		s.answer(w, r, refused("invalid_request", 900144, "The request body could not be read: %v.", err))
		return
	}
	made, err := s.redeem(r)
	var f *failure
	switch {
	case errors.As(err, &f):
		s.answer(w, r, f)
	case err != nil:
		s.options.Log.Error("token not made", "error", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
	default:
		reply(w, http.StatusOK, made)
	}
}

// redeem turns what was presented into tokens. Its error is a failure wherever Microsoft has an answer for it.
func (s *Server) redeem(r *http.Request) (tokens, error) {
	named := r.PathValue("tenant")
	tenant, ok := s.tenantNamed(named)
	if !ok {
		return tokens{}, tenantUnknown("invalid_request", named)
	}
	app, f := s.publicClient(r.PostForm.Get("client_id"), named)
	if f != nil {
		return tokens{}, f
	}
	want, f := s.readScopes(r.PostForm.Get("scope"))
	if f != nil {
		return tokens{}, f
	}
	var held session
	switch grant := r.PostForm.Get("grant_type"); grant {
	case "authorization_code":
		held, want, f = s.redeemCode(r, app, want)
	case "refresh_token":
		held, f = s.redeemRefreshToken(r.PostForm.Get("refresh_token"), app)
		if f == nil && len(want.resources) > 1 {
			f = refused("invalid_request", 28000, "Provided value for the input parameter scope is not valid because it contains more than one resource.")
		}
	case "urn:ietf:params:oauth:grant-type:device_code", "device_code":
		held, f = s.redeemDevice(r.PostForm.Get("device_code"), app)
	default:
		f = refused("unsupported_grant_type", 70003, "The app requested an unsupported grant type '%s'.", grant)
	}
	if f != nil {
		return tokens{}, f
	}
	return s.issue(held, app, tenant, want)
}

// tenantNamed resolves a tenant; the shared names stand for the partner's, where all accounts are.
func (s *Server) tenantNamed(named string) (id string, ok bool) {
	if shared(named) {
		return s.options.Estate.Partner().ID, true
	}
	return s.options.Tenants.Resolve(named)
}

func (s *Server) publicClient(id, tenant string) (estate.Application, *failure) {
	app, ok := s.options.Estate.Application(strings.ToLower(id))
	if !ok {
		return estate.Application{}, applicationUnknown(id, tenant)
	}
	if !app.Public {
		return estate.Application{}, notPublic()
	}
	return app, nil
}

// issue makes tokens for the first resource asked for, if account, policies and consent allow it.
func (s *Server) issue(held session, app estate.Application, tenant string, want wanted) (tokens, error) {
	account, ok := s.options.Estate.Technician(held.Account)
	if !ok {
		return tokens{}, refused("invalid_grant", 50034, "The user account does not exist in the directory.")
	}
	if len(want.resources) == 0 {
		want.add(estate.GraphResource, s.options.Graph, "User.Read", "User.Read")
	}
	asked := want.resources[0]
	if f := s.admit(account, tenant, held.Satisfied, asked.audience); f != nil {
		return tokens{}, f
	}
	scopes, f := s.consented(account, app, tenant, asked)
	if f != nil {
		return tokens{}, f
	}
	return s.mint(held, account, app, tenant, asked, scopes, want.oidc)
}

// admit says why an account gets no token for a tenant at all, or nil.
func (s *Server) admit(account estate.Technician, tenant string, satisfied []string, resource string) *failure {
	if s.options.Tenants.Blocked(account.ObjectID) {
		return accountDisabled()
	}
	if !s.options.Estate.Reaches(account.ObjectID, tenant) {
		return accountNotInTenant(account.UPN, account.HomeTenant, tenant)
	}
	if s.options.Estate.BlocksPartners(tenant) {
		return blockedByPolicy(policyID(tenant))
	}
	// Customers ask for a second factor of everybody who comes from outside.
	outside := !strings.EqualFold(tenant, s.options.Estate.Partner().ID)
	if outside && !account.MFA {
		return secondFactorNeeded(resource, policyID(tenant))
	}
	s.mu.Lock()
	policy, demanded := s.policies[tenant]
	s.mu.Unlock()
	if demanded && !slices.Contains(satisfied, policy) {
		return secondFactorNeeded(resource, policy)
	}
	return nil
}

// consented returns the scopes that the token will hold.
func (s *Server) consented(account estate.Technician, app estate.Application, tenant string, asked wantedResource) ([]string, *failure) {
	grant := s.options.Estate.GrantOf(tenant, app.ID, asked.appID)
	if !grant.Known {
		return nil, notAuthorizedForPartners(app.ID, tenant)
	}
	for _, name := range asked.names {
		if !slices.Contains(grant.Scopes, name) {
			return nil, notConsented(account.UPN, app.ID, app.DisplayName)
		}
	}
	if len(grant.Scopes) == 0 {
		return nil, notConsented(account.UPN, app.ID, app.DisplayName)
	}
	return grant.Scopes, nil
}

func (s *Server) redeemCode(r *http.Request, app estate.Application, want wanted) (session, wanted, *failure) {
	held, ok := s.takeCode(r.PostForm.Get("code"))
	switch {
	case !ok:
		return session{}, want, refused("invalid_grant", 70008, "The provided authorization code or refresh token has expired due to inactivity, or was redeemed before. Send a new interactive authorization request for this user and resource.")
	case held.session.App != app.ID:
		return session{}, want, refused("invalid_grant", 70000, "The provided authorization code was not issued to this application.")
	case held.redirect != r.PostForm.Get("redirect_uri"):
		return session{}, want, refused("invalid_client", 500112, "The reply address '%s' does not match the reply address '%s' provided when requesting Authorization code.", r.PostForm.Get("redirect_uri"), held.redirect)
	case !proves(r.PostForm.Get("code_verifier"), held.challenge):
		return session{}, want, refused("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.")
	}
	if len(want.resources) == 0 {
		want.resources = held.want.resources
	}
	return held.session, want, nil
}

// proves checks PKCE's S256: https://www.rfc-editor.org/rfc/rfc7636#section-4.6.
func proves(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(challenge)) == 1
}

func (s *Server) redeemRefreshToken(text string, app estate.Application) (session, *failure) {
	var held session
	if err := s.key.open(text, &held); err != nil {
		return session{}, refused("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
	}
	if held.App != app.ID {
		return session{}, refused("invalid_grant", 70000, "The provided refresh token was not issued to this application.")
	}
	s.mu.Lock()
	old := held.Epoch < s.epoch
	s.mu.Unlock()
	if old || !s.options.Now().Before(held.Issued.Add(refreshTokenRest)) {
		return session{}, refused("invalid_grant", 700082, "The refresh token has expired due to inactivity. The token was issued on %s and was inactive for 90.00:00:00.", held.Issued.Format("2006-01-02T15:04:05.0000000Z")).with("bad_token", "")
	}
	return held, nil
}

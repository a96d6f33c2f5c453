package login

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// failure is an error in the form of Microsoft's identity platform:
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
type failure struct {
	status  int
	kind    string
	code    int
	message string
	sub     string
	claims  string
}

func (f *failure) Error() string { return f.description() }

func (f *failure) description() string { return fmt.Sprintf("AADSTS%d: %s", f.code, f.message) }

func refused(kind string, code int, format string, args ...any) *failure {
	return &failure{status: http.StatusBadRequest, kind: kind, code: code, message: fmt.Sprintf(format, args...)}
}

func (f *failure) with(sub, claims string) *failure {
	f.sub, f.claims = sub, claims
	return f
}

func tenantUnknown(kind, tenant string) *failure {
	return refused(kind, 90002, "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.", tenant)
}

func applicationUnknown(client, tenant string) *failure {
	return refused("unauthorized_client", 700016, "Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", client, tenant)
}

func notPublic() *failure {
	f := refused("invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
	f.status = http.StatusUnauthorized
	return f
}

func accountNotInTenant(upn, home, tenant string) *failure {
	return refused("invalid_grant", 50020, "User account '%s' from identity provider 'https://sts.windows.net/%s/' does not exist in tenant '%s' and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.", upn, home, tenant)
}

func accountDisabled() *failure {
	return refused("invalid_grant", 50057, "The user account is disabled.")
}

func notConsented(upn, app, name string) *failure {
	return refused("invalid_grant", 65001, "The user or administrator has not consented to use the application with ID '%s' named '%s'. Send an interactive authorization request for this user ('%s') and resource.", app, name, upn).with("consent_required", "")
}

func notAuthorizedForPartners(app, tenant string) *failure {
	return refused("invalid_grant", 90099, "The application '%s' has not been authorized in the tenant '%s'. Applications must be authorized to access the customer tenant before partner delegated administrators can use them. Please provide pre-consent or execute the appropriate Partner Center API to authorize the application.", app, tenant)
}

func blockedByPolicy(policy string) *failure {
	return refused("invalid_grant", 53003, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.").with("message_only", claimsFor(policy))
}

func secondFactorNeeded(resource, policy string) *failure {
	return refused("invalid_grant", 50076, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '%s'.", resource).with("basic_action", claimsFor(policy))
}

// declined is the answer to Cancel where permissions are asked for, cancelled to Cancel in the list of accounts. Microsoft says
// the same of both, under two names.
func declined() *failure {
	return refused("consent_required", 65004, "User declined to consent to access the app.")
}

func cancelled() *failure {
	return refused("access_denied", 65004, "User declined to consent to access the app.")
}

// claimsFor is the claims challenge that names a Conditional Access policy.
func claimsFor(policy string) string {
	return fmt.Sprintf(`{"access_token":{"capolids":{"essential":true,"values":["%s"]}}}`, policy)
}

// policyID names a tenant's policy, always the same.
func policyID(tenant string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("policy/"+tenant)).String()
}

// answer is what stands at the token endpoint and in the discovery document's place.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, f *failure) {
	now := s.options.Now().UTC()
	trace, correlation := uuid.NewString(), correlationOf(r)
	body := map[string]any{
		"error":             f.kind,
		"error_description": fullDescription(f, trace, correlation, now),
		"error_codes":       []int{f.code},
		"timestamp":         now.Format("2006-01-02 15:04:05Z"),
		"trace_id":          trace,
		"correlation_id":    correlation,
		"error_uri":         fmt.Sprintf("%s/error?code=%d", s.options.Pages, f.code),
	}
	if f.sub != "" {
		body["suberror"] = f.sub
	}
	if f.claims != "" {
		body["claims"] = f.claims
	}
	s.options.Log.Debug("sign-in refused", "code", f.code, "path", r.URL.Path)
	reply(w, f.status, body)
}

func fullDescription(f *failure, trace, correlation string, now time.Time) string {
	return fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s",
		f.description(), trace, correlation, now.Format("2006-01-02 15:04:05Z"))
}

// correlationOf returns the id that the client gave to its request, or a new one.
func correlationOf(r *http.Request) string {
	for _, given := range []string{r.Header.Get("client-request-id"), r.FormValue("client-request-id")} {
		if id, err := uuid.Parse(given); err == nil {
			return id.String()
		}
	}
	return uuid.NewString()
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.WriteHeader(status)
	// A client that went away needs no answer.
	_ = json.NewEncoder(w).Encode(body)
}

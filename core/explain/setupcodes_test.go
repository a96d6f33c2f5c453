package explain_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/explain"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// signInCodes are the codes with which a setup, or a client's policy, keeps a technician out, and a word of the sentences that
// says what each is about.
var signInCodes = map[int]string{
	50074: "proof", 50076: "proof", 50079: "proof", 50158: "another service", 50177: "guest", 50178: "policy",
	53000: "compliant", 53001: "join", 53002: "app", 53003: "Conditional Access", 53011: "risk", 530034: "risk", 530035: "security defaults",
	500212: "Outbound", 500213: "Inbound", 50020: "guest", 50034: "access", 70043: "time", 70044: "time", 50173: "sign-in has ended",
	65001: "consent", 65004: "declined", 50105: "assign", 7000112: "disabled", 700016: "enterprise application", 500011: "service",
	650052: "service",
}

func TestEveryCodeOfASignInThatASetupMeetsSaysWhatItIsAbout(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now}
	for code, about := range signInCodes {
		name := fmt.Sprintf("AADSTS%d", code)
		refused := &refusal.ServerError{Kind: "invalid_grant", Codes: []int{code}, Description: name + ": what Microsoft says."}
		failure := explainer.Explain(&refusal.Error{Op: "get a token for", Tenant: "t1", Err: refused}, "Contoso")
		require.Contains(t, strings.ToLower(failure.Sentence()), strings.ToLower(about), name)
		require.NotEmpty(t, failure.Do, name)
		require.Equal(t, name, failure.Code)
	}
}

func TestEveryAnswerOfPartnerCenterAndGraphThatASetupMeetsSaysWhatToDo(t *testing.T) {
	explainer := explain.Explainer{Now: time.Now}
	for _, met := range []struct {
		service call.Service
		status  int
		kind    call.Kind
		code    string
		about   string
	}{
		{call.PartnerCenter, 400, call.BadRequest, "2001", "multi-tenant"},
		{call.PartnerCenter, 401, call.Unauthorized, "1000", "multifactor"},
		{call.PartnerCenter, 403, call.Denied, "403", "AdminAgents"},
		{call.PartnerCenter, 404, call.NotFound, "", "GDAP relationship"},
		{call.PartnerCenter, 409, call.Conflict, "2000", "Sync"},
		{call.PartnerCenter, 429, call.Throttled, "", "Retry"},
		{call.PartnerCenter, 500, call.Server, "", "Retry"},
		{call.Graph, 400, call.NeedsPremium, "AadPremiumLicenseRequired", "P1"},
		{call.Graph, 401, call.Unauthorized, "InvalidAuthenticationToken", "Sign in"},
		{call.Graph, 403, call.Denied, "Authorization_RequestDenied", "role"},
		{call.Graph, 404, call.NotFound, "Request_ResourceNotFound", "not"},
		{call.Graph, 429, call.Throttled, "TooManyRequests", "Retry"},
		{call.Graph, 503, call.Server, "serviceNotAvailable", "Retry"},
	} {
		t.Run(fmt.Sprintf("%s %d", cmp.Or(met.service, "Graph"), met.status), func(t *testing.T) {
			failed := &call.Error{
				Service: met.service, Op: "read the consent", Tenant: m365.TenantID("t1"), Kind: met.kind, Status: met.status, Code: met.code,
				RequestID: "r1", Message: "MFA required",
			}
			failure := explainer.Explain(fmt.Errorf("set up: %w", failed), "Contoso")
			require.Contains(t, failure.What, "Contoso")
			require.Contains(t, strings.ToLower(failure.Sentence()), strings.ToLower(met.about))
			require.NotEmpty(t, failure.Do)
			require.Equal(t, met.code, failure.Code)
			require.Equal(t, "r1", failure.RequestID)
		})
	}
}

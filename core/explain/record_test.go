package explain_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/explain"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// said is what Microsoft says about somebody.
const said = "Resource 'ada.lovelace@contoso.com' (Ada Lovelace) does not exist."

// everyPath are errors as they reach the log, each with Microsoft's words about a person in it.
func everyPath() map[string]error {
	denied := &call.Error{
		Op: "read the users", Tenant: "t-1", Kind: call.Denied, Status: 403, Code: "Authorization_RequestDenied", Message: said,
		RequestID: "r-1", Details: []call.Detail{{Code: "c", Target: "ada.lovelace@contoso.com", Message: said}},
	}
	refused := &refusal.ServerError{
		Kind: "invalid_grant", Sub: "basic_action", Codes: []int{50020}, Description: "AADSTS50020: " + said, Status: 400, CorrelationID: "c-1",
	}
	return map[string]error{
		"a call":                            denied,
		"a call of Partner Center":          &call.Error{Service: call.PartnerCenter, Op: "consent", Tenant: "t-1", Kind: call.BadRequest, Message: said},
		"a call within others":              fmt.Errorf("refresh: %w", fmt.Errorf("tenant t-1: %w", denied)),
		"several":                           errors.Join(fmt.Errorf("one: %w", denied), fmt.Errorf("two: %w", refused)),
		"the sign-in":                       &refusal.Error{Op: "get a token for", Tenant: "t-1", Err: refused},
		"the sign-in behind a call":         fmt.Errorf("sync: %w", &call.Error{Op: "read users", Kind: call.Network, Err: &refusal.Error{Op: "get a token for", Err: refused}}),
		"a client's tenant":                 &refusal.ClientTenantError{Given: "t-1", Err: refused},
		"a tenant that is not there":        &refusal.NotFoundError{Input: "contoso.com", Cloud: "Global", Reason: refused},
		"a code that is somebody's address": &call.Error{Op: "read", Kind: call.BadRequest, Code: "ada.lovelace@contoso.com", RequestID: "of Ada Lovelace"},
		"words that were changed on the way": &call.Error{
			Op: "read", Kind: call.BadRequest, Err: errors.New("kiota: ada.lovelace@contoso.com"),
		},
		"an error whose text is another": reworded{denied},
		"an address in a link":           &url.Error{Op: "Get", URL: "https://login.example/authorize?login_hint=ada.lovelace%40contoso.com", Err: errors.New("no route")},
		"an account that is another's":   &refusal.WrongAccountError{Want: "ada.lovelace@contoso.com", Got: "x@contoso.com"},
		"a guest":                        errors.New("ada.lovelace_contoso.com#EXT#@fabrikam.onmicrosoft.com is a guest"),
		"letters of another alphabet":    errors.New("ада.lovelace@почта.рф"),
	}
}

type reworded struct{ of *call.Error }

func (r reworded) Error() string { return "it said: " + r.of.Message + "!" }
func (r reworded) Unwrap() error { return r.of }

func TestTheLogHoldsKindCodeAndRequestAndNoWordsOfMicrosofts(t *testing.T) {
	for name, err := range everyPath() {
		t.Run(name, func(t *testing.T) {
			var lines bytes.Buffer
			log := slog.New(slog.NewJSONHandler(&lines, &slog.HandlerOptions{ReplaceAttr: explain.RecordAttr}))
			log.With("before", err).WithGroup("within").Error("it failed: ada.lovelace@contoso.com", "error", err, "text", "of ada.lovelace@contoso.com",
				"code", "of Ada Lovelace", "request", "Lovelace, Ada", "requestId", "Lovelace Ada", "link", &url.URL{Path: "/ada.lovelace@contoso.com"})
			for _, never := range []string{"lovelace", "Lovelace", "does not exist", "почта"} {
				require.NotContains(t, lines.String(), never)
			}
		})
	}
	var lines bytes.Buffer
	slog.New(slog.NewJSONHandler(&lines, &slog.HandlerOptions{ReplaceAttr: explain.RecordAttr})).Warn("refused", "code", "AADSTS50020", "request", "0f-1")
	require.Contains(t, lines.String(), `"code":"AADSTS50020","request":"0f-1"`)
	paths := everyPath()
	require.Equal(t, "refresh: tenant t-1: read the users in tenant t-1: denied, status 403, Authorization_RequestDenied, request r-1", explain.Record(paths["a call within others"]))
	require.Equal(t, "get a token for tenant t-1: refused, invalid_grant, basic_action, status 400, AADSTS50020, correlation c-1", explain.Record(paths["the sign-in"]))
	require.Contains(t, explain.Record(paths["the sign-in behind a call"]), "correlation c-1")
	require.Contains(t, explain.Record(paths["several"]), "one: read the users")
	require.Contains(t, explain.Record(paths["several"]), "two: refused")
}

func TestTheLogKeepsWhatNamesNobody(t *testing.T) {
	for _, text := range []string{
		"dial tcp: lookup graph.microsoft.com: no such host", "open /data/tenantkeep.db: permission denied",
		"a defect of the program: x in github.com/microsoftgraph/msgraph-sdk-go@v1.103.0/models.go:12", "50% @ 3",
	} {
		require.Equal(t, text, explain.Record(errors.New(text)))
	}
	require.Empty(t, explain.Record(nil))
}

func TestNoAddressPassesWhateverStandsAroundIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z]{6}[a-z0-9._+-]{0,8}[a-z]`).Draw(t, "name")
		host := rapid.StringMatching(`[a-z][a-z0-9-]{1,8}[a-z](\.[a-z]{2,6}){1,3}`).Draw(t, "host")
		around := rapid.SampledFrom([]string{"%s", "'%s'", "<%s>", "mailto:%s", "(%s)", "users/%s?x", `{"upn":"%s"}`, "User %s, not found", "%s."}).Draw(t, "around")
		require.NotContains(t, explain.WithoutAddresses(fmt.Sprintf(around, name+"@"+host)), name)
	})
}

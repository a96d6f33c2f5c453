package partnersim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/login"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/partnersim"
)

const (
	partner = "aaaaaaaa-0000-4000-8000-000000000000"
	admin   = "admin"
	noGroup = "nogroup"
	guest   = "guest"
	graph   = estate.GraphResource
)

var now = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

// gate takes the token to be what the test says.
type gate struct {
	token   login.Token
	refusal *graphsim.Refusal
}

func (g *gate) Verify(*http.Request) (login.Token, *graphsim.Refusal) { return g.token, g.refusal }

type harness struct {
	t           *testing.T
	gate        *gate
	estate      *estate.Estate
	handler     http.Handler
	propagation time.Duration
}

func newHarness(t *testing.T, customers int) *harness {
	t.Helper()
	h := &harness{t: t}
	var all []estate.Tenant
	for i := range customers {
		all = append(all, estate.Tenant{ID: fmt.Sprintf("cccccccc-0000-4000-8000-%012d", i), Name: fmt.Sprintf("Customer %d", i), Domain: fmt.Sprintf("c%d.example", i)})
	}
	var err error
	h.estate, err = estate.New(estate.Options{
		Seed: 3, Partner: estate.Tenant{ID: partner, Name: "Northwind IT"}, Customers: all,
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Technicians: []estate.Technician{
			{ObjectID: admin, Engineer: true, MFA: true}, {ObjectID: noGroup, MFA: true}, {ObjectID: guest, Guest: true, Engineer: true, MFA: true},
		},
	})
	require.NoError(t, err)
	h.gate = &gate{}
	h.signedIn(admin)
	h.handler = partnersim.New(partnersim.Options{
		Estate: h.estate, Gate: h.gate, Now: func() time.Time { return now },
		Propagation: func(string) time.Duration { return h.propagation },
	})
	return h
}

func (h *harness) signedIn(account string) {
	h.gate.token = login.Token{Tenant: partner, ObjectID: account, AppID: h.estate.Client().ID, MFA: true}
}

func (h *harness) call(method, path string, body any, header ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	var content bytes.Buffer
	if text, ok := body.(string); ok {
		content.WriteString(text)
	} else if body != nil {
		require.NoError(h.t, json.NewEncoder(&content).Encode(body))
	}
	request := httptest.NewRequest(method, path, &content)
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	h.handler.ServeHTTP(answer, request)
	return answer
}

func read[T any](t *testing.T, answer *httptest.ResponseRecorder) T {
	t.Helper()
	content, marked := strings.CutPrefix(answer.Body.String(), "\ufeff")
	require.True(t, marked, "Partner Center's answers begin with a byte order mark")
	var to T
	require.NoError(t, json.Unmarshal([]byte(content), &to), content)
	return to
}

type refusal struct {
	Code, Description, Source string
	Data                      []any
}

type customers struct {
	TotalCount int
	Items      []struct {
		ID                   string
		CompanyProfile       struct{ TenantID, Domain, CompanyName string }
		AllowDelegatedAccess bool
	}
	Links map[string]struct {
		URI     string
		Headers []struct{ Key, Value string }
	}
}

type grant map[string]string

func (h *harness) consentBody(grants ...grant) map[string]any {
	return map[string]any{"applicationId": h.estate.Client().ID, "displayName": "Tenantkeep", "applicationGrants": grants}
}

func readUsers() grant {
	return grant{"enterpriseApplicationId": graph, "scope": "User.Read.All, Directory.Read.All"}
}

func (h *harness) consents(situation estate.Situation) string {
	h.t.Helper()
	return "/v1/customers/" + h.in(situation) + "/applicationconsents"
}

func (h *harness) in(situation estate.Situation) string {
	h.t.Helper()
	found := h.estate.In(situation)
	require.NotEmpty(h.t, found)
	return found[0].ID
}

func TestCustomersComeInPagesByTheContinuationToken(t *testing.T) {
	h := newHarness(t, 24)
	var names []string
	var header []string
	for range 5 {
		answer := h.call("GET", "/v1/customers?size=10", nil, header...)
		require.Equal(t, http.StatusOK, answer.Code)
		page := read[customers](t, answer)
		require.Equal(t, 24, page.TotalCount)
		for _, item := range page.Items {
			require.Equal(t, item.ID, item.CompanyProfile.TenantID)
			require.NotEmpty(t, item.CompanyProfile.Domain)
			names = append(names, item.CompanyProfile.CompanyName)
		}
		next, more := page.Links["next"]
		if !more {
			break
		}
		require.Equal(t, "MS-ContinuationToken", next.Headers[0].Key)
		require.Contains(t, next.URI, "seekOperation=Next")
		header = []string{next.Headers[0].Key, next.Headers[0].Value}
	}
	require.Len(t, names, 24)
	require.Equal(t, "Customer 0", names[0])
	require.Equal(t, "Customer 23", names[23])
}

func TestACustomerWhoseRelationshipEndedIsListedWithoutAccess(t *testing.T) {
	h := newHarness(t, 24)
	ended := h.in(estate.Ended)
	for _, item := range read[customers](t, h.call("GET", "/v1/customers?size=500", nil)).Items {
		require.Equal(t, item.ID != ended, item.AllowDelegatedAccess)
	}
}

func TestBadPagesAreRefused(t *testing.T) {
	h := newHarness(t, 24)
	for _, query := range []string{"size=0", "size=501", "size=many"} {
		require.Equal(t, http.StatusBadRequest, h.call("GET", "/v1/customers?"+query, nil).Code)
	}
	require.Equal(t, http.StatusBadRequest, h.call("GET", "/v1/customers", nil, "MS-ContinuationToken", "?").Code)
}

func TestWhoIsRefused(t *testing.T) {
	cases := []struct {
		name      string
		situation estate.Situation
		prepare   func(h *harness)
		status    int
		code      string
	}{
		{"no token", estate.Healthy, func(h *harness) {
			h.gate.refusal = &graphsim.Refusal{Status: 401, Message: "Access token is empty.", Header: http.Header{}}
		}, 401, "401"},
		{"a sign-in without a second factor", estate.Healthy, func(h *harness) { h.gate.token.MFA = false }, 401, "900421"},
		{"a token of a customer's tenant", estate.Healthy, func(h *harness) { h.gate.token.Tenant = "other" }, 403, "403"},
		{"a guest", estate.Healthy, func(h *harness) { h.signedIn(guest) }, 403, "403"},
		{"a technician in no GDAP group", estate.Healthy, func(h *harness) { h.signedIn(noGroup) }, 403, "403"},
		{"a group that the technician is not in", estate.NotInGroup, func(*harness) {}, 403, "403"},
		{"a relationship without one of the three roles", estate.NoRole, func(*harness) {}, 403, "403"},
		{"a relationship that ended", estate.Ended, func(*harness) {}, 404, "3000"},
		{"a token of another application", estate.Healthy, func(h *harness) { h.gate.token.AppID = "other" }, 403, "403"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t, 24)
			c.prepare(h)
			answer := h.call("POST", h.consents(c.situation), h.consentBody(readUsers()))
			require.Equal(t, c.status, answer.Code)
			said := read[refusal](t, answer)
			require.Equal(t, c.code, said.Code)
			require.NotEmpty(t, said.Description)
			require.Equal(t, "PartnerFD", said.Source)
			require.NotNil(t, said.Data)
		})
	}
	t.Run("a customer of somebody else", func(t *testing.T) {
		h := newHarness(t, 24)
		answer := h.call("POST", "/v1/customers/"+uuid.NewString()+"/applicationconsents", h.consentBody(readUsers()))
		require.Equal(t, http.StatusNotFound, answer.Code)
	})
}

func TestBodiesThatAreRefused(t *testing.T) {
	h := newHarness(t, 24)
	unknown := h.consentBody(readUsers())
	unknown["applicationId"] = uuid.NewString()
	for name, body := range map[string]any{
		"no JSON":                "{",
		"no grants":              h.consentBody(),
		"an unknown application": unknown,
		"an unknown permission":  h.consentBody(grant{"enterpriseApplicationId": graph, "scope": "Teapot.Read"}),
		"an unknown resource":    h.consentBody(grant{"enterpriseApplicationId": uuid.NewString(), "scope": "User.Read"}),
		"an empty scope":         h.consentBody(grant{"enterpriseApplicationId": graph, "scope": ""}),
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, http.StatusBadRequest, h.call("POST", h.consents(estate.Healthy), body).Code)
		})
	}
}

func TestTheLifeOfAConsent(t *testing.T) {
	h := newHarness(t, 24)
	path, tenant, app := h.consents(estate.Healthy), h.in(estate.Healthy), h.estate.Client().ID

	require.Equal(t, http.StatusNotFound, h.call("GET", path+"/"+app, nil).Code)
	given := h.call("POST", path, h.consentBody(readUsers()), "MS-RequestId", uuid.NewString())
	require.Equal(t, http.StatusCreated, given.Code)
	require.Equal(t, []string{"User.Read.All", "Directory.Read.All"}, h.estate.GrantOf(tenant, app, graph).Scopes)

	again := h.call("POST", path, h.consentBody(readUsers()), "MS-RequestId", uuid.NewString())
	require.Equal(t, http.StatusConflict, again.Code)
	require.Contains(t, read[refusal](t, again).Description, "Permission entry already exists")

	type consent struct {
		ApplicationID     string
		ApplicationGrants []grant
	}
	shown := read[consent](t, h.call("GET", path+"/"+app, nil))
	require.Equal(t, app, shown.ApplicationID)
	require.Equal(t, []grant{{"enterpriseApplicationId": graph, "scope": "User.Read.All,Directory.Read.All"}}, shown.ApplicationGrants)
	listed := read[struct{ Items []consent }](t, h.call("GET", path, nil))
	require.Len(t, listed.Items, 1)

	require.Equal(t, http.StatusNoContent, h.call("DELETE", path+"/"+app, nil).Code)
	require.Equal(t, http.StatusNotFound, h.call("DELETE", path+"/"+app, nil).Code)
	require.Equal(t, estate.Grant{Known: true}, h.estate.GrantOf(tenant, app, graph), "the service principal stays behind")
	require.Equal(t, http.StatusCreated, h.call("POST", path, h.consentBody(readUsers())).Code)
}

func TestARepeatedRequestIsTheSameRequest(t *testing.T) {
	h := newHarness(t, 24)
	path, id := h.consents(estate.Healthy), uuid.NewString()
	for range 2 {
		answer := h.call("POST", path, h.consentBody(readUsers()), "MS-RequestId", id, "MS-CorrelationId", "mine")
		require.Equal(t, http.StatusCreated, answer.Code)
		require.Equal(t, id, answer.Header().Get("MS-RequestId"))
		require.Equal(t, "mine", answer.Header().Get("MS-CorrelationId"))
	}
	require.Equal(t, http.StatusNoContent, h.call("DELETE", path+"/"+h.estate.Client().ID, nil).Code)
	require.Equal(t, http.StatusCreated, h.call("POST", path, h.consentBody(readUsers()), "MS-RequestId", id).Code)
	require.Len(t, h.estate.Grants(h.in(estate.Healthy)), 1)
}

func TestPropagationDelaysTheEffectOfAConsent(t *testing.T) {
	h := newHarness(t, 24)
	h.propagation = 30 * time.Second
	require.Equal(t, http.StatusCreated, h.call("POST", h.consents(estate.Healthy), h.consentBody(readUsers())).Code)
	require.Equal(t, estate.Grant{Known: true}, h.estate.GrantOf(h.in(estate.Healthy), h.estate.Client().ID, graph))
}

func TestAnUnknownPathIsRefusedInPartnerCentersForm(t *testing.T) {
	h := newHarness(t, 1)
	answer := h.call("GET", "/v1/agreements", nil)
	require.Equal(t, http.StatusNotFound, answer.Code)
	require.NotEmpty(t, read[refusal](t, answer).Description)
}

package partner_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/partner"
)

// always answers every request alike.
type always struct {
	status                 int
	kind, content, further string
	requests               int
}

func (a *always) RoundTrip(request *http.Request) (*http.Response, error) {
	a.requests++
	return &http.Response{
		StatusCode: a.status, Status: http.StatusText(a.status), Header: http.Header{"Content-Type": {a.kind}, "Retry-After": {a.further}, "Www-Authenticate": {a.further}},
		Body: io.NopCloser(strings.NewReader(a.content)), ContentLength: int64(len(a.content)), Request: request,
	}, nil
}

// Whatever answers, a list ends with what came or with an error that says what was tried, and a consent is given by an answer
// of Partner Center's alone.
func FuzzAnswers(f *testing.F) {
	for _, content := range []string{
		`{"totalCount":1,"items":[{"id":"11111111-1111-1111-1111-111111111111","companyProfile":{"tenantId":"A","domain":"d","companyName":"C"},"relationshipToPartner":"reseller"}],"links":{"self":{"uri":"/customers"}}}`,
		`{"items":[{"id":"a"}],"links":{"next":{"uri":"/customers?x=1","headers":[{"key":"MS-ContinuationToken","value":"1"}]}}}`,
		`{"items":[{"id":"a"}],"links":{"next":{"uri":"https://evil.example/v1/customers"}}}`, `{"items":[],"links":{"next":{"uri":"//evil.example"}}}`,
		`{"items":[null]}`, `{"items":null}`, `{"items":{}}`, `{"code":"2002","description":"gone","data":[],"source":"x"}`, `{"error":{"code":"x"}}`,
		`{"applicationId":"` + clientID + `","applicationGrants":[]}`, `{"applicationId":7}`, "\ufeff{}", "\ufeff", "<html>", "[]", "null", ``,
	} {
		for _, status := range []int{200, 201, 204, 302, 401, 404, 409, 429, 503} {
			f.Add(status, "application/json", content, "1")
		}
	}
	f.Add(401, "application/json", "", `Bearer error="insufficient_claims", claims="eyJ9"`)
	f.Fuzz(func(t *testing.T, status int, kind, content, further string) {
		if status < 100 || status > 599 {
			return
		}
		answers := &always{status: status, kind: kind, content: content, further: further}
		clock := &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
		client, err := partner.New(partner.Options{
			Base: "https://partner.example", Tokens: &refusable{}, Transport: answers, Jitter: func() float64 { return 0 }, Now: clock.Now, Sleep: clock.Sleep,
		})
		require.NoError(t, err)
		good := status >= 200 && status < 300
		told := func(err error) {
			t.Helper()
			require.True(t, err != nil || good, "%d", status)
			if failed := call.As(err); failed != nil {
				require.Less(t, len(failed.Message), 5_000)
				require.NotEmpty(t, call.Explain(err, "Contoso").What)
			}
		}
		customers, err := client.Customers(t.Context())
		told(err)
		for _, one := range customers {
			require.NotEmpty(t, one.Tenant)
		}
		told(client.Reach(t.Context()))
		answers.requests = 0
		already, err := client.Consent(t.Context(), customer, app)
		require.LessOrEqual(t, answers.requests, 8)
		if already {
			require.NoError(t, err)
			return
		}
		told(err)
	})
}

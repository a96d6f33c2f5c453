package graph_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// always answers every request alike.
type always struct {
	status        int
	kind, content string
	requests      int
}

func (a *always) RoundTrip(request *http.Request) (*http.Response, error) {
	a.requests++
	return &http.Response{
		StatusCode: a.status, Status: http.StatusText(a.status), Header: http.Header{"Content-Type": {a.kind}},
		Body: io.NopCloser(strings.NewReader(a.content)), ContentLength: int64(len(a.content)), Request: request,
	}, nil
}

// Whatever answers, a read ends with what came or with an error of the tenant, and a write succeeds by an answer of Graph's alone.
func FuzzAnswers(f *testing.F) {
	for _, content := range []string{
		`{"value":[{"id":"a","displayName":"A","assignedLicenses":[{"skuId":"s"}]}]}`, `{"value":[{"id":"a"}],"@odata.nextLink":"https://graph.example/v1.0/users?p=2"}`,
		`{"id":"adele","value":null}`, `{"error":{"code":"Request_ResourceNotFound","message":"gone","details":[{}],"innerError":{}}}`, `{"value":[{"id":"a"}],"error":{}}`,
		"\ufeff{}", "<html>", `{"value":true}`, `[]`, `{"@odata.context":"x","id":"11111111-1111-1111-1111-111111111111"}`, ``, `{"value":[{"id":"11111111-1111-1111-1111-111111111111","verifiedDomains":[{}]}]}`,
	} {
		for _, status := range []int{200, 204, 206, 302, 400, 404, 429, 503} {
			f.Add(status, "application/json", content)
		}
	}
	f.Fuzz(func(t *testing.T, status int, kind, content string) {
		if status < 100 || status > 599 {
			return
		}
		cloud := &always{status: status, kind: kind, content: content}
		clock := &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
		client, err := graph.New(graph.Options{
			Base: "https://graph.example", Tokens: &refusable{}, Transport: cloud, Jitter: func() float64 { return 0 }, Now: clock.Now, Sleep: clock.Sleep,
		})
		require.NoError(t, err)
		good := slices.Contains([]int{200, 201, 202, 204}, status)
		for name, read := range map[string]func() error{
			"Organization": func() error { _, err := client.Organization(t.Context(), contoso); return err },
			"User":         func() error { _, err := client.User(t.Context(), adele); return err },
			"Users":        func() error { return users(client) },
			"Groups":       func() error { _, err := client.UserGroups(t.Context(), adele); return err },
			"Methods":      func() error { _, err := client.UserMethods(t.Context(), adele); return err },
			"SignIns":      func() error { _, err := client.UserSignIns(t.Context(), adele, time.Time{}); return err },
			"Roles":        func() error { _, err := client.UserRoles(t.Context(), adele); return err },
			"Licenses":     func() error { _, err := client.UserLicenses(t.Context(), adele); return err },
		} {
			err := read()
			require.False(t, err == nil && !good, "%s: %d", name, status)
			if failed := call.As(err); failed != nil {
				require.Equal(t, contoso, failed.Tenant)
				require.Less(t, len(failed.Message), 5_000)
			}
		}
		cloud.requests = 0
		answer, err := client.Send(t.Context(), contoso, call.SetSignIn(ada, m365.Blocked))
		if err == nil {
			require.True(t, good, "%d", status)
			return
		}
		require.Equal(t, call.Answer{}, answer)
		refused := call.As(err) != nil && !call.MayHaveHappened(err)
		require.True(t, cloud.requests == 1 || refused, "a write that may have happened is not repeated")
	})
}

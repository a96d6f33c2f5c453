package program

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyACheckForUpdatesAsksGitHub(t *testing.T) {
	var asked atomic.Pointer[http.Request]
	p := startProgram(t, startSimulation(t, 1, 2), func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if strings.HasSuffix(request.URL.Hostname(), "github.com") {
				asked.Store(request)
				const answer = `{"tag_name":"v99.0.0","html_url":"https://github.com/tenantkeep/tenantkeep/releases/tag/v99.0.0"}`
				return &http.Response{StatusCode: http.StatusOK, Request: request, Body: io.NopCloser(strings.NewReader(answer))}, nil
			}
			return next.RoundTrip(request)
		}).wrap
	})
	signIn(t, p)
	require.Nil(t, asked.Load())

	answer, err := p.services().Releases.Check(t.Context())
	require.NoError(t, err)
	require.True(t, answer.Newer, "the running version reaches the feed")
	require.Equal(t, "https://github.com/tenantkeep/tenantkeep/releases/tag/v99.0.0", answer.Newest.Page)
	require.Equal(t, "https://api.github.com/repos/tenantkeep/tenantkeep/releases/latest", asked.Load().URL.String())
	require.Empty(t, asked.Load().Header.Get("Authorization"))
	_, bounded := asked.Load().Context().Deadline()
	require.True(t, bounded, "a question ends by itself")
}

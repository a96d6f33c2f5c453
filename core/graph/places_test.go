package graph

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type instant struct{}

func (instant) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

type noTokens struct{ Tokens }

func TestARequestHoldsItsPlaceUntilItsAnswerIsClosed(t *testing.T) {
	client, err := New(Options{Base: "https://graph.microsoft.com", Tokens: noTokens{}, Transport: instant{}})
	require.NoError(t, err)
	conn, err := client.to("11111111-1111-1111-1111-111111111111")
	require.NoError(t, err)
	held := &limits{next: instant{}, client: client, conn: conn}
	var answers []*http.Response
	for range requestsPerTenant {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://graph.microsoft.com/v1.0/users", nil)
		require.NoError(t, err)
		resp, err := held.RoundTrip(request)
		require.NoError(t, err)
		answers = append(answers, resp)
	}
	require.False(t, conn.slots.TryAcquire(1), "all places are taken while the answers are read")
	for _, resp := range answers {
		require.NoError(t, resp.Body.Close())
		require.NoError(t, resp.Body.Close(), "closing twice gives one place back")
	}
	require.True(t, conn.slots.TryAcquire(requestsPerTenant))
	require.False(t, conn.slots.TryAcquire(1))
	require.True(t, client.atOnce.TryAcquire(requestsAtOnce))
}

package program

import (
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// TestWithoutANetworkNothingIsSentAndItIsSaid plans and carries out changes of a user while no host is reached.
func TestWithoutANetworkNothingIsSentAndItIsSaid(t *testing.T) {
	server := startSimulation(t, 2, 40)
	var lost atomic.Bool
	var writes atomic.Int64
	p := startProgram(t, server, func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if !lost.Load() {
				return next.RoundTrip(request)
			}
			if request.Method != http.MethodGet {
				writes.Add(1)
			}
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connect: network is unreachable")}
		}).wrap
	})
	signIn(t, p)
	ids := healthy(t, p)
	syncThem(t, p, ids[0])
	user := everybody(t, p.store)[ids[0]][0]
	plan, err := p.change.Plan(t.Context(), change.Intent{Action: change.RevokeSessions, User: user.Key})
	require.NoError(t, err)
	lost.Store(true)
	_, err = p.change.Plan(t.Context(), change.Intent{Action: change.Block, User: user.Key})
	require.Error(t, err)
	said := p.explainer.Explain(err, "Contoso")
	require.True(t, said.Offline, "%+v", said)
	require.NotEmpty(t, said.Do)
	outcome, err := p.change.Carry(t.Context(), plan, func(change.Outcome) {})
	require.NoError(t, err)
	require.Equal(t, change.Failed, outcome.Steps[0].State, "%+v", outcome.Steps[0])
	require.True(t, outcome.Steps[0].Failure.Offline, "%+v", outcome.Steps[0].Failure)
	require.NotContains(t, outcome.Steps[0].Failure.Sentence(), "report")
	found, err := p.store.User(t.Context(), user.Key)
	require.NoError(t, err)
	require.Equal(t, user.DisplayName, found.DisplayName, "what was last known is there")
}

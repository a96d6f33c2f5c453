package program

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestTheProgramEndsWithinASecondWhateverRuns ends it while every answer of Microsoft is waited for: tenants are listed,
// synced and refreshed, a user is read, product names are fetched.
func TestTheProgramEndsWithinASecondWhateverRuns(t *testing.T) {
	server := startSimulation(t, 4, 80)
	var held sync.Map
	hold := make(chan struct{})
	var waiting sync.WaitGroup
	p := startProgram(t, server, func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if _, on := held.Load("all"); on {
				select {
				case <-hold:
				case <-request.Context().Done():
					return nil, request.Context().Err()
				}
			}
			return next.RoundTrip(request)
		}).wrap
	})
	signIn(t, p)
	ids := healthy(t, p)
	syncThem(t, p, ids[0])
	held.Store("all", true)
	p.start()
	require.NoError(t, p.integration.Sync(t.Context(), ids[1:]))
	refresher{p}.RefreshAll(t.Context())
	users := everybody(t, p.store)[ids[0]]
	require.NotEmpty(t, users)
	ctx, cancel := context.WithCancel(p.life)
	defer cancel()
	waiting.Go(func() { _, _ = p.graph.User(ctx, users[0].Key) })
	waiting.Go(func() { _ = computer{p}.RefreshProductNames(ctx) })
	begun := time.Now()
	require.NoError(t, p.close(context.WithoutCancel(t.Context())))
	waiting.Wait()
	require.Less(t, time.Since(begun), time.Second)
}

package program

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// turner, when set, makes the test binary a program that turns itself off until it is killed.
const turner = "TENANTKEEP_TEST_TURNER"

// inBrowser is the number of a write at which a program stops in the browser, before or after the person accepted there.
const inBrowser = 0

// halting is where such a program stops.
type halting struct {
	At      heldAt
	Account string
}

// holdingBrowser has a program stop in the browser where the holder does.
func holdingBrowser(holder *holder) func(*environment) {
	return func(in *environment) {
		open := in.openBrowser
		in.openBrowser = func(address string) error {
			if !holder.armed.Load() || holder.at.Number != inBrowser {
				return open(address)
			}
			if holder.at.Answer {
				holder.halted.Store(true)
				return open(address)
			}
			fmt.Println("held")
			select {}
		}
	}
}

// takesAway says that a request changes something at Graph or at Partner Center.
func takesAway(request *http.Request) bool {
	return writesToGraph(request) || request.Method != http.MethodGet && strings.Contains(request.URL.Path, "/applicationconsents")
}

// holdingWrites has a program stop where the holder does.
func holdingWrites(holder *holder) func(*environment) {
	return func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if holder.halted.Load() && strings.HasSuffix(request.URL.Path, "/token") {
				fmt.Println("held") // what the person accepted is there, and the program has nothing of it yet
				select {}
			}
			if takesAway(request) {
				if err := holder.pass(request, next); err != nil {
					return nil, err
				}
			}
			return next.RoundTrip(request)
		}).wrap
	}
}

// turnOffAndHold signs in, turns off, and stops at a request for ever.
func turnOffAndHold(folder string) error {
	ctx := context.Background()
	var at halting
	if err := readTold(folder, &at); err != nil {
		return err
	}
	holder := &holder{at: at.At}
	p, err := signedInOn(ctx, folder, at.Account, holdingWrites(holder), holdingBrowser(holder))
	if err != nil {
		return err
	}
	ended := make(chan integration.Job, 1)
	p.integration.JobChanged.Listen(func(job integration.Job) {
		if job.Ended {
			ended <- job
		}
	})
	holder.armed.Store(true)
	if err := turnOff(ctx, p); err != nil {
		return err
	}
	return errors.New("nothing was held: " + (<-ended).Text)
}

// TestKilledAtEachRequestOfATurnOff kills the program before and after each request by which it takes itself out of a client's
// tenant and its own. The next start knows of it and goes on: nothing is left in any tenant, nor of them here.
func TestKilledAtEachRequestOfATurnOff(t *testing.T) {
	server := startSimulation(t, 6, 60)
	var writes atomic.Int32
	p := startProgram(t, server, func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if takesAway(request) {
				writes.Add(1)
			}
			return next.RoundTrip(request)
		}).wrap
	})
	signIn(t, p)
	client := reachable(t, server, p)[0]
	syncThem(t, p, client)
	writes.Store(0)
	job := jobsEnd(t, p, func(ctx context.Context) error { return turnOff(ctx, p) })
	require.False(t, job.Failed, "%s %s", job.Text, job.Details)
	number := int(writes.Load())
	require.Greater(t, number, 4)

	for at := 1; at <= number; at++ {
		for _, answered := range []bool{false, true} {
			t.Logf("request %d of %d, answered: %t", at, number, answered)
			turnOffKilled(t, server, client, heldAt{at, answered})
		}
	}
}

// turnOffKilled kills a program in the middle of its Turn Off, and lets the next one go on with it.
func turnOffKilled(t *testing.T, server *cloudsim.Server, client m365.TenantID, at heldAt) {
	t.Helper()
	next := afterKill(t, server, client, at)
	require.NoError(t, next.resume(t.Context()))
	job := jobsEnd(t, next, func(ctx context.Context) error {
		_, err := connector{next.integration, next}.SignIn(ctx, access.Full, func(string) {})
		return err
	})
	require.False(t, job.Failed, "%s %s", job.Text, job.Details)
	requireNothingOfOurs(t, server)
	requireNothingOfClients(t, server, next.folder)
}

// afterKill is the next start of a program that was killed in the middle of its Turn Off.
func afterKill(t *testing.T, server *cloudsim.Server, client m365.TenantID, at heldAt) *program {
	t.Helper()
	first := startProgram(t, server)
	signIn(t, first)
	syncThem(t, first, client)
	folder := first.folder
	require.NoError(t, first.close(t.Context()))
	require.NoError(t, server.CloudFile(filepath.Join(folder, "cloud.json")))
	killHeld(t, turner, folder, halting{at, technician(server, directory.Administrator)})
	for _, name := range []string{"cloud.json", "told.json"} {
		require.NoError(t, os.Remove(filepath.Join(folder, name)))
	}

	next := startProgram(t, server, func(in *environment) { in.folder = folder })
	_, found, err := next.integration.TurningOff(t.Context())
	require.NoError(t, err)
	require.True(t, found, "the next start knows of it")
	return next
}

// TestKilledWhileTheBrowserAsksForThePermissionOfATurnOff kills the program before and after the person accepted. The next start
// knows of it, begins nothing by itself, and takes the permission back or goes on, as the person says.
func TestKilledWhileTheBrowserAsksForThePermissionOfATurnOff(t *testing.T) {
	server := startSimulation(t, 6, 60)
	p := startProgram(t, server)
	signIn(t, p)
	client := reachable(t, server, p)[0]
	own := server.Estate().Partner().ID
	permitted := func() bool {
		granted, _ := server.Estate().Consented(own, server.Estate().Client().ID)
		return slices.Contains(granted[access.GraphAppID], access.Removal)
	}
	for _, accepted := range []bool{false, true} {
		next := afterKill(t, server, client, heldAt{inBrowser, accepted})
		require.Equal(t, accepted, permitted())
		require.NoError(t, next.resume(t.Context()))
		_, err := connector{next.integration, next}.SignIn(t.Context(), access.Full, func(string) {})
		require.NoError(t, err)
		off, _, err := next.integration.TurningOff(t.Context())
		require.NoError(t, err)
		require.True(t, off.Permitting)

		require.NoError(t, next.integration.TakeBackTurnOff(t.Context(), func(string) {}))
		require.False(t, permitted(), "it is taken back")
		requireNothingBorrowed(t, server)
		syncThem(t, next, client)
		tenant, err := next.store.Tenant(t.Context(), client)
		require.NoError(t, err)
		require.Equal(t, m365.Synced, tenant.Status, "it stays on")
	}
	next := afterKill(t, server, client, heldAt{inBrowser, true})
	require.NoError(t, next.resume(t.Context()))
	_, err := connector{next.integration, next}.SignIn(t.Context(), access.Full, func(string) {})
	require.NoError(t, err)
	job := jobsEnd(t, next, func(ctx context.Context) error { return next.integration.GoOnTurningOff(ctx, func(string) {}) })
	require.False(t, job.Failed, "%s %s", job.Text, job.Details)
	requireNothingOfOurs(t, server)
	requireNothingOfClients(t, server, next.folder)
}

package program

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// creator, when set, makes the test binary a program that creates its application until it is killed.
const creator = "TENANTKEEP_TEST_CREATOR"

// createAndHold begins to create the application, and stops at a request, or in the browser, for ever.
func createAndHold(folder string) error {
	ctx := context.Background()
	var at halting
	if err := readTold(folder, &at); err != nil {
		return err
	}
	holder := &holder{at: at.At}
	p, err := startedOn(ctx, folder, at.Account, holdingWrites(holder), holdingBrowser(holder))
	if err != nil {
		return err
	}
	holder.armed.Store(true)
	_, err = p.integration.CreateApplication(ctx, p.cloud.Tenant, access.Full, func(string) {}, func(string) {})
	return errors.Join(errors.New("nothing was held"), err)
}

// afterKilledCreation is the next start of a program that was killed while it created its application.
func afterKilledCreation(t *testing.T, server *cloudsim.Server, at heldAt) *program {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, server.CloudFile(filepath.Join(folder, "cloud.json")))
	killHeld(t, creator, folder, halting{at, technician(server, directory.Administrator)})
	for _, name := range []string{"cloud.json", "told.json"} {
		require.NoError(t, os.Remove(filepath.Join(folder, name)))
	}
	next := startProgram(t, server, func(in *environment) { in.folder = folder })
	borrowed, found, err := next.integration.Borrowed(t.Context())
	require.NoError(t, err)
	require.True(t, found, "the next start knows of it")
	require.Equal(t, m365.Borrowed{Tenant: next.cloud.Tenant, Tier: string(access.Full)}, borrowed)
	return next
}

// requireNoNote fails the test where the program still means that it borrowed something.
func requireNoNote(t *testing.T, p *program) {
	t.Helper()
	_, found, err := p.integration.Borrowed(t.Context())
	require.NoError(t, err)
	require.False(t, found)
}

// isBorrowed says that Microsoft's client for administrators has a grant at home.
func isBorrowed(server *cloudsim.Server) bool {
	_, granted := server.Estate().Consented(server.Estate().Partner().ID, estate.CommandLineTools)
	return granted
}

// TestKilledAtEachRequestOfACreation kills the program before and after the person accepted in the browser, and before and after
// each request that changes something. The next start takes back what was borrowed, or goes on and creates the application once.
func TestKilledAtEachRequestOfACreation(t *testing.T) {
	var writes atomic.Int32
	p := startProgram(t, withoutApplication(t), func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if takesAway(request) {
				writes.Add(1)
			}
			return next.RoundTrip(request)
		}).wrap
	})
	_, err := create(t, p, access.Full)
	require.NoError(t, err)
	requireNoNote(t, p)
	number := int(writes.Load())
	require.Greater(t, number, 4)

	for at := inBrowser; at <= number; at++ {
		for _, answered := range []bool{false, true} {
			t.Logf("request %d of %d, answered: %t", at, number, answered)
			server := withoutApplication(t)
			next := afterKilledCreation(t, server, heldAt{at, answered})
			ended := at == number && answered
			require.Equal(t, (at != inBrowser || answered) && !ended, isBorrowed(server))

			if answered {
				_, err := create(t, next, access.Full)
				require.NoError(t, err, "it goes on")
				require.Len(t, registrations(server, "Tenantkeep"), 1)
			} else {
				require.NoError(t, next.integration.TakeBackBorrowed(t.Context(), next.cloud.Tenant, func(string) {}))
			}
			requireNothingBorrowed(t, server)
			requireNoNote(t, next)
		}
	}
}

func TestWhatMayBeBorrowedIsKnownUntilItIsTakenBack(t *testing.T) {
	for name, walker := range map[string]func(*cloudsim.Server) cloudsim.Walker{
		"who declines borrowed nothing": func(*cloudsim.Server) cloudsim.Walker { return cloudsim.Walker{Decline: true} },
		"a guest may have": func(s *cloudsim.Server) cloudsim.Walker {
			return cloudsim.Walker{Account: technician(s, directory.GuestAccount)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := withoutApplication(t)
			p := startProgram(t, server, func(in *environment) { in.openBrowser = walker(server).OpenURL })
			_, err := create(t, p, access.ReadOnly)
			require.Error(t, err)
			_, found, err := p.integration.Borrowed(t.Context())
			require.NoError(t, err)
			require.Equal(t, isBorrowed(server), found)
		})
	}
}

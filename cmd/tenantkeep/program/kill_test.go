package program

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// victim, when set, makes the test binary a program that refreshes until it is killed.
const victim = "TENANTKEEP_TEST_VICTIM"

// asProbe, when set, makes the test binary the probe of OpenGL.
const asProbe = "TENANTKEEP_TEST_PROBE"

func TestMain(m *testing.M) {
	for name, work := range childPrograms() {
		if folder := os.Getenv(name); folder != "" {
			if err := work(folder); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			return
		}
	}
	if os.Getenv(asProbe) != "" { // this makes it the probe of OpenGL
		os.Exit(answerProbe(os.Stdout))
	}
	os.Exit(m.Run())
}

// startedOn is the program on a folder that holds its cloud, with an account for its browser.
func startedOn(ctx context.Context, folder, account string, environments ...func(*environment)) (*program, error) {
	chosen, err := cloud.Read(filepath.Join(folder, "cloud.json"))
	if err != nil {
		return nil, err
	}
	walker := cloudsim.Walker{Account: account}
	in := environment{cloud: chosen, folder: folder, openBrowser: walker.OpenURL, log: slog.New(slog.DiscardHandler)}
	for _, apply := range environments {
		apply(&in)
	}
	return newProgram(ctx, in)
}

// signedInOn is startedOn with the account signed in.
func signedInOn(ctx context.Context, folder, account string, environments ...func(*environment)) (*program, error) {
	p, err := startedOn(ctx, folder, account, environments...)
	if err != nil {
		return nil, err
	}
	if err := p.integration.Save(ctx, p.cloud.Tenant, p.cloud.ClientID); err != nil {
		return nil, err
	}
	_, err = p.integration.SignIn(ctx, access.Full, func(string) {})
	return p, err
}

// refreshForever signs in, says so on standard output, and refreshes all tenants again and again, with all that stands beside
// their users and without.
func refreshForever(folder string) error {
	ctx := context.Background()
	p, err := signedInOn(ctx, folder, os.Getenv(victim+"_ACCOUNT"))
	if err != nil {
		return err
	}
	p.refresh.Every = 0
	fmt.Println("refreshing")
	for {
		if err := errors.Join(p.refresh.Due(ctx), p.refresh.All(ctx)); err != nil {
			return err
		}
	}
}

// TestKilledInTheMiddleOfARefresh kills the program twenty times at different moments of a refresh. The database opens
// every time, and every tenant is whole: all its users are of one picture, old or new.
func TestKilledInTheMiddleOfARefresh(t *testing.T) {
	server := startSimulation(t, 12, 3000)
	p := startProgram(t, server)
	signIn(t, p)
	ids := healthy(t, p)
	syncThem(t, p, ids...)
	want := usersByTenant(t, p.store, ids)
	folder := p.folder
	require.NoError(t, p.close(t.Context()))
	require.NoError(t, server.CloudFile(filepath.Join(folder, "cloud.json")))

	for round := range 20 {
		// Every user of every tenant differs from the picture at hand, so that a refresh has much to write.
		changeEverybody(t, folder, fmt.Sprintf("round %d", round))
		killAfter(t, victim, folder, "refreshing", time.Duration(round*7)*time.Millisecond, victim+"_ACCOUNT="+technician(server, directory.Administrator))
		opened, err := store.Open(t.Context(), folder, store.Options{})
		require.NoError(t, err, "round %d", round)
		requireWhole(t, opened, ids, want, fmt.Sprintf("round %d", round))
		require.NoError(t, opened.Close())
	}
}

func usersByTenant(t *testing.T, from *store.Store, ids []m365.TenantID) map[m365.TenantID]int {
	t.Helper()
	counts := make(map[m365.TenantID]int)
	for _, id := range ids {
		tenant, err := from.Tenant(t.Context(), id)
		require.NoError(t, err)
		counts[id] = tenant.Users
	}
	return counts
}

// changeEverybody puts pictures in the store in which every user of every tenant carries the mark.
func changeEverybody(t *testing.T, folder, mark string) {
	t.Helper()
	opened, err := store.Open(t.Context(), folder, store.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, opened.Close()) }()
	for id, users := range everybody(t, opened) {
		tenant, err := opened.Tenant(t.Context(), id)
		require.NoError(t, err)
		since, err := opened.Reading(t.Context(), id)
		require.NoError(t, err)
		_, err = opened.ReplaceUsers(t.Context(), id, since, func(add func([]m365.User) error) (m365.Snapshot, error) {
			for i := range users {
				users[i].Department = mark
			}
			profile := m365.Organization{ID: id, Name: tenant.Name, DefaultDomain: tenant.DefaultDomain, InitialDomain: tenant.InitialDomain}
			return m365.Snapshot{Organization: profile, Taken: time.Unix(0, 0)}, add(users)
		})
		require.NoError(t, err)
	}
}

// requireWhole checks that the users of each tenant are as many as they were, and either all marked or none.
func requireWhole(t *testing.T, opened *store.Store, ids []m365.TenantID, want map[m365.TenantID]int, mark string) {
	t.Helper()
	users := everybody(t, opened)
	for _, id := range ids {
		require.Len(t, users[id], want[id], "tenant %s after %s", id, mark)
		marked := 0
		for _, user := range users[id] {
			if user.Department == mark {
				marked++
			}
		}
		require.Contains(t, []int{0, want[id]}, marked, "tenant %s is half old, half new after %s", id, mark)
	}
}

func everybody(t *testing.T, opened *store.Store) map[m365.TenantID][]m365.User {
	t.Helper()
	var keys []m365.UserKey
	err := opened.UserSource().Each(t.Context(), table.Query{}, func(row table.Row) error {
		key, err := m365.ParseUserKey(row.Key)
		keys = append(keys, key)
		return err
	})
	require.NoError(t, err)
	users := make(map[m365.TenantID][]m365.User)
	for _, key := range keys {
		user, err := opened.User(t.Context(), key)
		require.NoError(t, err)
		users[key.Tenant] = append(users[key.Tenant], user)
	}
	return users
}

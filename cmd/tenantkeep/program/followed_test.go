package program

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// walk changes the users of a tenant at random.
type walk struct {
	random *rand.Rand
	inside *directory.Tenant
}

// step makes one change; some come to nothing, as in life.
func (w walk) step() error {
	slot := w.random.IntN(w.inside.Info().Users + 20)
	edit := func(change func(*directory.User)) error {
		_, err := w.inside.ChangeUser(slot, func(u *directory.User) error { change(u); return nil })
		if errors.Is(err, directory.ErrNotFound) || errors.Is(err, directory.ErrTaken) {
			return nil
		}
		return err
	}
	word := fmt.Sprintf("%s %d", []string{"Ulm", "Łódź", "名古屋", ""}[w.random.IntN(4)], w.random.IntN(50))
	switch w.random.IntN(13) {
	case 0:
		return edit(func(u *directory.User) { u.DisplayName = "Renamed " + word })
	case 1:
		return edit(func(u *directory.User) {
			u.UserPrincipalName = fmt.Sprintf("renamed%d@%s", w.random.IntN(1e6), w.inside.Info().DefaultDomain)
		})
	case 2:
		return edit(func(u *directory.User) { u.City, u.JobTitle = word, "" })
	case 3:
		return edit(func(u *directory.User) { u.AccountEnabled = !u.AccountEnabled })
	case 4:
		held := w.inside.Subscriptions()
		return edit(func(u *directory.User) {
			u.Direct = nil
			for _, held := range held[:w.random.IntN(min(3, len(held)))] {
				u.Direct = append(u.Direct, directory.NewLicence(held.Product, nil, time.Now()))
			}
		})
	case 5:
		return edit(func(u *directory.User) {
			if !u.Purged && u.Slot > 12 {
				u.Deleted = time.Now()
			}
		})
	case 6:
		return edit(func(u *directory.User) {
			if !u.Purged {
				u.Deleted = time.Time{}
			}
		})
	case 7:
		return edit(func(u *directory.User) { u.Purged = u.Purged || !u.Deleted.IsZero() && w.random.IntN(9) == 0 })
	case 8:
		_, err := w.inside.CreateUser(func(u *directory.User) error {
			u.DisplayName = "New " + word
			u.UserPrincipalName = fmt.Sprintf("new%d@%s", w.random.IntN(1e9), w.inside.Info().DefaultDomain)
			u.UserType = []string{"Member", "Guest"}[w.random.IntN(2)]
			return nil
		})
		return err
	case 9:
		groups := w.inside.Groups()
		if _, there := w.inside.UserAt(slot); !there {
			return nil
		}
		_, err := w.inside.SetMember(groups[w.random.IntN(min(5, len(groups)))], slot, w.random.IntN(2) == 0)
		return err
	case 10:
		if held := w.inside.RoleAssignments(); w.random.IntN(2) == 0 && len(held) > 1 {
			_, err := w.inside.RemoveRole(held[w.random.IntN(len(held))].ID)
			return err
		}
		if u, there := w.inside.UserAt(slot); there {
			_, _, err := w.inside.AddRole(directory.Roles()[w.random.IntN(9)].ID, u.ID, directory.Whole)
			return err
		}
		return nil
	case 11:
		w.inside.Rename("Company of " + word)
		return nil
	}
	if u, there := w.inside.UserAt(slot); there && !u.LastSignIn.IsZero() {
		return w.inside.SignIn(slot, time.Now().UTC().Truncate(time.Second))
	}
	return nil
}

// faultsOfFollowing are what may come between, each for a request or two.
var faultsOfFollowing = []fault.Rule{
	{Kind: fault.ExpiredDelta},
	{Kind: fault.Replayed},
	{Kind: fault.EmptyPage},
	{Kind: fault.Unlinked},
	{Kind: fault.Unavailable},
	{Kind: fault.Cut},
	{Kind: fault.Dropped},
	{Kind: fault.Malformed},
	{Kind: fault.NullElement},
	{Kind: fault.Circle},
	{Kind: fault.ExpiredPage},
	{Kind: fault.BadRequest},
	{Kind: fault.Denied},
}

// readingWhole lets a program know of no mark, so that it reads everything every time.
func readingWhole(in *environment) {
	in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
		request.URL.Path = strings.Replace(request.URL.Path, "/users/delta", "/users/none", 1)
		return next.RoundTrip(request)
	}).wrap
}

// pictureOf are the users of a tenant as they are stored.
func pictureOf(t *testing.T, from *store.Store, id m365.TenantID) map[string]m365.User {
	t.Helper()
	var keys []m365.UserKey
	err := from.UserSource().Each(t.Context(), table.Query{Filters: []table.Filter{{Column: columns.TenantID, Any: []string{string(id)}}}}, func(row table.Row) error {
		key, err := m365.ParseUserKey(row.Key)
		keys = append(keys, key)
		return err
	})
	require.NoError(t, err)
	known := make(map[string]m365.User)
	for _, key := range keys {
		known[key.ID], err = from.User(t.Context(), key)
		require.NoError(t, err)
	}
	require.Len(t, known, len(keys), "nobody is there twice")
	return known
}

// requireSame holds two pictures against each other, but for the last sign-ins, and for the roles where they are not to have been
// read since.
func requireSame(t *testing.T, want, got map[string]m365.User, roles bool, of string) {
	t.Helper()
	for id, user := range want {
		there, found := got[id]
		require.True(t, found, "%s: %s %s is missing", of, id, user.DisplayName)
		user.LastSignIn, there.LastSignIn = time.Time{}, time.Time{}
		if !roles {
			user.Roles, there.Roles = nil, nil
		}
		require.Equal(t, user, there, of)
	}
	for id, user := range got {
		require.Contains(t, want, id, "%s: %s should be gone", of, user.DisplayName)
	}
}

// TestWhatIsFollowedIsWhatIsThere changes a simulated cloud at random, with faults between, and follows it with one program while
// another reads all of it every time: both have the same picture, always. TENANTKEEP_TEST_WALK makes it ten thousand changes,
// which take some minutes.
func TestWhatIsFollowedIsWhatIsThere(t *testing.T) {
	steps, atOnce := 600, 100
	if os.Getenv("TENANTKEEP_TEST_WALK") != "" {
		steps = 10_000
	}
	server := startSimulation(t, 8, 900)
	following, whole := startProgram(t, server), startProgram(t, server, readingWhole)
	for _, p := range []*program{following, whole} {
		signIn(t, p)
		p.refresh.Every = 0
	}
	ids := healthy(t, following)[:3]
	syncThem(t, following, ids...)
	syncThem(t, whole, ids...)
	random := rand.New(rand.NewPCG(1, 2))
	for done := 0; done < steps; done += atOnce {
		for range atOnce {
			inside, _ := server.Directory().Open(string(ids[random.IntN(len(ids))]))
			require.NoError(t, walk{random, inside}.step())
		}
		if random.IntN(3) == 0 {
			rule := faultsOfFollowing[random.IntN(len(faultsOfFollowing))]
			rule.Service, rule.PathContains, rule.Times = fault.Graph, "/users", 1+random.IntN(3)
			_, err := server.Faults().Add(rule)
			require.NoError(t, err)
			_ = following.refresh.Some(t.Context(), ids) // it may fail, and leaves nothing wrong
			server.Faults().Clear()
		}
		// Mostly it is not yet time for all but the users.
		withRest := random.IntN(3) == 0 || haveFailed(t, following, ids)
		if withRest {
			require.NoError(t, following.refresh.Some(t.Context(), ids))
		} else {
			require.NoError(t, following.refresh.Due(t.Context()))
		}
		require.NoError(t, whole.refresh.Some(t.Context(), ids))
		for _, id := range ids {
			requireSame(t, pictureOf(t, whole.store, id), pictureOf(t, following.store, id), withRest, fmt.Sprintf("tenant %s after %d changes", id, done+atOnce))
			if withRest {
				requireSameTenant(t, whole.store, following.store, id)
			}
		}
		require.NoError(t, following.refresh.SignIns(t.Context()))
		requireSignIns(t, server, following.store, ids)
	}
	now := time.Now().Add(25 * time.Hour)
	following.refresh.Now = func() time.Time { return now }
	require.NoError(t, following.refresh.Some(t.Context(), ids))
	compared := following.refresh.Compared()
	require.Equal(t, len(ids), compared.Tenants)
	require.Zero(t, compared.Different)
}

// haveFailed says that a tenant could not be read, which is then not due for a while.
func haveFailed(t *testing.T, p *program, ids []m365.TenantID) bool {
	t.Helper()
	return slices.ContainsFunc(ids, func(id m365.TenantID) bool {
		tenant, err := p.store.Tenant(t.Context(), id)
		require.NoError(t, err)
		return tenant.RefreshFailure != nil
	})
}

func requireSameTenant(t *testing.T, whole, following *store.Store, id m365.TenantID) {
	t.Helper()
	want, err := whole.Tenant(t.Context(), id)
	require.NoError(t, err)
	got, err := following.Tenant(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, want.Name, got.Name)
	require.Equal(t, want.Users, got.Users)
	require.Equal(t, want.Lacks, got.Lacks)
}

// requireSignIns holds the last sign-ins against those of the simulated cloud.
func requireSignIns(t *testing.T, server *cloudsim.Server, from *store.Store, ids []m365.TenantID) {
	t.Helper()
	for _, id := range ids {
		inside, _ := server.Directory().Open(string(id))
		if inside.Info().Plan == "" {
			continue
		}
		for object, user := range pictureOf(t, from, id) {
			truth, _ := inside.User(object)
			require.Equal(t, truth.LastGood.UTC().Truncate(time.Second), user.LastSignIn.Truncate(time.Second), user.DisplayName)
		}
	}
}

// TestKilledWhileItFollowsChanges kills the program at different moments while it follows what changes. The next start goes on
// from there: nothing is missing, and nothing there twice.
func TestKilledWhileItFollowsChanges(t *testing.T) {
	server := startSimulation(t, 8, 1500)
	p, whole := startProgram(t, server), startProgram(t, server, readingWhole)
	signIn(t, p)
	signIn(t, whole)
	ids := healthy(t, p)[:3]
	syncThem(t, p, ids...)
	syncThem(t, whole, ids...)
	folder := p.folder
	require.NoError(t, p.close(t.Context()))
	require.NoError(t, server.CloudFile(filepath.Join(folder, "cloud.json")))
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 12 {
		for range 300 {
			inside, _ := server.Directory().Open(string(ids[random.IntN(len(ids))]))
			require.NoError(t, walk{random, inside}.step())
		}
		killAfter(t, victim, folder, "refreshing", time.Duration(round*9)*time.Millisecond, victim+"_ACCOUNT="+technician(server, directory.Administrator))
		again, err := signedInOn(t.Context(), folder, technician(server, directory.Administrator))
		require.NoError(t, err)
		marked := slices.ContainsFunc(ids, func(id m365.TenantID) bool {
			reading, err := again.store.Reading(t.Context(), id)
			require.NoError(t, err)
			return reading.Mark == ""
		})
		require.False(t, marked, "it goes on from a mark")
		require.NoError(t, again.refresh.Some(t.Context(), ids))
		require.NoError(t, whole.refresh.Some(t.Context(), ids))
		for _, id := range ids {
			requireSame(t, pictureOf(t, whole.store, id), pictureOf(t, again.store, id), true, fmt.Sprintf("tenant %s in round %d", id, round))
		}
		require.NoError(t, again.close(t.Context()))
	}
}

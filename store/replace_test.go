package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

func fullUser() m365.User {
	return m365.User{
		Key: userKey(1, 1), DisplayName: "Zoë Ångström", UserPrincipalName: "zoe@contoso.com", GivenName: "Zoë", Surname: "Ångström",
		Mail: "zoe@contoso.com", MailNickname: "zoe", Type: m365.Guest, SignIn: m365.Blocked, JobTitle: "Dentist",
		CompanyName: "Contoso", Department: "Surgery", EmployeeID: "7", EmployeeType: "Full", EmployeeHireDate: noon.AddDate(-9, 0, 0),
		OfficeLocation: "2.1", StreetAddress: "Main St 1", City: "Wien", State: "W", PostalCode: "1010", Country: "Austria",
		BusinessPhone: "+43 1", MobilePhone: "+43 6", UsageLocation: "AT", Created: time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC),
		LastSignIn: noon.Add(-time.Hour + 5*time.Microsecond), LastPasswordReset: noon.Add(-time.Minute), OnPremisesSynced: true,
		Roles: []string{"Global Administrator", "User, Administrator"}, SKUs: []string{"s1", "s2"}, Licenses: []string{"E5", "P2"},
		Aliases: []string{"z.angstrom@contoso.com", "zoe.a@contoso.onmicrosoft.com"},
	}
}

// fieldsOfAUser are the fields that a change or a refresh can change.
func fieldsOfAUser() []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(reflect.TypeFor[m365.User]()), func(field reflect.StructField) bool {
		return field.Name == "Key"
	})
}

func TestAUserIsKeptWhole(t *testing.T) {
	for _, field := range fieldsOfAUser() {
		require.False(t, reflect.ValueOf(fullUser()).FieldByIndex(field.Index).IsZero(), "a full user has %s", field.Name)
	}
	s := open(t)
	synced(t, s, 1, "Contoso", fullUser())
	got, err := s.User(t.Context(), userKey(1, 1))
	require.NoError(t, err)
	require.Equal(t, fullUser(), got)
	_, err = s.User(t.Context(), userKey(2, 1))
	require.ErrorIs(t, err, store.ErrNotFound, "of the same id in another tenant")
}

func TestEveryChangeOfAUserIsStored(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", fullUser())
	changes := map[string]func(*m365.User){
		"display name":   func(u *m365.User) { u.DisplayName = "Zoe" },
		"a text moved":   func(u *m365.User) { u.GivenName, u.Surname = "ZoëÅ", "ngström" },
		"password":       func(u *m365.User) { u.LastPasswordReset = noon },
		"type":           func(u *m365.User) { u.Type = m365.Member },
		"sign-in":        func(u *m365.User) { u.SignIn = m365.Allowed },
		"roles split":    func(u *m365.User) { u.Roles = []string{"Global Administrator, User", "Administrator"} },
		"products":       func(u *m365.User) { u.SKUs = []string{"s2", "s1"} },
		"product names":  func(u *m365.User) { u.Licenses = []string{"E5 (new name)", "P2"} },
		"department":     func(u *m365.User) { u.Department = "Dentist" },
		"mobile":         func(u *m365.User) { u.MobilePhone = "+43 7" },
		"an alias":       func(u *m365.User) { u.Aliases = []string{"zoe.a@contoso.onmicrosoft.com"} },
		"usage location": func(u *m365.User) { u.UsageLocation = "DE" },
	}
	for _, field := range fieldsOfAUser() {
		// One who has no type counts as a member, and the last sign-in comes apart.
		if field.Name != "Type" && field.Name != "LastSignIn" {
			changes["no "+field.Name] = func(u *m365.User) { reflect.ValueOf(u).Elem().FieldByIndex(field.Index).SetZero() }
		}
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			want := fullUser()
			replace(t, s, 1, m365.Snapshot{Taken: noon}, want)
			change(&want)
			replace(t, s, 1, m365.Snapshot{Taken: noon}, want)
			got, err := s.User(t.Context(), userKey(1, 1))
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}

func TestASnapshotIsKeptWhole(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	require.NoError(t, s.SetRefreshFailure(t.Context(), tenantID(1), &m365.Failure{What: "x"}))
	snapshot := m365.Snapshot{
		Organization: m365.Organization{
			ID: tenantID(1), Name: "Contoso Inc", DefaultDomain: "contoso.com", InitialDomain: "contoso.onmicrosoft.com",
			SharePointName: "contosoinc",
		},
		SignInActivity: m365.NeedsPremium, Roles: m365.NoPermission, Taken: noon.Add(time.Hour),
		Lacks: []m365.Lack{{Of: "license names", Failure: m365.Failure{What: "x", At: noon}}},
	}
	replace(t, s, 1, snapshot, user(1, 1, "Adele"), user(1, 2, "Bianca"))
	require.Equal(t, m365.Tenant{
		ID: tenantID(1), Name: "Contoso Inc", DefaultDomain: "contoso.com", InitialDomain: "contoso.onmicrosoft.com",
		SharePointName: "contosoinc", Status: m365.Synced, Access: listed(1, "").Access, Users: 2,
		Refreshed: noon.Add(time.Hour), SignInActivity: m365.NeedsPremium, Roles: m365.NoPermission,
		Lacks: snapshot.Lacks,
	}, tenant(t, s, 1), "the failure before is over, the status is not touched")

	replace(t, s, 1, m365.Snapshot{Taken: noon})
	require.Equal(t, "contoso.com", tenant(t, s, 1).DefaultDomain, "what a snapshot leaves out stays")
	require.Empty(t, tenant(t, s, 1).Lacks, "what is read is lacked no more")
}

func TestUsersThatAreGoneLeaveAndUsersThatComeAreThere(t *testing.T) {
	s := open(t)
	synced(t, s, 2, "Fabrikam", user(2, 1, "Other"))
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"), user(1, 3, "Carl"))
	replace(t, s, 1, m365.Snapshot{}, user(1, 3, "Carla"), user(1, 4, "Diego"), user(1, 2, "Bianca"))
	require.Equal(t, []string{"Bianca", "Carla", "Diego", "Other"}, displayNames(t, s))
	replace(t, s, 1, m365.Snapshot{})
	require.Equal(t, []string{"Other"}, displayNames(t, s))
}

func TestAUserGivenTwiceIsStoredOnceAsGivenLast(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	count, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		return m365.Snapshot{}, errors.Join(
			add([]m365.User{user(1, 2, "Bianca"), user(1, 1, "Adela")}), add([]m365.User{user(1, 2, "Bea"), user(1, 1, "Adele")}))
	})
	require.NoError(t, err)
	require.Equal(t, 2, count)
	require.Equal(t, []string{"Adele", "Bea"}, displayNames(t, s))
}

func TestAnAbandonedReadLeavesTheSnapshotBefore(t *testing.T) {
	broken := errors.New("the network went away")
	for name, c := range map[string]struct {
		feed func(add func([]m365.User) error, cancel func()) error
		want error
	}{
		"before the first page": {func(func([]m365.User) error, func()) error { return broken }, broken},
		"between two pages": {func(add func([]m365.User) error, _ func()) error {
			return errors.Join(add([]m365.User{user(1, 1, "Changed"), user(1, 9, "New")}), broken)
		}, broken},
		"by a cancelled context": {func(add func([]m365.User) error, cancel func()) error {
			if err := add([]m365.User{user(1, 1, "Changed")}); err != nil {
				return err
			}
			cancel()
			return add([]m365.User{user(1, 9, "New")})
		}, context.Canceled},
		"by a context cancelled after the last page": {func(add func([]m365.User) error, cancel func()) error {
			defer cancel()
			return add([]m365.User{user(1, 1, "Changed")})
		}, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 2, "Bianca"))
			before := tenant(t, s, 1)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			_, err := s.ReplaceUsers(ctx, tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
				return m365.Snapshot{Taken: noon.Add(time.Hour), Organization: m365.Organization{Name: "Changed"}}, c.feed(add, cancel)
			})
			require.ErrorIs(t, err, c.want)
			require.Equal(t, []string{"Adele", "Bianca"}, displayNames(t, s))
			require.Equal(t, before, tenant(t, s, 1))
			replace(t, s, 1, m365.Snapshot{Taken: noon}, user(1, 3, "Carl"))
			require.Equal(t, []string{"Carl"}, displayNames(t, s), "nothing of the abandoned read is left")
		})
	}
}

func TestUsersOfAnotherTenantAreRefused(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	synced(t, s, 2, "Fabrikam")
	for _, stranger := range []m365.User{user(2, 5, "Stranger"), {Key: m365.UserKey{Tenant: tenantID(1)}}} {
		_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
			return m365.Snapshot{}, add([]m365.User{user(1, 1, "Changed"), stranger})
		})
		require.Error(t, err)
		require.Equal(t, []string{"Adele"}, displayNames(t, s))
	}
	_, err := s.Reading(t.Context(), tenantID(3))
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestARefreshCannotBringARemovedTenantBack(t *testing.T) {
	for name, remove := range map[string]func(*store.Store) error{
		"unsynced meanwhile":          func(s *store.Store) error { return s.RemoveTenantData(context.Background(), tenantID(1)) },
		"forgotten meanwhile":         func(s *store.Store) error { return s.Forget(context.Background()) },
		"forgotten and listed again":  forgetAndList,
		"unsynced and synced already": unsyncAndSync,
	} {
		t.Run(name, func(t *testing.T) {
			read := []m365.User{user(1, 1, "Adela"), user(1, 2, "Bianca")}
			requireRemoved(t, func(s *store.Store) error {
				_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
					return m365.Snapshot{}, errors.Join(add(read), remove(s))
				})
				return err
			})
			requireRemoved(t, func(s *store.Store) error {
				since := reading(t, s, 1)
				removed := remove(s)
				_, err := s.ReplaceUsers(t.Context(), tenantID(1), since, func(add func([]m365.User) error) (m365.Snapshot, error) {
					return m365.Snapshot{}, errors.Join(add(read), removed)
				})
				return err
			})
			requireRemoved(t, func(s *store.Store) error {
				_, err := s.ChangeUsers(t.Context(), tenantID(1), reading(t, s, 1), func(known knownUsers) (m365.Changes, error) {
					_, err := known([]string{userKey(1, 1).ID})
					return m365.Changes{Users: read}, errors.Join(err, remove(s))
				})
				return err
			})
		})
	}
}

// requireRemoved has a tenant removed while it is refreshed.
func requireRemoved(t *testing.T, refresh func(*store.Store) error) {
	t.Helper()
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	require.ErrorIs(t, refresh(s), store.ErrTenantRemoved)
	require.Empty(t, displayNames(t, s))
	count, err := s.CountUsers(t.Context())
	require.NoError(t, err)
	require.Zero(t, count)
}

func forgetAndList(s *store.Store) error {
	return errors.Join(s.Forget(context.Background()), s.SaveListed(context.Background(), []m365.Tenant{listed(1, "Contoso")}))
}

func unsyncAndSync(s *store.Store) error {
	return errors.Join(
		s.RemoveTenantData(context.Background(), tenantID(1)),
		s.SetTenantStatus(context.Background(), tenantID(1), m365.Synced, "", nil),
	)
}

func TestAnUnchangedRefreshWritesAlmostNothing(t *testing.T) {
	dir := t.TempDir()
	users := make([]m365.User, 2000)
	for n := range users {
		users[n] = user(1, n, fmt.Sprintf("User %d", n))
		users[n].JobTitle, users[n].Licenses = fmt.Sprintf("Job %d", n%50), []string{"E5"}
	}
	s, err := store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	synced(t, s, 1, "Contoso", users...)
	require.NoError(t, s.Close())
	s = openIn(t, dir)
	replace(t, s, 1, m365.Snapshot{Taken: noon.Add(time.Hour)}, users...)
	log, err := os.Stat(filepath.Join(dir, store.FileName+"-wal"))
	require.NoError(t, err)
	require.Less(t, log.Size(), int64(64<<10), "bytes written")
	require.Equal(t, noon.Add(time.Hour), tenant(t, s, 1).Refreshed)
}

func TestTenantsAreReplacedSideBySideWhileOneWaitsForTheNetwork(t *testing.T) {
	s := open(t)
	const tenants = 12
	list := make([]m365.Tenant, tenants)
	for n := range list {
		list[n] = listed(n, fmt.Sprintf("Tenant %02d", n))
	}
	require.NoError(t, s.SaveListed(t.Context(), list))
	for n := range list {
		require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(n), m365.Synced, "", nil))
	}
	staged, release := make(chan struct{}), make(chan struct{})
	var slow, others sync.WaitGroup
	slow.Go(func() {
		_, err := s.ReplaceUsers(context.Background(), tenantID(0), reading(t, s, 0), func(add func([]m365.User) error) (m365.Snapshot, error) {
			err := add([]m365.User{user(0, 0, "First")})
			close(staged)
			<-release
			return m365.Snapshot{}, errors.Join(err, add([]m365.User{user(0, 1, "Second")}))
		})
		require.NoError(t, err)
	})
	<-staged
	for n := 1; n < tenants; n++ {
		others.Go(func() {
			for round := range 3 {
				users := make([]m365.User, 40)
				for k := range users {
					users[k] = user(n, k, fmt.Sprintf("Round %d", round))
				}
				replace(t, s, n, m365.Snapshot{}, users...)
			}
		})
		others.Go(func() {
			for range 5 {
				requireWholeTenants(t, s)
			}
		})
	}
	others.Wait()
	require.Equal(t, 40, tenant(t, s, 1).Users)
	require.Zero(t, tenant(t, s, 0).Users)
	close(release)
	slow.Wait()
	require.Equal(t, 2, tenant(t, s, 0).Users)
}

// requireWholeTenants reads all users and wants every tenant to be of one round.
func requireWholeTenants(t *testing.T, s *store.Store) {
	rounds, counts := map[string]string{}, map[string]int{}
	err := s.UserSource().Each(context.Background(), table.Query{}, func(r table.Row) error {
		name, of := r.Cells[0].Text, r.Cells[3].Text
		counts[of]++
		if rounds[of] == "" {
			rounds[of] = name
		}
		if rounds[of] != name {
			return fmt.Errorf("%s holds %s and %s", of, rounds[of], name)
		}
		return nil
	})
	require.NoError(t, err)
	for of, count := range counts {
		require.Equal(t, 40, count, of)
	}
}

func TestTheSameTenantIsReplacedOneAfterTheOther(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso")
	inside := make(chan struct{}, 1)
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			_, err := s.ReplaceUsers(context.Background(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
				select {
				case inside <- struct{}{}:
				default:
					return m365.Snapshot{}, errors.New("two at once")
				}
				defer func() { <-inside }()
				return m365.Snapshot{}, add([]m365.User{user(1, n, "Adele")})
			})
			require.NoError(t, err)
		})
	}
	wait.Wait()
	require.Len(t, displayNames(t, s), 1)

	_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(func([]m365.User) error) (m365.Snapshot, error) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := s.ReplaceUsers(ctx, tenantID(1), m365.Reading{}, nil)
		return m365.Snapshot{}, err
	})
	require.ErrorIs(t, err, context.Canceled, "who waits can be cancelled")
}

func displayNames(t *testing.T, s *store.Store) []string {
	t.Helper()
	var names []string
	q := table.Query{Sort: []table.SortKey{{Column: columns.DisplayName}}}
	require.NoError(t, s.UserSource().Each(t.Context(), q, func(r table.Row) error {
		names = append(names, r.Cells[0].Text)
		return nil
	}))
	return names
}

func TestEveryTextOfAUserIsKeptAsItIs(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso")
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\"", `\`, "\x00", "\n", "<&>", "\u2028", "\x7f", "é", "😀"}))
		want := user(1, 1, "Adele")
		want.City, want.Surname = text.Draw(r, "city"), text.Draw(r, "surname")
		want.SKUs, want.Licenses = []string{"s1"}, []string{text.Draw(r, "license")}
		replace(t, s, 1, m365.Snapshot{Taken: noon}, want)
		got, err := s.User(t.Context(), userKey(1, 1))
		require.NoError(r, err)
		require.Equal(r, want, got)
		_, _, err = s.Roster(t.Context())
		require.NoError(r, err, "SQLite reads it too")
		replace(t, s, 1, m365.Snapshot{Differed: func(ids []string) { require.Empty(r, ids) }}, want)
	})
}

package store_test

import (
	"context"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/store"
)

// finder finds the users of a store, as they are stored now.
func finder(t testing.TB, s *store.Store) (users *find.Users, tenants map[m365.TenantID]m365.Tenant) {
	t.Helper()
	users = find.NewUsers(find.Options{Store: s, Sleep: pause.Sleep})
	require.NoError(t, users.Read(t.Context()))
	list, err := s.Tenants(t.Context())
	require.NoError(t, err)
	tenants = make(map[m365.TenantID]m365.Tenant)
	for _, tenant := range list {
		if tenant.Status == m365.Synced {
			tenants[tenant.ID] = tenant
		}
	}
	return users, tenants
}

// found are the display names of the users that fit, the best first.
func found(t testing.TB, s *store.Store, typed string) []string {
	t.Helper()
	users, tenants := finder(t, s)
	fitting, err := users.Find(t.Context(), find.Parse(typed), tenants, 10)
	require.NoError(t, err)
	names := []string{}
	for _, one := range fitting {
		names = append(names, one.DisplayName)
	}
	return names
}

func TestUsersAreFoundByEverythingTheyAreCalled(t *testing.T) {
	s := open(t)
	adele := user(1, 1, "Adele Vance")
	adele.UserPrincipalName, adele.GivenName, adele.Surname = "avance@contoso.com", "Adele Maria", "Vance"
	adele.Mail, adele.MailNickname = "hello@fabrikam.com", "delly"
	adele.Aliases = []string{"appointments@contoso.com", "sales@fabrikam.com"}
	all := []m365.User{adele, user(1, 2, "Megan Bowen"), user(1, 3, "王小明"), user(1, 4, "İlkay Çelik"), user(1, 5, "أحمد علي")}
	synced(t, s, 1, "Contoso Dental", all...)
	replace(t, s, 1, m365.Snapshot{Taken: noon, Organization: m365.Organization{DefaultDomain: "contoso.com"}}, all...)
	for typed, who := range map[string]string{
		"adele":                    "Adele Vance",
		"VANCE adele":              "Adele Vance",
		"maria":                    "Adele Vance",
		"avance@contoso":           "Adele Vance",
		"hello@fabrikam":           "Adele Vance",
		"delly":                    "Adele Vance",
		"appointments@contoso.com": "Adele Vance",
		"sales@fabrikam.com":       "Adele Vance",
		guid("user", 1):            "Adele Vance",
		guid("user", 2)[:10]:       "Megan Bowen",
		"bowen contoso":            "Megan Bowen",
		"mgnbwn":                   "Megan Bowen",
		"小明":                       "王小明",
		"ilkay celik":              "İlkay Çelik",
		"علي":                      "أحمد علي",
	} {
		require.Equal(t, []string{who}, found(t, s, typed), typed)
	}
	require.Empty(t, found(t, s, "contoso"), "what all users of a tenant have in common finds none of them")
	require.Empty(t, found(t, s, "nobody"))
	require.Empty(t, found(t, s, ""))
}

func TestUsersOfATenantThatIsNotSyncedAreNotFound(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele Vance"))
	users, tenants := finder(t, s)
	require.NoError(t, s.RemoveTenantData(t.Context(), tenantID(1)))
	fitting, err := users.Find(t.Context(), find.Parse("adele"), tenants, 10)
	require.NoError(t, err)
	require.Empty(t, fitting, "also before the names are read again")
	require.NoError(t, users.Read(t.Context()))
	fitting, err = users.Find(t.Context(), find.Parse("adele"), tenants, 10)
	require.NoError(t, err)
	require.Empty(t, fitting)
}

func TestAChangedNameIsFoundOnceItIsRead(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele Vance"))
	users, tenants := finder(t, s)
	require.NoError(t, s.Patch(t.Context(), userKey(1, 1), func(u *m365.User) { u.DisplayName = "Adele Bowen" }))
	require.NoError(t, users.Read(t.Context()))
	fitting, err := users.Find(t.Context(), find.Parse("bowen"), tenants, 10)
	require.NoError(t, err)
	require.Len(t, fitting, 1)
	require.Equal(t, "Adele Bowen", fitting[0].DisplayName)
}

func TestAUserViewedLatelyComesBeforeOthersWhoFitAsWell(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Ann Baker"), user(1, 2, "Mary Ann"), user(1, 3, "Zoe Ann"), user(1, 4, "Ann"))
	require.NoError(t, s.Visit(t.Context(), userKey(1, 3), noon))
	require.Equal(t, []string{"Ann", "Ann Baker", "Zoe Ann", "Mary Ann"}, found(t, s, "ann"))
}

// BenchmarkFind types names and addresses letter by letter, and measures each answer.
func BenchmarkFind(b *testing.B) { benchTyping(b, 100_000) }

// BenchmarkFindAtScale is BenchmarkFind with as many users as are asked for.
func BenchmarkFindAtScale(b *testing.B) { benchTyping(b, scale(b)) }

func benchTyping(b *testing.B, size int) {
	b.Helper()
	s := crowded(b, size)
	before := heap()
	started := time.Now()
	users, tenants := finder(b, s)
	read := time.Since(started)
	memory := heap() - before
	var took []time.Duration
	for _, typed := range []string{
		"anber corda", "da xa", "jo.li", "frigu hata", "wokali@tenant7", "yuzo mona", "a e", "péra sita", "nobody of them", "gufrlnt",
	} {
		for end := range typed {
			took = append(took, timeOf(b, users, tenants, typed[:end+1]))
		}
	}
	slices.Sort(took)
	for b.Loop() {
		timeOf(b, users, tenants, "anber c")
	}
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "worst-ms")
	b.ReportMetric(float64(memory)/float64(size), "B/user")
	b.ReportMetric(read.Seconds(), "read-s")
}

func timeOf(b *testing.B, users *find.Users, tenants map[m365.TenantID]m365.Tenant, typed string) time.Duration {
	started := time.Now()
	_, err := users.Find(context.Background(), find.Parse(typed), tenants, 6)
	require.NoError(b, err)
	return time.Since(started)
}

// heap is how much memory is in use.
func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

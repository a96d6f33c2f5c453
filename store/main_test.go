package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is the tests' now.
var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func openIn(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{Now: func() time.Time { return noon }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func open(t testing.TB) *store.Store {
	t.Helper()
	return openIn(t, t.TempDir())
}

// guid is a GUID that is the same for the same number.
func guid(space string, n int) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "%s %d", space, n)).String()
}

func tenantID(n int) m365.TenantID { return m365.TenantID(guid("tenant", n)) }

func userKey(tenant, n int) m365.UserKey {
	return m365.UserKey{Tenant: tenantID(tenant), ID: guid("user", n)}
}

func listed(n int, name string) m365.Tenant {
	return m365.Tenant{ID: tenantID(n), Name: name, Access: m365.Access{State: m365.AccessHealthy, Relationships: 1}}
}

func user(tenant, n int, name string) m365.User {
	return m365.User{
		Key: userKey(tenant, n), DisplayName: name, UserPrincipalName: fmt.Sprintf("user%d@example.com", n),
		Type: m365.Member, SignIn: m365.Allowed,
	}
}

// replace stores users as the whole of a tenant, in pages of two.
func replace(t testing.TB, s *store.Store, tenant int, snapshot m365.Snapshot, users ...m365.User) {
	t.Helper()
	count, err := s.ReplaceUsers(context.Background(), tenantID(tenant), reading(t, s, tenant), func(add func([]m365.User) error) (m365.Snapshot, error) {
		for start := 0; start < len(users); start += 2 {
			if err := add(users[start:min(start+2, len(users))]); err != nil {
				return m365.Snapshot{}, err
			}
		}
		return snapshot, nil
	})
	require.NoError(t, err)
	require.Equal(t, len(users), count)
}

// synced makes a synced tenant with users.
func synced(t testing.TB, s *store.Store, tenant int, name string, users ...m365.User) {
	t.Helper()
	tenants, err := s.Tenants(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.SaveListed(t.Context(), append(tenants, listed(tenant, name))))
	replace(t, s, tenant, m365.Snapshot{Taken: noon}, users...)
	require.NoError(t, s.SetTenantStatus(t.Context(), tenantID(tenant), m365.Synced, "", nil))
}

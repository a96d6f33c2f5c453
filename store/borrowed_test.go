package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestWhatIsBorrowedIsKeptUntilItIsTakenBack(t *testing.T) {
	ctx := t.Context()
	s := open(t)
	for _, tier := range []string{"read-only", "full"} {
		require.NoError(t, s.KeepBorrowed(ctx, m365.Borrowed{Tenant: "t1", Tier: tier}))
	}
	require.NoError(t, s.KeepBorrowed(ctx, m365.Borrowed{Tenant: "t2"}))
	require.NoError(t, s.Forget(ctx), "it stays in the tenants")
	kept, err := s.Borrowed(ctx)
	require.NoError(t, err)
	require.Equal(t, []m365.Borrowed{{Tenant: "t1", Tier: "full"}, {Tenant: "t2"}}, kept)

	require.NoError(t, s.DropBorrowed(ctx, "t1"))
	kept, err = s.Borrowed(ctx)
	require.NoError(t, err)
	require.Equal(t, []m365.Borrowed{{Tenant: "t2"}}, kept)
}

package m365_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestADeletedUserHasDaysLeftUntilThe30thIsOver(t *testing.T) {
	deleted := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	user := m365.DeletedUser{Deleted: deleted}
	for after, left := range map[time.Duration]int{
		0: 30, time.Second: 30, 24 * time.Hour: 29, 29*24*time.Hour + time.Hour: 1, m365.Restorable - time.Second: 1,
		m365.Restorable: 0, 2 * m365.Restorable: 0,
	} {
		require.Equal(t, left, user.DaysLeft(deleted.Add(after)), "%s later", after)
	}
}

func TestTheUsernameOfADeletedUserIsThatFromBefore(t *testing.T) {
	const id = "AAAAAAAA-0000-4000-8000-000000000001"
	require.Equal(t, "ada@contoso.com", m365.UsernameBefore(id, "aaaaaaaa000040008000000000000001ada@contoso.com"))
	require.Equal(t, "ada@contoso.com", m365.UsernameBefore(id, "ada@contoso.com"))
	require.Empty(t, m365.UsernameBefore("", ""))
	require.Equal(t, "ada@contoso.com", m365.UsernameBefore("", "ada@contoso.com"))
}

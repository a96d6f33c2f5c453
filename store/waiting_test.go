package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestPagesThatWaitInMemoryAndOnDiskBecomeTheSameUsers(t *testing.T) {
	for name, inMemory := range map[string]int64{"all in memory": 1 << 20, "the first in memory": 300, "all on disk": -1} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			s.WaitInMemory(inMemory)
			synced(t, s, 1, "Contoso", user(1, 1, "Adele"), user(1, 9, "Gone"))
			broken := errors.New("broken")
			_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
				return m365.Snapshot{}, errors.Join(add([]m365.User{user(1, 1, "Adela")}), broken)
			})
			require.ErrorIs(t, err, broken)
			require.Zero(t, s.Waiting(), "after a reading that failed")
			count, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
				var pages []error
				for page := range 5 {
					pages = append(pages, add([]m365.User{user(1, 1, "Adele"), user(1, 2, fmt.Sprint("Bianca ", page)), user(1, 10+page, "Newcomer")}))
				}
				require.LessOrEqual(t, s.Waiting(), max(0, inMemory))
				return m365.Snapshot{}, errors.Join(pages...)
			})
			require.NoError(t, err)
			require.Equal(t, 7, count)
			require.Equal(t, []string{"Adele", "Bianca 4", "Newcomer", "Newcomer", "Newcomer", "Newcomer", "Newcomer"}, displayNames(t, s))
			require.Zero(t, s.Waiting(), "after a reading that was stored")
		})
	}
}

func TestAnotherTenantsRefreshThatIsCancelledLeavesThePagesThatWait(t *testing.T) {
	s := open(t)
	s.WaitInMemory(-1)
	synced(t, s, 1, "Contoso")
	synced(t, s, 2, "Fabrikam", user(2, 1, "Other"))
	_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		err := add([]m365.User{user(1, 1, "Adele")})
		cancelWithin(t, s, 2)
		return m365.Snapshot{}, err
	})
	require.NoError(t, err)
	require.Equal(t, []string{"Adele", "Other"}, displayNames(t, s))
}

func TestWhatWasWrittenOfATenantIsNotHeldUntilAllIs(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso")
	const each = 20_000
	before := heap()
	var held int64
	_, err := s.ReplaceUsers(t.Context(), tenantID(1), reading(t, s, 1), func(add func([]m365.User) error) (m365.Snapshot, error) {
		for i := range 1000 {
			one := user(1, i, fmt.Sprint("Adele ", i))
			one.City, one.JobTitle = strings.Repeat("x", each), fmt.Sprint("Dentist ", i)
			require.NoError(t, add([]m365.User{one}))
		}
		return m365.Snapshot{Differed: func([]string) { held = int64(heap()) - int64(before) }}, nil
	})
	require.NoError(t, err)
	require.Less(t, held, int64(1000*each/4))
}

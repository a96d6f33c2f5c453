package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUsersAreReadAfterMemoryWasGivenBack(t *testing.T) {
	s := open(t)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele Vance"))
	require.Equal(t, []string{"Adele Vance"}, found(t, s, "adele"))
	require.NoError(t, s.Shrink(t.Context()))
	require.Equal(t, []string{"Adele Vance"}, found(t, s, "adele"))
}

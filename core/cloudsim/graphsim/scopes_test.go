package graphsim

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	microsofts "github.com/tenantkeep/tenantkeep/core/contract"
)

func TestTheTableOfPermissionsIsMicrosofts(t *testing.T) {
	var table map[string]struct{ All []string }
	require.NoError(t, json.Unmarshal(microsofts.Scopes.Read(t), &table))
	for operation, scopes := range readScopes() {
		want, ok := table[operation]
		if strings.HasSuffix(operation, "*") {
			continue
		}
		require.True(t, ok, "%s is not in the table", operation)
		slices.Sort(scopes)
		require.Equal(t, want.All, slices.Compact(scopes), operation)
	}
}

func TestEveryRouteHasARowOfPermissions(t *testing.T) {
	table := readScopes()
	used := map[string]bool{}
	for _, r := range routes() {
		require.Contains(t, table, r.scopes, "%s %s", r.method, r.path)
		used[r.scopes] = true
	}
	for operation := range table {
		require.True(t, used[operation], "no route uses the row %s", operation)
	}
}

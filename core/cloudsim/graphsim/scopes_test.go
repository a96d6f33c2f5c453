package graphsim

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheTableOfPermissionsIsMicrosofts(t *testing.T) {
	path := os.Getenv("TENANTKEEP_GRAPH_SCOPES")
	if path == "" {
		path = filepath.Join("..", "..", "..", "..", "shared", "contract", "scopes.json")
	}
	data, err := os.ReadFile(path)
	if err != nil && os.Getenv("TENANTKEEP_GRAPH_SCOPES") == "" {
		t.Skipf("NOT CHECKED against Microsoft's permissions: there is no %s. To check: make contract FILE=<OpenAPI file> SCOPES=<JSON file>", path)
	}
	require.NoError(t, err)
	var table map[string]struct{ All []string }
	require.NoError(t, json.Unmarshal(data, &table))
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

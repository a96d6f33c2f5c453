package contract

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// File is a file of Microsoft's that tests read. None is part of the project.
type File struct {
	name, variable, what, option string
}

// The files: the descriptions of the two versions of Graph, and the permissions of its operations.
var (
	V1     = File{"graph-strict.json", "TENANTKEEP_GRAPH_OPENAPI", "description of Graph", "FILE=<OpenAPI file>"}
	Beta   = File{"graph-beta-strict.json", "TENANTKEEP_GRAPH_OPENAPI_BETA", "description of Graph's beta", "FILE=<OpenAPI file> BETA=<OpenAPI file>"}
	Scopes = File{"scopes.json", "TENANTKEEP_GRAPH_SCOPES", "permissions", "FILE=<OpenAPI file> SCOPES=<JSON file>"}
)

// Read reads the file that the environment names, or the one beside the checkout. Where neither is there, it skips the test and
// says how to run it.
func (f File) Read(t *testing.T) []byte {
	t.Helper()
	path := os.Getenv(f.variable)
	if path == "" {
		path = filepath.Join(root(t), "..", "shared", "contract", f.name)
		if _, err := os.Stat(path); err != nil {
			t.Skipf("NOT CHECKED against Microsoft's %s: there is no %s. To check: make contract %s", f.what, path, f.option)
		}
	}
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return content
}

// root is the folder of the checkout: the first upwards that holds go.mod.
func root(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		require.NotEqual(t, above, folder, "the test does not run in the checkout")
		folder = above
	}
}

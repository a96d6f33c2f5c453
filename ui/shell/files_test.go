package shell_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/shell"
)

func TestAFileThatIsTooLongIsRefusedAndNotCut(t *testing.T) {
	const most = 8 << 20
	path := filepath.Join(t.TempDir(), "users.csv")
	require.NoError(t, os.WriteFile(path, make([]byte, most), 0o600))
	d := open(t, connected(1, 1), func(o *shell.Options) {
		o.OpenFile = func(context.Context) (string, error) { return path, nil }
	})
	var read []int
	choose := func() {
		d.shell.ReadFile(func(_ string, content []byte) { read = append(read, len(content)) })
		d.shell.WaitAll()
		d.Settle()
	}
	choose()
	require.NoError(t, os.Truncate(path, most+1))
	choose()
	require.Equal(t, []int{most}, read)
	d.Sees("users.csv is longer than 8 MB, and nothing of it was read.", "Choose another file, or take this one apart.")
}

//go:build linux

package program

import (
	"log/slog"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// TestTheProgramOpensOnADiskThatTakesNothing starts it twice on a disk of its own, which is locked in between.
func TestTheProgramOpensOnADiskThatTakesNothing(t *testing.T) {
	disk := ownDisk(t, "8m")
	environment := environment{cloud: cloud.Global, folder: disk, version: "0.1.0", log: slog.New(slog.DiscardHandler)}
	p, err := newProgram(t.Context(), environment)
	require.NoError(t, err)
	require.NoError(t, p.store.SetSetting(t.Context(), "theme", "dark"))
	require.NoError(t, p.store.SaveConnection(t.Context(), m365.Connection{On: true, TenantName: "Example MSP"}))
	require.NoError(t, p.close(t.Context()))
	require.NoError(t, syscall.Mount("none", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))

	folder, err := openFolder(disk, false)
	require.NoError(t, err, "not even the lock can be made")
	t.Cleanup(func() { require.NoError(t, folder.close()) })
	log, closeLog, err := folder.log(&strings.Builder{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = closeLog() })
	environment.log = log
	p, err = newProgram(t.Context(), environment)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.close(t.Context())) })

	var told []page.Change
	stop := changes{p}.Listen(func(change page.Change) { told = append(told, change) })
	defer stop()
	p.start()
	require.Len(t, told, 1)
	require.True(t, told[0].Failed)
	require.Contains(t, told[0].Text, disk)
	require.Contains(t, told[0].Text, "Nothing can be written to the data folder")
	require.Contains(t, told[0].Text, "what was last known")

	services := p.services()
	theme, err := services.Settings.Setting(t.Context(), "theme")
	require.NoError(t, err)
	require.Equal(t, "dark", theme)
	require.NoError(t, services.Settings.SetSetting(t.Context(), "theme", "light"), "it was said once")
	require.NoError(t, services.Settings.SaveLayout(t.Context(), "users", table.Layout{}))
	require.NoError(t, services.Users.Visit(t.Context(), m365.UserKey{}))
	services.Refresher.RefreshAll(t.Context())
	require.Len(t, told, 2, "who asks for a refresh is told why there is none")
	require.Contains(t, told[1].Text, "cannot be written to")
}

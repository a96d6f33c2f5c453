package shell_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// settings opens My Settings.
func (d *harness) settings() { d.Tap("My Settings") }

func TestEveryTimeFollowsTheZoneAndTheFormatThatAreChosen(t *testing.T) {
	w := connected(1, 3)
	w.tenants[0].Refreshed = noon.Add(-30 * time.Hour)
	d := open(t, w)
	d.settings()
	d.Sees("User Time Zone", "(UTC+00:00) As this computer", "Date Format", "24 Nov 2026", "1 of 1 tenant up to date, yesterday")
	d.Tap("(UTC+00:00) As this computer")
	d.Tap("(UTC+09:00) Tokyo")
	d.Sees("(UTC+09:00) Tokyo", "this computer: UTC+00:00")
	d.Tap("Show times as: Date and time")
	d.Tap("Hours: 12 h")
	d.Tap("24 Nov 2026")
	d.Tap("2026-11-24")
	d.Tap("All Users")
	d.Sees("2026-11-23 5:00 PM") // the last sign-in was at 08:00 UTC
	path := filepath.Join(t.TempDir(), "users.csv")
	d.saveTo = func(string) (string, error) { return path, nil }
	exportTo(d, path)
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(written), "2026-11-23 5:00:00 PM")
	d.Tap("Filter Last Sign In")
	d.Tap("Custom")
	require.NoError(t, d.Robot.Type("From", "2026-11-23 4:59 PM"))
	d.Tap("Apply")
	d.Sees("from 2026-11-23 4:59:00 PM")
	again := open(t, w)
	again.Tap("All Users")
	again.Sees("2026-11-23 5:00 PM")
}

func TestTheLookThatIsChosenIsThatOfTheWindowAndOfTheNext(t *testing.T) {
	w := connected(1, 3)
	d := open(t, w)
	d.settings()
	d.Tap("Theme: Dark")
	d.Tap("Scale: 150")
	d.Tap("Density: Relaxed")
	require.Equal(t, theme.Dark, d.shell.Preferences().Mode)
	require.Equal(t, 150, d.scale)
	require.True(t, d.entry("View", "Relaxed Rows").Checked)
	d.menu("View", "Relaxed Rows")
	again := open(t, w)
	require.Equal(t, 150, again.scale, "before the window is shown")
	require.False(t, again.entry("View", "Relaxed Rows").Checked)
}

func TestSettingsThatCannotBeReadAreTheUsual(t *testing.T) {
	w := connected(1, 3)
	w.settings = map[string]string{"time-zone": "Europe/Atlantis", "day-form": "yyyy", "scale": "1000", "theme": "Pink", "hours": "7"}
	d := open(t, w)
	require.Equal(t, 100, d.scale)
	d.settings()
	d.Sees("(UTC+00:00) As this computer", "24 Nov 2026")
}

func TestMySettingsIsDrawnInBothThemesAndInANarrowWindow(t *testing.T) {
	d := open(t, connected(3, 3))
	d.settings()
	uitest.RequireTheme(t, d.Picture("settings"), theme.Light)
	d.Tap("Theme: Dark")
	uitest.RequireTheme(t, d.Picture("settings-dark"), theme.Dark)
	d.Win.Resize(shell.LeastSize)
	d.Settle()
	uitest.RequireTheme(t, d.Picture("settings-narrow"), theme.Dark)
}

package shell_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
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

func TestWorkFollowsWhatIsChosenAtOnceAndAtTheNextStart(t *testing.T) {
	w := connected(1, 3)
	d := open(t, w)
	require.Equal(t, 15*time.Minute, w.computer.pace)
	d.settings()
	d.Tap("15 minutes")
	d.Tap("1 hour")
	d.Tap("60 seconds")
	d.Tap("5 minutes")
	d.Tap("Info")
	d.Tap("Debug")
	d.Sees("1 hour", "5 minutes", "Debug")
	require.Equal(t, time.Hour, w.computer.pace)
	require.Equal(t, slog.LevelDebug, w.computer.level)
	w.computer = computer{}
	open(t, w)
	require.Equal(t, time.Hour, w.computer.pace)
	require.Equal(t, slog.LevelDebug, w.computer.level)
}

func TestTheDataOfClientsIsClearedAfterAQuestionAndTheRecordOnlyWhereThatIsTicked(t *testing.T) {
	w := connected(1, 3)
	d := open(t, w)
	d.settings()
	d.Sees("412 MB")
	d.Tap("Open folder")
	require.Equal(t, []string{"/home/jo/Tenantkeep"}, d.paths)
	d.Tap("Clear client data…")
	d.Sees("Nothing changes in Microsoft 365.")
	d.Tap("Cancel")
	require.Empty(t, w.computer.cleared)
	d.Tap("Clear client data…", "Clear client data")
	d.Tap("Clear client data…", "Delete the record of changes in Activity too", "Clear client data")
	require.Equal(t, []bool{false, true}, w.computer.cleared)
}

func TestTheNamesOfProductsAreRefreshedOrItIsSaidWhyNot(t *testing.T) {
	w := connected(1, 3)
	d := open(t, w)
	d.settings()
	d.Sees("620 names, those that came with this version")
	w.do(func() { w.computer.namesErr = errors.New("status 404") })
	d.Tap("Refresh from Microsoft")
	d.Sees("Something went wrong.", "620 names, those that came with this version")
	w.do(func() { w.computer.namesErr = nil })
	d.Tap("Refresh from Microsoft")
	d.Sees("620 names of 3 Nov 2026", "The names of products are refreshed.")
}

func TestTheDemoAsksNobodyForTheNamesOfProducts(t *testing.T) {
	d := open(t, connected(1, 3), func(o *shell.Options) { o.Demo, o.StartOver = true, failing(nil) })
	d.settings()
	require.True(t, d.Robot.Disabled("Refresh from Microsoft"))
}

func TestTheDiagnosticsAreSeenBeforeTheyAreSaved(t *testing.T) {
	w := connected(1, 3)
	d := open(t, w)
	d.settings()
	d.Tap("Save bundle…")
	d.Sees("Tenantkeep diagnostics", "version: 1.2.3", "Nothing is sent.")
	d.Picture("diagnostics")
	d.Tap("Copy")
	require.Contains(t, d.clipboard.Content(), "version: 1.2.3")
	d.Tap("Save…") // and no place is chosen
	d.shell.WaitAll()
	d.Settle()
	d.SeesNot("Saved to")
	folder := t.TempDir()
	d.saveTo = func(name string) (string, error) { return filepath.Join(folder, name), nil }
	d.Tap("Save bundle…", "Save…")
	d.shell.WaitAll()
	d.Settle()
	d.Sees("Saved to tenantkeep-diagnostics-2026-11-23.txt.")
	saved, err := os.ReadFile(filepath.Join(folder, "tenantkeep-diagnostics-2026-11-23.txt"))
	require.NoError(t, err)
	require.Equal(t, "Tenantkeep diagnostics\n\nProgram\n  version: 1.2.3\n", string(saved))
}

func TestAStartBeginsOnThePageThatWasOpenLast(t *testing.T) {
	w := connected(1, 3)
	d := open(t, w)
	d.Tap("Activity")
	d.Tap("All Users", "Adele Vance") // a user's page needs a user, who may be gone
	again := open(t, w)
	again.Sees("Unfiltered", "Adele Vance", "1-3 of 3")
	again.Tap("Activity")
	open(t, w).Sees("Nothing was changed with Tenantkeep yet.")
	w.settings["page"] = "elsewhere"
	open(t, w).Sees("1-3 of 3")
}

func TestWhatASettingSaysEndsBeforeItsButtons(t *testing.T) {
	d := open(t, connected(1, 3))
	d.Win.Resize(small.size)
	d.settings()
	button, err := d.PlaceOf("Open folder")
	require.NoError(t, err)
	found := false
	for _, object := range test.LaidOutObjects(d.Win.Content()) {
		text, is := object.(*canvas.Text)
		if !is || !strings.Contains(text.Text, "users, tenants") {
			continue
		}
		found = true
		place := fyne.CurrentApp().Driver().AbsolutePositionForObject(text)
		require.Less(t, place.X+text.MinSize().Width, button.X)
	}
	require.True(t, found)
}

package shell_test

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// watched records in which order the theme was set and the window shown.
type watched struct {
	fyne.App
	fyne.Window
	events []string
	theme  fyne.Theme
}

type watchedApp struct {
	fyne.App
	*watched
}

type watchedSettings struct {
	fyne.Settings
	*watched
}

type watchedWindow struct {
	fyne.Window
	*watched
}

func (a watchedApp) Settings() fyne.Settings { return watchedSettings{a.App.Settings(), a.watched} }

func (s watchedSettings) SetTheme(set fyne.Theme) {
	s.events, s.watched.theme = append(s.events, "theme"), set
	s.Settings.SetTheme(set)
}

func (w watchedWindow) Show() {
	w.events = append(w.events, "show")
	w.Window.Show()
}

// watch puts a record between the shell and the window system.
func watch(record *watched) func(*shell.Options) {
	return func(options *shell.Options) {
		options.App = watchedApp{options.App, record}
		options.Window = watchedWindow{options.Window, record}
	}
}

func TestTheWindowOpensAsItWasLeftAndNothingChangesBeforeTheEyes(t *testing.T) {
	w := connected(2, 5)
	w.settings["theme"], w.settings["navigation"], w.settings["density"] = "Dark", "collapsed", "relaxed"
	record := &watched{}
	d := open(t, w, watch(record))
	require.Equal(t, []string{"theme", "show"}, record.events,
		"a theme that changes while a window was never shown ends the program on Windows")
	require.Equal(t, theme.New(theme.Dark), record.theme)
	require.False(t, d.Has("Setup"), "the navigation is collapsed")
	d.menu("View", "Relaxed Rows")
	require.Equal(t, "", w.settings["density"], "the rows were relaxed")
}

func TestASettingThatCannotBeReadIsSaidAndLosesNoOther(t *testing.T) {
	w := connected(1, 2)
	w.settings["navigation"] = "collapsed"
	d := open(t, w, func(options *shell.Options) {
		options.Services.Settings = unreadable{options.Services.Settings, "theme"}
	})
	d.Sees("Something went wrong")
	require.False(t, d.Has("Setup"), "the navigation is collapsed")
}

type unreadable struct {
	shell.Settings
	name string
}

func TestAWindowFitsASmallScreen(t *testing.T) {
	for name, room := range map[string]fyne.Size{
		"a laptop's screen":      fyne.NewSize(1366, 698),
		"less than the least":    fyne.NewSize(1000, 560),
		"one that has room left": fyne.NewSize(2560, 1400),
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, connected(3, 40))
			d.shell.Fit(room)
			d.Settle()
			size := d.Win.Canvas().Size()
			require.LessOrEqual(t, size.Width, room.Width)
			require.LessOrEqual(t, size.Height, room.Height)
			d.Tap("All Users")
			d.Sees("Display Name", "Username")
		})
	}
}

func (u unreadable) Setting(ctx context.Context, name string) (string, error) {
	if name == u.name {
		return "", errors.New("the file is damaged")
	}
	return u.Settings.Setting(ctx, name)
}

// unread lists no tenants: the local data cannot be read.
type unread struct{}

func (unread) Tenants(context.Context) ([]m365.Tenant, error) { return nil, errors.New("busy") }

func TestTheWindowSaysNothingOfWhatItHasNotRead(t *testing.T) {
	w := connected(2, 1)
	d := open(t, w, func(o *shell.Options) { o.Services.Tenants = unread{} })
	w.changes.Emit(page.Change{Kind: page.ProgressChanged})
	d.Settle()
	d.menu("View", "Refresh Status")
	d.Sees("Reading the tenants.")
	d.SeesNot("Not signed in", "No tenants synced", "No tenant is synced", "0 of 0")
}

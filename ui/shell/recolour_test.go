package shell_test

import (
	"bytes"
	"image"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestAThemeThatIsChosenReachesAllThatIsOpen(t *testing.T) {
	opened := []string{"users-actions", "tenants", "setup-connected", "user", "palette", "settings", "status", "messages"}
	for _, moment := range moments {
		if !slices.Contains(opened, moment.name) {
			continue
		}
		t.Run(moment.name, func(t *testing.T) {
			d := open(t, troubled())
			moment.open(d)
			d.shell.SetTheme(theme.Dark)
			// Fyne's settings draw the whole window from the beginning.
			d.SetTheme(theme.Light)
			d.SetTheme(theme.Dark)
			d.Settle()
			whole := d.Win.Canvas().Capture()
			d.shell.SetTheme(theme.Light)
			d.shell.SetTheme(theme.Dark)
			d.Settle()
			uitest.RequireTheme(t, whole, theme.Dark)
			require.True(t, bytes.Equal(pixels(whole), pixels(d.Win.Canvas().Capture())), "something kept its colours")
		})
	}
}

func TestWhatTheSystemDrawsAroundTheWindowFollowsItsColours(t *testing.T) {
	d := open(t, newWorld())
	d.shell.SetTheme(theme.Dark)
	require.Equal(t, 1, d.recoloured)
	d.shell.SetTheme(theme.Dark)
	require.Equal(t, 1, d.recoloured)
}

func pixels(picture image.Image) []byte { return picture.(*image.NRGBA).Pix }

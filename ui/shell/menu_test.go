package shell_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// menuLine is a line of the menu as it is drawn.
type menuLine struct {
	d                      *harness
	menu, Label, Keys, Off string
	Checked                bool
}

// Action opens the menu and chooses the line.
func (l *menuLine) Action() {
	l.d.T.Helper()
	l.d.openMenu()
	require.NoError(l.d.T, l.d.Robot.Tap(l.Label))
}

func (d *harness) openMenu() {
	d.T.Helper()
	require.NoError(d.T, d.Robot.Tap("Menu"))
	d.Texts() // only what has been drawn can be pressed
}

// lines are those of the menu.
func (d *harness) lines() []*menuLine {
	d.T.Helper()
	d.openMenu()
	var lines []*menuLine
	menu := ""
	for _, object := range test.LaidOutObjects(d.Win.Canvas().Overlays().Top()) {
		row, is := object.(interface {
			fyne.Accessible
			Reason() string
		})
		if !is {
			continue
		}
		line := &menuLine{d: d, menu: menu, Label: row.AccessibilityLabel(), Off: row.Reason()}
		for _, part := range test.LaidOutObjects(object) {
			switch part := part.(type) {
			case *canvas.Raster:
				line.Checked = true
			case *canvas.Text:
				if part.Text != line.Label {
					line.Keys = part.Text
				}
			}
		}
		if slices.Contains([]string{"File", "View", "Go", "Help"}, line.Label) {
			menu = line.Label
			continue
		}
		lines = append(lines, line)
	}
	d.Key(fyne.KeyEscape)
	return lines
}

// find finds a line of the menu; nil where there is none.
func (d *harness) find(menu, label string) *menuLine {
	d.T.Helper()
	for _, line := range d.lines() {
		if line.menu == menu && line.Label == label {
			return line
		}
	}
	return nil
}

// entry finds a line of the menu.
func (d *harness) entry(menu, label string) *menuLine {
	d.T.Helper()
	line := d.find(menu, label)
	require.NotNil(d.T, line, "%s > %s", menu, label)
	return line
}

// menu chooses a line of the menu.
func (d *harness) menu(menu, label string) {
	d.T.Helper()
	d.entry(menu, label).Action()
	d.Settle()
}

// shortcut presses keys.
func (d *harness) shortcut(keys string) {
	d.T.Helper()
	parts := strings.Split(keys, "+")
	shortcut := &desktop.CustomShortcut{KeyName: fyne.KeyName(parts[len(parts)-1])}
	for _, part := range parts[:len(parts)-1] {
		shortcut.Modifier |= map[string]fyne.KeyModifier{
			"Ctrl": fyne.KeyModifierControl, "Shift": fyne.KeyModifierShift, "Alt": fyne.KeyModifierAlt, "Cmd": fyne.KeyModifierSuper,
		}[part]
	}
	d.Shortcut(shortcut)
}

func TestTheMenuHoldsTheShortcutsAndSaysWhatCannotBeDone(t *testing.T) {
	d := open(t, connected(1, 1))
	require.Equal(t, "Ctrl+E", d.entry("File", "Export CSV…").Keys)
	require.Equal(t, "There is no page before this one.", d.entry("View", "Back").Off)
	require.True(t, d.entry("View", "Theme: Light").Checked || d.entry("View", "Theme: System").Checked)
	require.Nil(t, d.Win.MainMenu(), "Fyne draws no bar")
}

func TestTheMenuFitsIntoTheLeastWindow(t *testing.T) {
	d := open(t, connected(1, 1))
	d.Win.Resize(small.size)
	d.openMenu()
	top := d.Win.Canvas().Overlays().Top().(*widget.Popup)
	require.LessOrEqual(t, top.MinSize().Width, small.size.Width-16)
	require.LessOrEqual(t, top.MinSize().Height, small.size.Height-16)
	d.Key(fyne.KeyEscape)
}

func TestTheMenuIsWalkedWithTheArrowKeys(t *testing.T) {
	d := open(t, connected(1, 1))
	d.Win.Canvas().Unfocus()
	d.Key(fyne.KeyF10)
	d.Texts()
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeyRight} {
		d.Key(key)
	}
	require.True(t, d.pointsAt("All Tenants"))
	d.Press(fyne.KeyDown, fyne.KeyReturn)
	require.Nil(t, d.Win.Canvas().Overlays().Top())
	d.Key(fyne.KeyF10)
	d.Key(fyne.KeyUp)
	d.Texts()
	require.True(t, d.pointsAt("About Tenantkeep"))
	d.Key(fyne.KeyLeft)
	require.True(t, d.pointsAt("Deleted Users"))
	d.Key(fyne.KeyEscape)
}

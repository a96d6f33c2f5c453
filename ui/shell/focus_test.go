package shell_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// focuses put the keyboard somewhere. In those that are open above the window no shortcut of the window acts.
var focuses = map[string]struct {
	put   func(*harness)
	above bool
}{
	"nothing":    {put: func(d *harness) { d.Win.Canvas().Unfocus() }},
	"the table":  {put: func(d *harness) { d.focusOn("Rows of users") }},
	"a title":    {put: func(d *harness) { d.focusOn("Sort by Username") }},
	"a button":   {put: func(d *harness) { d.focusOn("Density") }},
	"a menu":     {put: func(d *harness) { d.Tap("Columns") }, above: true},
	"an entry":   {put: func(d *harness) { d.Tap("Filter Username") }, above: true},
	"a calendar": {put: func(d *harness) { d.Tap("Filter Last Sign In", "Custom", "From: choose a day") }, above: true},
	"a popup": {put: func(d *harness) {
		d.Tap("Filter Last Sign In")
		d.Win.Canvas().Unfocus()
	}, above: true},
	"a dialog": {put: func(d *harness) { d.menu("Help", "About Tenantkeep") }, above: true},
}

// focusOn gives the keyboard to what is called so.
func (d *harness) focusOn(name string) {
	d.T.Helper()
	d.Texts() // only what has been drawn can have the keyboard
	for _, object := range test.LaidOutObjects(d.Win.Content()) {
		named, isNamed := object.(fyne.Accessible)
		focusable, canHave := object.(fyne.Focusable)
		if isNamed && canHave && named.AccessibilityLabel() == name {
			d.Win.Canvas().Focus(focusable)
			require.Equal(d.T, focusable, d.Win.Canvas().Focused())
			return
		}
	}
	require.Fail(d.T, "nothing is called so", name)
}

// state is everything that a shortcut of the menu can change.
func (d *harness) state() string {
	d.Settle()
	d.world.mu.Lock()
	refreshed := d.world.refreshedAll
	d.world.mu.Unlock()
	return fmt.Sprint(d.quit, refreshed, d.shell.Preferences(), uitest.NameOf(d.Win.Canvas().Focused()), len(d.Win.Canvas().Overlays().List()),
		strings.Join(d.Texts(), "|"))
}

func TestEveryShortcutOfTheMenuActsWhereverTheKeyboardIs(t *testing.T) {
	shortcuts := 0
	for _, line := range open(t, connected(1, 1)).lines() {
		if line.Keys == "" || line.Label == "All Users" { // which is open
			continue
		}
		shortcuts++
		for name, focus := range focuses {
			t.Run(line.Label+" in "+name, func(t *testing.T) {
				d := open(t, connected(2, 5))
				d.prepare(line.Label)
				focus.put(d)
				before := d.state()
				d.shortcut(line.Keys)
				require.Equal(t, focus.above, before == d.state())
			})
		}
	}
	require.Greater(t, shortcuts, 10)
}

// prepare makes the window one in which a command can do something, with All Users open.
func (d *harness) prepare(label string) {
	switch label {
	case "Back", "Forward":
		d.menu("Go", "All Tenants")
		d.menu("Go", "All Users")
		if label == "Forward" {
			d.menu("Go", "Activity")
			d.menu("View", "Back")
		}
	case "Next Tab", "Previous Tab":
		d.T.Skip("All Users has no tabs")
	}
}

func TestF1ListsTheShortcutsWhereverTheKeyboardIs(t *testing.T) {
	for name, focus := range focuses {
		t.Run(name, func(t *testing.T) {
			d := open(t, connected(2, 5))
			focus.put(d)
			before := d.state()
			d.Key(fyne.KeyF1)
			require.Equal(t, focus.above, before == d.state())
			require.Equal(t, !focus.above, d.Robot.Sees("Keyboard shortcuts"))
		})
	}
	t.Run("an entry of a page", func(t *testing.T) {
		d := typingTenant(t)
		d.Key(fyne.KeyF1)
		d.Sees("Keyboard shortcuts")
	})
}

// typingTenant opens Setup with the keyboard in the field of the tenant's id.
func typingTenant(t *testing.T) *harness {
	w := connected(2, 5)
	w.connection = m365.Connection{On: true}
	d := open(t, w)
	d.shell.Open(page.Route{Page: page.Setup, Tab: "authenticate"})
	d.Settle()
	d.focusOn("Tenant ID")
	return d
}

func TestTabsAreTurnedWhereverTheKeyboardIs(t *testing.T) {
	d := typingTenant(t)
	d.shortcut("Ctrl+Tab")
	d.Sees("Check again")
	d.shortcut("Ctrl+Tab")
	d.Sees("Unfiltered")
	require.NotNil(t, d.Win.Canvas().Focused(), "the table has it")
	d.shortcut("Ctrl+Shift+Tab")
	d.shortcut("Ctrl+Shift+Tab")
	d.Sees("Application (client) ID")
}

func TestATrailThatSaysTheSameKeepsTheKeyboard(t *testing.T) {
	w := troubled()
	d := open(t, w)
	d.shell.Open(page.Route{Page: page.User, User: w.users[0].Key})
	d.Settle()
	d.focusOn("Contoso Dental in the trail")
	d.shell.TrailChanged()
	require.Contains(t, test.LaidOutObjects(d.Win.Content()), d.Win.Canvas().Focused(), "the step is still in the window")
}

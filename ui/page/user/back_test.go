package user_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
)

func TestThePageComesBackAsItWasLeft(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	d.tap("Groups")
	d.filter("Group Name", "leeds")
	d.tap("Select Leeds admins")
	d.tap("Sign-in Logs")
	saved := d.page.Save()
	d.visit(saved)
	d.sees("4 minutes ago")
	d.tap("Groups")
	d.sees("contains leeds", "Leeds practice", "1 selected")
	d.seesNot("Everybody")
}

func TestAPageThatIsLeftBeforeItCameBackKeepsWhatItWas(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	d.tap("Groups")
	d.filter("Group Name", "leeds")
	saved := d.page.Save()
	let := w.hold(profile.Parts()...)
	d.enter(saved)
	d.until(func() bool { return d.Sees("Reading the groups of this user.") })
	saved = d.page.Save()
	let()
	d.visit(saved)
	d.sees("contains leeds")
	d.seesNot("Everybody")
}

func TestAPageThatIsOpenedAnewIsUnfiltered(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Groups")
	d.filter("Group Name", "leeds")
	d.visit(nil)
	d.sees("Full Name")
	d.tap("Groups")
	d.sees("Unfiltered", "Everybody")
}

func TestTheDetailsComeBackScrolled(t *testing.T) {
	d := openDesk(t, rich())
	d.window.Resize(least)
	d.settle()
	d.scroll().ScrollToBottom()
	offset := d.scroll().Offset
	require.Greater(t, offset.Y, float32(50))
	d.visit(d.page.Save())
	require.Equal(t, offset, d.scroll().Offset)
}

// scroll is what the details scroll in.
func (d *desk) scroll() *container.Scroll {
	d.t.Helper()
	var found *container.Scroll
	for _, object := range test.LaidOutObjects(d.page.Content()) {
		if scroll, ok := object.(*container.Scroll); ok {
			found = scroll
		}
	}
	require.NotNil(d.t, found)
	return found
}

func TestTabsGoRoundWithTheKeyboard(t *testing.T) {
	d := openDesk(t, rich())
	d.page.NextTab(-1)
	d.settle()
	d.sees("Microsoft Authenticator")
	d.page.NextTab(1)
	d.settle()
	d.sees("Practice Manager")
	d.page.NextTab(1)
	d.settle()
	d.sees("Manage User Roles")
}

func TestTheKeyboardGoesWithTheTab(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Groups")
	d.tap("Leeds practice")
	require.Equal(t, "Rows of groups", d.focused())
	d.page.NextTab(-1)
	d.settle()
	require.NotEqual(t, "Rows of groups", d.focused())
	d.page.NextTab(1)
	d.settle()
	require.Equal(t, "Rows of groups", d.focused())
	d.page.NextTab(3)
	d.settle()
	require.Empty(t, d.focused(), "the details have no table")
}

// focused is the name of what has the keyboard.
func (d *desk) focused() string {
	if named, ok := d.window.Canvas().Focused().(fyne.Accessible); ok {
		return named.AccessibilityLabel()
	}
	return ""
}

func TestThePageOpensOnTheTabThatIsAskedFor(t *testing.T) {
	d := openDesk(t, rich(), func(o *user.Options) { o.Tab = profile.Licenses })
	d.sees("Manage User Licenses", "Power BI Pro")
}

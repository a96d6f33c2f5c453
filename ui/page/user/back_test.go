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
	d := open(t, w)
	d.Tap("Groups")
	d.filter("Group Name", "leeds")
	d.Tap("Select Leeds admins")
	d.Tap("Sign-in Logs")
	saved := d.page.Save()
	d.visit(saved)
	d.Sees("4 minutes ago")
	d.Tap("Groups")
	d.Sees("contains leeds", "Leeds practice", "1 selected")
	d.SeesNot("Everybody")
}

func TestAPageThatIsLeftBeforeItCameBackKeepsWhatItWas(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Groups")
	d.filter("Group Name", "leeds")
	saved := d.page.Save()
	let := w.hold(profile.Parts()...)
	d.enter(saved)
	d.until(func() bool { return d.Robot.Sees("Reading the groups of this user.") })
	saved = d.page.Save()
	let()
	d.visit(saved)
	d.Sees("contains leeds")
	d.SeesNot("Everybody")
}

func TestAPageThatIsOpenedAnewIsUnfiltered(t *testing.T) {
	d := open(t, rich())
	d.Tap("Groups")
	d.filter("Group Name", "leeds")
	d.visit(nil)
	d.Sees("Full Name")
	d.Tap("Groups")
	d.Sees("Unfiltered", "Everybody")
}

func TestTheDetailsComeBackScrolled(t *testing.T) {
	d := open(t, rich())
	d.Win.Resize(least)
	d.Settle()
	d.scroll().ScrollToBottom()
	offset := d.scroll().Offset
	require.Greater(t, offset.Y, float32(50))
	d.visit(d.page.Save())
	require.Equal(t, offset, d.scroll().Offset)
}

// scroll is what the details scroll in.
func (d *harness) scroll() *container.Scroll {
	d.T.Helper()
	var found *container.Scroll
	for _, object := range test.LaidOutObjects(d.page.Content()) {
		if scroll, ok := object.(*container.Scroll); ok {
			found = scroll
		}
	}
	require.NotNil(d.T, found)
	return found
}

func TestTabsGoRoundWithTheKeyboard(t *testing.T) {
	d := open(t, rich())
	d.page.NextTab(-1)
	d.Settle()
	d.Sees("Microsoft Authenticator")
	d.page.NextTab(1)
	d.Settle()
	d.Sees("Practice Manager")
	d.page.NextTab(1)
	d.Settle()
	d.Sees("Manage User Roles")
}

func TestTheKeyboardGoesWithTheTab(t *testing.T) {
	d := open(t, rich())
	d.Tap("Groups")
	d.Tap("Leeds practice")
	require.Equal(t, "Rows of groups", d.focused())
	d.page.NextTab(-1)
	d.Settle()
	require.NotEqual(t, "Rows of groups", d.focused())
	d.page.NextTab(1)
	d.Settle()
	require.Equal(t, "Rows of groups", d.focused())
	d.page.NextTab(3)
	d.Settle()
	require.Empty(t, d.focused(), "the details have no table")
}

// focused is the name of what has the keyboard.
func (d *harness) focused() string {
	if named, ok := d.Win.Canvas().Focused().(fyne.Accessible); ok {
		return named.AccessibilityLabel()
	}
	return ""
}

func TestThePageOpensOnTheTabThatIsAskedFor(t *testing.T) {
	d := open(t, rich(), func(o *user.Options) { o.Tab = profile.Licenses })
	d.Sees("Manage User Licenses", "Power BI Pro")
}

package shell_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// finder looks through the users of the world.
type finder struct{ world *world }

func (f finder) NamesRead() <-chan struct{} {
	if f.world.namesRead != nil {
		return f.world.namesRead
	}
	read := make(chan struct{})
	close(read)
	return read
}

func (f finder) Find(_ context.Context, q find.Query, tenants map[m365.TenantID]m365.Tenant, most int) ([]find.Found, error) {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	var found []find.Found
	for _, user := range f.world.users {
		viewed := slices.Contains(f.world.recent, user.Key)
		match := q.Match(user.DisplayName, user.UserPrincipalName, "", user.Mail, user.MailNickname, tenants[user.Key.Tenant].Name)
		if match.Rank < find.Unfit && (viewed || !q.Empty()) && len(found) < most {
			found = append(found, find.Found{Match: match, User: find.User{
				Key: user.Key, DisplayName: user.DisplayName, Username: user.UserPrincipalName, Mail: user.Mail, Viewed: viewed,
			}})
		}
	}
	return found, nil
}

// search opens the palette and types.
func (d *harness) search(text string) {
	d.T.Helper()
	d.menu("View", "Search…")
	d.TypeIn("Search", text)
}

func TestThePaletteOpensAUserOfAnyTenant(t *testing.T) {
	d := open(t, connected(3, 20))
	who := d.world.users[25]
	d.search(who.UserPrincipalName)
	d.Sees("Users", who.DisplayName, who.UserPrincipalName)
	d.Press(fyne.KeyReturn)
	d.SeesNot("Nothing fits")
	d.Sees("Open in")
}

func TestBeforeTheNamesOfUsersAreReadThePaletteFindsAllElse(t *testing.T) {
	w := connected(3, 20)
	w.namesRead = make(chan struct{})
	d := open(t, w)
	d.search("contoso")
	d.Sees("Tenants", "Users follow as soon as their names are read")
	d.Press(fyne.KeyDown)
	close(w.namesRead)
	d.shell.WaitAll()
	d.Settle()
	d.Sees("Users", w.users[0].DisplayName)
	d.SeesNot("follow as soon as")
	d.Press(fyne.KeyReturn)
	d.Sees("Create User", "First Name") // what was chosen, not the best one
}

func TestBeforeTheNamesOfUsersAreReadEnterWaitsForThemWhereNothingElseFits(t *testing.T) {
	w := connected(3, 20)
	w.namesRead = make(chan struct{})
	d := open(t, w)
	d.search(w.users[25].UserPrincipalName)
	d.Sees("Users follow as soon as their names are read")
	d.SeesNot("Nothing fits")
	d.Press(fyne.KeyReturn)
	d.SeesNot("Open in")
	close(w.namesRead)
	d.shell.WaitAll()
	d.Settle()
	d.Sees("Open in")
}

func TestThePaletteOpensAPortalOfATenant(t *testing.T) {
	d := open(t, connected(3, 20))
	d.search("cont exch")
	d.Sees("Portals", "View Users of")
	d.Press(fyne.KeyReturn)
	require.Len(t, d.world.opened, 1)
	require.Contains(t, d.world.opened[0], "contoso")
}

func TestEnterOpensWhatWasTypedHoweverLateTheAnswer(t *testing.T) {
	w := connected(3, 20)
	d := open(t, w)
	d.search("block " + w.users[0].DisplayName)
	d.Sees("Block Sign In")
	require.NoError(t, d.Type("Search", "cont exch"))
	d.Key(fyne.KeyReturn) // before the answer is there
	d.Settle()
	d.SeesNot("Block Sign In")
	require.Len(t, w.opened, 1)
	require.Contains(t, w.opened[0], "contoso")
}

func TestWhatWasChosenAmongEarlierResultsIsNotOpenedForALaterText(t *testing.T) {
	w := connected(12, 20)
	d := open(t, w)
	d.search("exchange")
	d.Press(fyne.KeyDown, fyne.KeyDown)
	require.NoError(t, d.Type("Search", "cont exch"))
	d.Key(fyne.KeyReturn) // before the answer is there
	d.Settle()
	require.Len(t, w.opened, 1)
	require.Contains(t, w.opened[0], "contoso")
}

func TestWhatIsPressedBeforeTheResultsAreThereIsDoneWithThem(t *testing.T) {
	w := connected(12, 20)
	d := open(t, w)
	d.search("zzzzqq")
	require.NoError(t, d.Type("Search", "exchange"))
	d.Win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{Clipboard: d.clipboard})
	d.Key(fyne.KeyDown)
	d.Key(fyne.KeyReturn)
	require.Empty(t, d.clipboard.Content())
	d.Settle()
	require.Contains(t, d.clipboard.Content(), "https://")
	require.Len(t, w.opened, 1)
	require.NotEqual(t, d.clipboard.Content(), w.opened[0], "the second result is opened, and the link of the first was copied")
}

func TestThePaletteCopiesTheLinkOfWhatIsChosen(t *testing.T) {
	d := open(t, connected(3, 20))
	d.search("cont exch")
	d.Win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{Clipboard: d.clipboard})
	require.Contains(t, d.clipboard.Content(), "https://")
	d.Sees("Portals")
	d.Press(fyne.KeyEscape)
	d.Sees("Copied.")
}

func TestThePaletteBeginsAnActionOnAUser(t *testing.T) {
	w := connected(2, 20)
	d := open(t, w)
	d.search("reset " + w.users[0].DisplayName)
	d.Sees("Actions", "Reset Password")
	d.Press(fyne.KeyReturn)
	d.Sees("Reset Password", w.users[0].DisplayName, "Contoso Dental")
}

func TestThePaletteDoesWhatTheMenuDoes(t *testing.T) {
	d := open(t, connected(2, 20))
	d.search("all tenants")
	d.Press(fyne.KeyReturn)
	d.Sees("View Users")
	d.search("dark")
	d.Sees("Theme: Dark")
}

func TestThePaletteOffersToOffboardAUser(t *testing.T) {
	d := open(t, connected(2, 20))
	d.search("offboard " + d.world.users[1].UserPrincipalName)
	d.Sees("Actions", "Offboard User", d.world.users[1].UserPrincipalName)
}

func TestALongUsernameHidesNoTenantInThePalette(t *testing.T) {
	w := connected(2, 2)
	w.users[1].UserPrincipalName = strings.Repeat("long", 20) + "#EXT#@" + w.tenants[0].DefaultDomain
	d := open(t, w)
	d.search(w.users[1].UserPrincipalName)
	require.Contains(t, d.Texts(), widget.Isolate(w.tenants[0].Name))
}

func TestALongTenantAndALongUsernameAreBothReadInThePalette(t *testing.T) {
	w := connected(2, 2)
	for i := range w.tenants {
		w.tenants[i].Name, w.tenants[i].Twin = "Yarrow Insurance LLC", true
		w.tenants[i].DefaultDomain = "yarrow-insurance798.example"
	}
	w.users[1].DisplayName = "Aarav Chatterjee"
	w.users[1].UserPrincipalName = "aarav.chatterjee2@yarrow-insurance798.example"
	d := open(t, w)
	d.search(w.users[1].DisplayName)
	require.Empty(t, d.Illegible())
	shows := func(beginning string) bool {
		return slices.ContainsFunc(d.Texts(), func(text string) bool { return strings.HasPrefix(text, beginning) })
	}
	require.True(t, shows("aarav.chatterjee2"), "%q", d.Texts())
	require.True(t, shows("Yarr"), "%q", d.Texts())
}

func TestThePaletteLeadsToSetupForATenantThatIsNotSynced(t *testing.T) {
	w := connected(2, 20)
	w.tenants = append(w.tenants, m365.Tenant{ID: tenantID(9), Name: "50%_off Shoes", Status: m365.Failed}, m365.Tenant{ID: tenantID(10), Name: "50 off Shoes", Status: m365.Deactivated})
	d := open(t, w)
	d.search("50%_off")
	d.Sees("50%_off Shoes", "Not synced · Setup")
	d.Press(fyne.KeyReturn)
	d.Sees("Tenant ID", "50%_off Shoes", "1-1 of 1")
}

func TestThePaletteSaysThatNothingFits(t *testing.T) {
	d := open(t, connected(2, 20))
	d.search("zzzzqq")
	d.Sees("Nothing fits “zzzzqq”", "in the tenants that are synced.")
	d.Press(fyne.KeyReturn)
	d.Sees("Nothing fits “zzzzqq”")
	d.Press(fyne.KeyEscape)
	d.SeesNot("Nothing fits “zzzzqq”")
}

func TestTheArrowsChooseWhatEnterOpens(t *testing.T) {
	d := open(t, connected(12, 20))
	d.search("exchange")
	d.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	require.Len(t, d.world.opened, 1)
	require.Contains(t, d.world.opened[0], "contoso", "the second of the tenants by name that has the portal")
}

func TestThePaletteBeginsWithWhoWasViewedLately(t *testing.T) {
	w := connected(2, 20)
	w.recent = []m365.UserKey{w.users[3].Key}
	d := open(t, w)
	d.Tap("Search")
	d.Sees("Recently viewed", "Go to")
	d.Press(fyne.KeyReturn)
	d.Sees("Open in")
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	d := open(t, connected(3, 20))
	d.menu("View", "Search…")
	d.KeepsTyped([]string{"Search"}, func() { d.shell.SetTheme(theme.Dark) }, d.told, func() { d.shell.SetTheme(theme.Light) })
}

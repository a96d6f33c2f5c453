package user_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

var (
	wide = fyne.NewSize(1216, 848)
	// least is the room for a page in the least window, beside the navigation.
	least = fyne.NewSize(800, 618)
)

// empty is a fake in which nothing is assigned to Adele.
func empty() *fake {
	w := rich()
	for part, c := range w.live {
		w.live[part] = profile.Snapshot{Part: part, Taken: c.Taken, Availability: m365.Available, Details: m365.Details{User: c.Details.User}}
	}
	return w
}

// failing is a fake in which nothing can be read, with something known from before or without.
func failing(known bool) *fake {
	w := rich()
	if known {
		w.last = lastCards()
	}
	for _, part := range profile.Parts() {
		w.fails[part] = uitest.Refusal(m365.Failure{
			What: "Microsoft did not answer about Adele Vance of Contoso Dental.", Do: "Try again in a minute.", Technical: "GET: timeout",
		})
	}
	return w
}

// withheld is a fake in which Microsoft does not give what it can withhold.
func withheld() *fake {
	w := rich()
	for part, given := range map[profile.Part]m365.Availability{profile.SignIns: m365.NeedsPremium, profile.Methods: m365.NoPermission} {
		w.live[part] = profile.Snapshot{Part: part, Taken: noon, Availability: given}
	}
	return w
}

// strange is a fake of long names and other scripts.
func strange() *fake {
	w := rich()
	long := strings.Repeat("Bartholomew ", 17)
	w.users[0].DisplayName = long
	w.users[0].UserPrincipalName = strings.Repeat("long.", 36) + "name@contoso.com"
	w.users[0].CompanyName, w.users[0].JobTitle = "北京市朝阳区牙科诊所有限公司", "طبيب أسنان"
	w.users[0].OfficeLocation = strings.Repeat("Wing ", 50)
	w.tenants[0].Name = strings.Repeat("Contoso Dental Group ", 9)
	details := w.live[profile.Details]
	details.Details.User = w.users[0]
	details.Details.Manager = &m365.Person{Key: miriam, DisplayName: strings.Repeat("مريم غراهام ", 20)}
	w.live[profile.Details] = details
	held := w.live[profile.Roles]
	held.Roles[0].Name = strings.Repeat("Custom role of the practice ", 8)
	held.Roles[1].Name = "全局管理员"
	w.live[profile.Roles] = held
	in := w.live[profile.Groups]
	in.Groups[0].Name, in.Groups[1].Name, in.Groups[2].Name = "مجموعة العيادة", "牙科诊所的所有员工", strings.Repeat("Everybody ", 20)
	w.live[profile.Groups] = in
	return w
}

var titles = []string{"Details", "Roles", "Licenses", "Devices", "Groups", "Sign-in Logs", "Authentication"}

func TestEveryTabIsDrawnInItsTheme(t *testing.T) {
	for _, one := range []struct {
		name string
		fake func() *fake
		mode theme.Mode
		size fyne.Size
	}{
		{"rich-light", rich, theme.Light, wide},
		{"rich-dark", rich, theme.Dark, wide},
		{"rich-small", rich, theme.Dark, least},
		{"empty-light", empty, theme.Light, least},
		{"failed-light", func() *fake { return failing(true) }, theme.Light, wide},
		{"failed-bare-dark", func() *fake { return failing(false) }, theme.Dark, least},
		{"withheld-light", withheld, theme.Light, wide},
		{"strange-light", strange, theme.Light, wide},
		{"strange-small", strange, theme.Dark, least},
	} {
		t.Run(one.name, func(t *testing.T) {
			d := open(t, one.fake())
			d.Win.Resize(one.size)
			fyne.CurrentApp().Settings().SetTheme(theme.New(one.mode))
			for _, title := range titles {
				d.Tap(title)
				uitest.RequireTheme(t, d.Picture(one.name+"-"+title), one.mode)
			}
		})
	}
}

func TestATabThatIsNotOpenFollowsTheTheme(t *testing.T) {
	d := open(t, rich())
	for _, title := range titles {
		d.Tap(title)
	}
	d.Tap("Details")
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	for _, title := range titles {
		d.Tap(title)
		uitest.RequireTheme(t, d.Picture("followed-"+title), theme.Dark)
	}
}

func TestWhatOpensOverThePageIsDrawn(t *testing.T) {
	d := open(t, rich())
	d.Tap("Licenses")
	d.Tap("2 of 4 on")
	d.Picture("plans")
	d.Tap("Close")
	d.Tap("Open in")
	d.Picture("links")
}

func TestAPageWhoseCardsAreBeingReadIsDrawn(t *testing.T) {
	for name, last := range map[string]map[profile.Part]profile.Snapshot{"loading-rows": lastCards(), "loading-bare": nil} {
		t.Run(name, func(t *testing.T) {
			w := rich()
			w.last = last
			let := w.hold(profile.Parts()...)
			d := openHeld(t, w, func(o *user.Options) { o.Tab = profile.Groups })
			d.Picture(name)
			let()
			d.Settle()
		})
	}
}

var _ page.Page = (*user.Page)(nil)

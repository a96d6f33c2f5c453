package shell

import (
	"maps"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// appName is the program's name as a person reads it.
const appName = "Tenantkeep"

// nav is the dark column at the left.
type nav struct {
	open func(page.Route)

	tenants, users, activity, integrations, settings, foot *entry
	// pages are the pages of each entry but the foot and the recents.
	pages         map[*entry][]page.Name
	signIn        *widget.Button
	recents       []*entry
	recentKeys    []m365.UserKey
	recent        []m365.Recent
	labels        []*widget.Text
	recentSection fyne.CanvasObject

	brand     *brand
	recentBox *fyne.Container
	content   *fyne.Container
	collapsed bool
	// wanted says that the person collapsed it, narrow that the window did.
	wanted, narrow bool
	// turnedOff says that no tenant to sign in to is saved.
	signedOut, turnedOff bool
	// signingIn says that the browser is with the person already.
	signingIn bool
	active    page.Route
}

func newNav(open func(page.Route), menu func() []widget.MenuItem, openStatus, signIn func()) *nav {
	n := &nav{open: open, pages: make(map[*entry][]page.Name)}
	n.tenants = n.entryOf(icons.Tenants, "All Tenants", page.Tenants, page.Deleted)
	n.users = n.entryOf(icons.Users, "All Users", page.Users, page.Create, page.CreateMany)
	n.activity = n.entryOf(icons.Activity, "Activity", page.Activity)
	n.integrations = n.entryOf(icons.Integrations, "Integrations", page.Setup)
	n.settings = n.entryOf(icons.Settings, "My Settings", page.Settings)
	n.foot = newFaceEntry("", "", func() {
		if n.signedOut && !n.signingIn {
			signIn()
			return
		}
		openStatus()
	})
	n.foot.tall = true
	n.signIn = widget.NewButton(widget.Primary, "Sign in", "", signIn)
	n.signIn.Hide()
	n.build(menu)
	return n
}

// entryOf opens a page, and is marked for that one and for those that lie behind it.
func (n *nav) entryOf(icon icons.Name, title string, opens page.Name, behind ...page.Name) *entry {
	e := newEntry(icon, title, func() { n.open(page.Route{Page: opens}) })
	n.pages[e] = append([]page.Name{opens}, behind...)
	return e
}

func (n *nav) build(menu func() []widget.MenuItem) {
	n.recentSection = n.section("Recently viewed")
	n.recentBox = page.Column(0)
	sections := page.Column(0,
		n.section("Microsoft 365"), n.tenants, n.users, n.activity,
		n.recentSection, n.recentBox,
		n.section("Setup"), n.integrations, n.settings,
	)
	foot := page.Column(6, page.Line(theme.ColorNameNavLine), n.foot, n.signIn)
	body := page.Column(0, n.head(menu), page.Fill(container.NewVScroll(page.Inset(0, entryMargin, 0, entryMargin, sections))),
		page.Inset(0, entryMargin, 8, entryMargin, foot))
	n.content = widget.Sized(n.least, page.Ground(theme.ColorNameNav), body)
	n.recentSection.Hide()
}

// head is the program's mark and name.
func (n *nav) head(menu func() []widget.MenuItem) fyne.CanvasObject {
	n.brand = newBrand(menu)
	return page.Inset(10, entryMargin, 6, entryMargin, n.brand)
}

// section is the title above a group. Collapsed, it keeps the groups apart without its words.
func (n *nav) section(title string) fyne.CanvasObject {
	label := widget.NewSectionLabel(title)
	n.labels = append(n.labels, label)
	return page.Inset(14, 0, 6, entryPad, label)
}

// setCollapsed shows only icons, or icons and words, as the person wants it.
func (n *nav) setCollapsed(collapsed bool) {
	n.wanted = collapsed
	n.collapse(n.wanted || n.narrow)
}

// setNarrow shows only icons while the window has no room for words.
func (n *nav) setNarrow(narrow bool) {
	if n.narrow != narrow {
		n.narrow = narrow
		n.collapse(n.wanted || n.narrow)
	}
}

func (n *nav) collapse(collapsed bool) {
	n.collapsed = collapsed
	n.showSignIn()
	for _, e := range n.entries() {
		e.setCollapsed(collapsed)
	}
	n.brand.setCollapsed(collapsed)
	for _, label := range n.labels {
		setVisible(label, !collapsed)
	}
	page.Lay(n.content)
}

// setSignedOut offers to sign in, or not. Turned off there is nothing to sign in to yet: Setup, where it is open, asks for that.
func (n *nav) setSignedOut(signedOut, turnedOff bool) {
	n.signedOut, n.turnedOff = signedOut, turnedOff
	n.showSignIn()
}

// setSigningIn offers no second sign-in while one is with the browser.
func (n *nav) setSigningIn(signingIn bool) {
	n.signingIn = signingIn
	n.showSignIn()
}

func (n *nav) showSignIn() {
	offered := n.signedOut && !n.signingIn && !n.collapsed && !(n.turnedOff && n.active.Page == page.Setup)
	if offered == n.signIn.Visible() {
		return
	}
	setVisible(n.signIn, offered)
	page.Lay(n.content)
}

func (n *nav) entries() []*entry {
	return slices.Concat(slices.Collect(maps.Keys(n.pages)), []*entry{n.foot}, n.recents)
}

// setActive marks the entry of the page that is open.
func (n *nav) setActive(route page.Route) {
	n.active = route
	for e, pages := range n.pages {
		e.setActive(slices.Contains(pages, route.Page))
	}
	for i, e := range n.recents {
		e.setActive(route.Page == page.User && n.recentKeys[i] == route.User)
	}
	n.showSignIn()
}

func (n *nav) showCounts(tenants, users, changes int) {
	n.tenants.setCount(table.Thousands(int64(tenants)))
	n.users.setCount(table.Thousands(int64(users)))
	n.activity.setCount(table.Thousands(int64(changes)))
}

// showRecents lists the users viewed lately, newest first.
func (n *nav) showRecents(recent []m365.Recent) {
	if reflect.DeepEqual(recent, n.recent) {
		return
	}
	n.recent = recent
	n.recents, n.recentKeys = nil, nil
	n.recentBox.RemoveAll()
	for _, user := range recent {
		e := newFaceEntry(user.DisplayName, user.Tenant.Name, func() {
			n.open(page.Route{Page: page.User, User: user.Key})
		})
		e.mark = user.Tenant.Mark()
		e.setCollapsed(n.collapsed)
		n.recents = append(n.recents, e)
		n.recentKeys = append(n.recentKeys, user.Key)
		n.recentBox.Add(e)
	}
	setVisible(n.recentSection, len(recent) > 0)
	n.setActive(n.active)
	page.Lay(n.recentBox)
}

func setVisible(object fyne.CanvasObject, visible bool) {
	if visible {
		object.Show()
	} else {
		object.Hide()
	}
}

// least is the navigation's width.
func (n *nav) least() fyne.Size {
	if n.collapsed {
		return fyne.NewSize(widget.Size(theme.SizeNameNavCollapsed), 0)
	}
	return fyne.NewSize(widget.Size(theme.SizeNameNav), 0)
}

// frameLayout stands the navigation at the left of all the rest, without a gap, and lets the window not become smaller than
// least. It tells whether the window is narrow: narrower than it is made for, as where all is drawn large.
type frameLayout struct {
	least  fyne.Size
	narrow func(bool)
}

func (l *frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.least }

func (l *frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.narrow(size.Width < LeastSize.Width)
	left := objects[0].MinSize().Width
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Resize(fyne.NewSize(size.Width-left, size.Height))
	objects[1].Move(fyne.NewPos(left, 0))
}

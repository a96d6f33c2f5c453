package user

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	faceSide   = 48
	rolesShown = 3
	// pillWidth and tenantWidth are the most that the name of a role and of the tenant take.
	pillWidth   = 240
	tenantWidth = 360
)

// header says who it is, in which tenant, and how it stands, with what can be done at the right. Its parts stay the same
// objects, so that the keyboard keeps its place while texts change.
type header struct {
	page    *Page
	content *fyne.Container

	face  *widget.Avatar
	title *fact
	line  *fyne.Container // title and pills
	pills []pill
	facts *fyne.Container

	username, domain, signIn, password, location *fact
	tenant                                       *widget.Link

	signs, reset, block, links *widget.Button

	// said is what the header showed last.
	said headerWords
}

// headerWords is what decides how large the parts of a header are.
type headerWords struct {
	name, username, tenant, domain, signIn, password, location string

	signedOut, blocked bool
}

// pill is what a pill says.
type pill struct {
	text string
	tone table.Tone
}

func newHeader(p *Page) *header {
	h := &header{page: p, face: widget.NewAvatar("", faceSide)}
	h.title = newFact(widget.TextLook{Colour: theme.ColorNameInk, Size: theme.SizeNameTitle, Bold: true})
	h.line = page.Flow(fyne.NewSize(page.Near, page.Tight), h.title.box)
	copies := widget.NewQuietButton(icons.Copy, "Copy username", func() { p.o.Host.Copy(p.shown.UserPrincipalName) })
	h.username = newFact(muted(), copies)
	h.tenant = widget.NewLink("", p.viewTenant)
	h.domain, h.signIn, h.password = newFact(muted()), newFact(muted()), newFact(muted())
	h.location = newFact(muted())
	h.facts = page.Dotted(fyne.NewSize(behindGap, 2), h.username.box, h.tenant,
		h.domain.box, h.signIn.box, h.password.box, h.location.box)
	identity := page.Row(page.Gap+2, h.face, page.Fill(page.Column(page.Tight, h.line, h.facts)))
	h.content = container.New(&headerLayout{}, identity, h.actions())
	return h
}

func muted() widget.TextLook {
	return widget.TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText}
}

// actions are the buttons at the right: none where nothing may be written and no portal is known.
func (h *header) actions() fyne.CanvasObject {
	p := h.page
	row := page.Row(page.Near + 2)
	if actions := p.o.Actions; actions != nil {
		h.reset = widget.NewButton(widget.Primary, resetLabel, "", func() { actions.ResetPassword(p.subject()) })
		h.block = widget.NewButton(widget.Secondary, blockLabel, "", p.blockOrUnblock)
		h.signs = widget.NewButton(widget.Primary, "Sign in", "", func() { p.o.Host.SignIn(p.Refresh) })
		row.Add(h.signs)
		row.Add(h.reset)
		row.Add(h.block)
	}
	if p.o.Links != nil {
		h.links = widget.NewMenuButton(widget.Secondary, "Open in", "", p.linkItems)
		row.Add(h.links)
	}
	if actions := p.o.Actions; actions != nil {
		row.Add(widget.NewMenuButton(widget.Secondary, "More", "", func() []widget.MenuItem { return actions.Items(p.subject()) }))
	}
	return row
}

var (
	resetLabel   = change.Of(change.ResetPassword).Title
	blockLabel   = change.Of(change.Block).Title
	unblockLabel = change.Of(change.Unblock).Title
	editLabel    = change.Of(change.EditUser).Title
)

func (p *Page) blockOrUnblock() {
	if p.blocked() {
		p.o.Actions.Unblock(p.subject())
		return
	}
	p.o.Actions.Block(p.subject())
}

func (p *Page) blocked() bool { return p.shown.SignIn == m365.Blocked }

// words are what the header says now.
func (h *header) words() headerWords {
	p := h.page
	words := headerWords{
		name: p.name(), username: p.shown.UserPrincipalName, domain: p.tenant.DefaultDomain,
		tenant: widget.CutName(p.tenant.FullName(), tenantWidth, widget.Size(fynetheme.SizeNameText), true),
		signIn: p.lastSignIn(), password: p.lastPasswordChange(), location: p.usageLocation(),
		signedOut: p.o.Host.SignedOut(), blocked: p.blocked(),
	}
	if p.tenant.Twin {
		words.domain = "" // it stands beside the name
	}
	return words
}

// show brings the header up to date. One that says the same is not laid out again, for which the window would be painted.
func (h *header) show() {
	h.tenant.SetTip(h.page.tenant.NameAndDomain())
	h.showActions()
	words := h.words()
	if other := h.showPills(); !other && h.said == words {
		return
	}
	h.said = words
	h.face.SetName(words.name)
	h.title.set(words.name)
	h.username.set(words.username)
	h.tenant.SetText(words.tenant)
	h.domain.set(words.domain)
	h.signIn.set(words.signIn)
	h.password.set(words.password)
	h.location.set(words.location)
	page.Lay(h.content)
	if h.content.MinSize().Height != h.content.Size().Height {
		page.Lay(h.page.main) // a line more or less moves what stands below
	}
}

// showPills says whether they are others than before.
func (h *header) showPills() (other bool) {
	pills := h.page.pillsOf()
	if slices.Equal(pills, h.pills) {
		return false
	}
	h.pills = pills
	h.line.Objects = []fyne.CanvasObject{h.title.box}
	for _, one := range pills {
		text := widget.Cut(one.text, pillWidth, widget.Size(theme.SizeNameSmall), true)
		h.line.Objects = append(h.line.Objects, widget.NewPill(text, one.tone))
	}
	return true
}

func (h *header) showActions() {
	p := h.page
	if h.reset != nil {
		h.signs.Hidden = !p.o.Host.SignedOut()
		h.reset.Hidden = !h.signs.Hidden
		able(h.reset, p.o.Actions.Reason(p.subject(), change.ResetPassword))
		label, write := blockLabel, change.Block
		if p.blocked() {
			label, write = unblockLabel, change.Unblock
		}
		h.block.SetLabel(label)
		able(h.block, p.o.Actions.Reason(p.subject(), write))
	}
	if h.links != nil {
		off := ""
		if len(p.o.Links.UserLinks(p.tenant, p.shown)) == 0 {
			off = "The tenant's domain is not known yet. Refresh it first."
		}
		able(h.links, off)
	}
}

// pillsOf are how the user stands: sign-in, guest, roles.
func (p *Page) pillsOf() []pill {
	var pills []pill
	switch p.shown.SignIn {
	case m365.Allowed:
		pills = append(pills, pill{string(m365.Allowed), table.Good})
	case m365.Blocked:
		pills = append(pills, pill{string(m365.Blocked), table.Danger})
	}
	if typeOf(p.shown) == m365.Guest {
		pills = append(pills, pill{string(m365.Guest), table.Neutral})
	}
	for i, role := range p.shown.Roles {
		if i == rolesShown {
			more := table.Counted(len(p.shown.Roles)-rolesShown, "more role", "more roles")
			return append(pills, pill{more, table.Neutral})
		}
		pills = append(pills, pill{role, table.Neutral})
	}
	return pills
}

func (p *Page) lastSignIn() string {
	switch {
	case !p.shown.LastSignIn.IsZero():
		return "last sign-in " + p.when(table.Cell{Time: p.shown.LastSignIn})
	case p.tenant.SignInActivity == m365.Unknown:
		return "last sign-in is not read yet"
	case p.tenant.SignInActivity == m365.NeedsPremium:
		return "last sign-in needs Entra ID P1"
	case p.tenant.SignInActivity == m365.NoPermission:
		return "last sign-in may not be read"
	case p.tenant.SignInActivity == m365.Unreadable:
		return "last sign-in could not be read"
	}
	return "no sign-in recorded"
}

func (p *Page) lastPasswordChange() string {
	if p.shown.LastPasswordReset.IsZero() {
		return ""
	}
	return "password changed " + p.when(table.Cell{Time: p.shown.LastPasswordReset})
}

func (p *Page) usageLocation() string {
	if p.shown.UsageLocation == "" {
		return "no usage location"
	}
	return "usage location " + location(p.shown.UsageLocation)
}

// linkItems are the portals that open on this user.
func (p *Page) linkItems() []widget.MenuItem {
	var items []widget.MenuItem
	for _, link := range p.o.Links.UserLinks(p.tenant, p.shown) {
		items = append(items, widget.MenuItem{Label: link.Name, Icon: icons.External, Do: func() {
			page.OpenLink(p.o.Host, p.o.Work, p.o.Links.Open, link.URL)
		}})
	}
	return items
}

// fact is a text of the header, perhaps with a button or a dot behind it.
type fact struct {
	box  *fyne.Container
	text *widget.CutText
}

func newFact(look widget.TextLook, behind ...fyne.CanvasObject) *fact {
	f := &fact{text: widget.NewCutText("", look)}
	f.box = container.New(&factLayout{text: f.text, look: look, behind: behind}, f.text)
	for _, object := range behind {
		f.box.Add(object)
	}
	return f
}

// set changes the text; where there is none nothing is seen.
func (f *fact) set(text string) {
	f.text.SetText(text)
	f.box.Hidden = strings.TrimSpace(text) == ""
}

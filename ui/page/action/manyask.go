package action

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// namesTold is how many tenants or users a sentence names before it counts them; the table has them all.
const namesTold = 5

// asking shows who is meant, and what is known of them so far.
func (m *many) asking() {
	left := page.Row(page.Apart)
	if m.options != nil && m.run != nil {
		left.Add(widget.NewLink("Back", m.choosing))
	}
	if m.counts.Waiting > 0 && !m.active {
		left.Add(widget.NewLink("What will be sent", func() {
			m.preview.toggle()
			m.form.refresh()
		}))
	}
	above := append([]fyne.CanvasObject{widget.NewMutedParagraph("For each of them: "+lowered(m.operation.What), m.textWidth())}, m.remarks()...)
	m.form.show(view{
		head: m.head, width: m.width(), left: left, buttons: m.askButtons(), keeps: m.table.content,
		body: m.content(append(above, m.preview.content)...),
	})
}

// remarks are what the person should know before.
func (m *many) remarks() []fyne.CanvasObject {
	if m.run == nil || m.active {
		return []fyne.CanvasObject{m.checking()}
	}
	var said []fyne.CanvasObject
	caution := func(text string) { said = append(said, widget.NewBanner(table.Caution, text)) }
	if m.counts.Admins > 0 {
		caution(m.admins())
	}
	if text := hiddenText(m.hidden); text != "" {
		caution(text)
	}
	for _, short := range m.shortages() {
		caution(short)
	}
	if m.counts.LeftOut > 0 {
		said = append(said, widget.NewBanner(table.Neutral, table.Counted(m.counts.LeftOut, "user is", "users are")+" left out. The table says why."))
	}
	if notes := m.commonNotes(); len(notes) > 0 {
		caution(strings.Join(notes, "\n"))
	}
	return said
}

// hiddenText names the users that are ticked and not seen; empty where there are none.
func hiddenText(hidden []string) string {
	if len(hidden) == 0 {
		return ""
	}
	return "Ticked, but hidden by the filters: " + page.Listed(hidden, namesTold) + "."
}

func (m *many) checking() fyne.CanvasObject {
	checked := len(m.users) - m.counts.Checking
	return widget.NewMuted("Checking with Microsoft: " + table.Thousands(int64(checked)) + " of " + table.Thousands(int64(m.total())))
}

// admins names the administrators among the users.
func (m *many) admins() string {
	var names []string
	for _, user := range m.users {
		if user.State == bulk.Waiting && user.IsAdmin() {
			names = append(names, adminName(user.Target, user.Plan.AdminRoles))
		}
	}
	return adminsText(names)
}

// commonNotes are what holds for everybody; what holds for some stands in their rows.
func (m *many) commonNotes() (common []string) {
	for i, user := range slices.DeleteFunc(slices.Clone(m.users), func(user bulk.User) bool { return user.State != bulk.Waiting }) {
		if i == 0 {
			common = slices.Clone(user.Plan.Notes)
		}
		common = slices.DeleteFunc(common, func(note string) bool { return !slices.Contains(user.Plan.Notes, note) })
	}
	return common
}

func (m *many) askButtons() []*widget.Button {
	buttons := []*widget.Button{m.closeButton("Cancel")}
	if m.counts.Unchecked > 0 && !m.active {
		buttons = append(buttons, m.again(widget.Secondary, "Check again", m.check))
	}
	if m.counts.Waiting == 0 && m.run != nil && !m.active {
		buttons[0].SetLabel("Close")
		return buttons
	}
	verb := widget.NewButton(m.verbKind(), m.verb(), "", m.confirm).WithoutEnter()
	if m.run == nil || m.active {
		verb.DisableBecause("The users are being checked with Microsoft")
	}
	return append(buttons, verb)
}

func (m *many) verbKind() widget.ButtonKind {
	if m.operation.Danger {
		return widget.Danger
	}
	return widget.Primary
}

// verb says what the button does, and to how many.
func (m *many) verb() string {
	count := m.counts.Waiting
	if m.run == nil || m.active {
		count = m.total()
	}
	return m.operation.ManyVerb(table.Counted(count, "user", "users"))
}

// askingAgain asks about the administrators once more.
func (m *many) askingAgain() {
	verb := widget.NewButton(widget.Danger, m.verb(), "", m.begin)
	m.askAdmins(m.table.content, m.admins(), verb, m.asking)
}

// total is how many users are meant, as far as it is known.
func (m *many) total() int {
	switch {
	case m.run != nil:
		return len(m.users)
	case m.tasks != nil:
		return len(m.tasks)
	}
	return m.count
}

// whom says how many users of which tenants, as the first line of the form.
func (m *many) whom() string {
	if m.tasks == nil {
		return table.Counted(m.total(), "user", "users")
	}
	return usersOf(m.total(), m.tenants())
}

// usersOf says how many users there are, and of which tenants.
func usersOf(count int, tenants []tenantOf) string {
	users := table.Counted(count, "user", "users")
	told := make([]string, len(tenants))
	for i, tenant := range tenants {
		told[i] = fmt.Sprintf("%s (%s)", tenant.name, table.Thousands(int64(tenant.users)))
	}
	if len(tenants) == 1 {
		return users + " in " + tenants[0].name
	}
	return users + " in " + table.Counted(len(tenants), "tenant", "tenants") + ": " + page.Listed(told, namesTold)
}

// tenantOf is a tenant of the users that are meant.
type tenantOf struct {
	id    m365.TenantID
	name  string
	users int
}

// tenants are those of the users that are meant, in the order in which they come first.
func (m *many) tenants() []tenantOf {
	users := make([]change.Target, len(m.tasks))
	for i, task := range m.tasks {
		users[i] = task.Target
	}
	return tenantsOf(users)
}

// tenantsOf are the tenants of users, in the order in which they come first.
func tenantsOf(users []change.Target) []tenantOf {
	var tenants []tenantOf
	places := make(map[m365.TenantID]int)
	for _, user := range users {
		id := user.Key.Tenant
		at, known := places[id]
		if !known {
			at = len(tenants)
			places[id] = at
			tenants = append(tenants, tenantOf{id: id, name: tenantName(user)})
		}
		tenants[at].users++
	}
	return tenants
}

// title names the run in a line.
func (m *many) title() string {
	return m.operation.Title + ", " + table.Counted(m.counts.Meant(), "user", "users")
}

// manyPreview shows the requests of all plans, exactly.
type manyPreview struct {
	content *fyne.Container
	text    *mono
	// shown is of how many users the requests are drawn, of count. requests are those of the first ones.
	shown, count int
	requests     func(users int) string
}

// requestsShown is how many users' requests are drawn; Copy has them all.
const requestsShown = 40

func newManyPreview(copyText func(string), width float32) *manyPreview {
	p := &manyPreview{text: newMono("", theme.SizeNameSmall, false, 0), shown: -1}
	copies := widget.NewPlainLink("Copy all", func() { copyText(p.requests(p.count)) })
	requests := page.Inset(page.Near, page.Gap, page.Near, page.Gap, p.text)
	height := func() fyne.Size { return fyne.NewSize(0, min(requests.MinSize().Height+page.Near, previewHeight)) }
	p.content = page.Column(page.Near,
		page.RowTop(page.Gap, page.Fill(widget.NewMutedParagraph("To Microsoft Graph, for each user in the user's own tenant.", width-100)), copies),
		widget.NewPanel(widget.Sized(height, container.NewScroll(requests))))
	p.content.Hide()
	return p
}

func (p *manyPreview) toggle() {
	p.content.Hidden = !p.content.Hidden
	p.fill()
}

func (p *manyPreview) set(count int, requests func(users int) string) {
	p.count, p.requests = count, requests
	p.fill()
}

// setPreview shows the requests of those who are ready.
func (m *many) setPreview() {
	users := slices.DeleteFunc(slices.Clone(m.users), func(user bulk.User) bool { return user.State != bulk.Waiting })
	m.preview.set(len(users), func(count int) string { return requestsOf(users[:count]) })
}

// fill draws the requests where they are seen.
func (p *manyPreview) fill() {
	if p.content.Hidden || p.shown == p.count {
		return
	}
	p.shown = p.count
	text := p.requests(min(p.count, requestsShown))
	if more := p.count - requestsShown; more > 0 {
		text += "\n\nand those of " + table.Counted(more, "more user", "more users")
	}
	p.text.setText(text)
}

func requestsOf(users []bulk.User) string {
	var texts []string
	for _, user := range users {
		texts = append(texts, requestsFor(user.Target, user.Plan.Requests()))
	}
	return strings.Join(texts, "\n\n")
}

// requestsFor are the requests for one of many users, with whose they are.
func requestsFor(user change.Target, requests []call.Request) string {
	return "# " + Whom(user) + " (" + string(user.Key.Tenant) + ")\n\n" + textOf(requests)
}

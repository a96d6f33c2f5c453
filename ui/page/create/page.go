package create

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func (p *Page) build() {
	p.objected = make(map[string]string)
	p.choose = widget.NewMenuButton(widget.Secondary, "Choose the tenant", "", nil)
	p.choose.SetOnTapped(p.chooseTenant)
	p.place = newPicker("Usage Location (needed for licenses)", p.choosePlace)
	p.details = newDetails(p)
	p.picks = map[string]*picks{
		tabRoles: newPicks(p, p.roles()), tabLicenses: newPicks(p, p.licenses(), p.place.content), tabGroups: newPicks(p, p.groups()),
	}
	p.tabs = map[string]fyne.CanvasObject{tabDetails: p.details.content}
	for tab, list := range p.picks {
		p.tabs[tab] = list.content
	}
	p.summary = newSummary(p)
	p.notice = container.NewStack()
	p.goOn = widget.NewButton(widget.Secondary, "Create User and Continue", "", func() { p.begin(true) })
	p.goOn.SetTip("Creates the user, then opens the user's page")
	p.create = widget.NewButton(widget.Primary, "Create User and Close", "", func() { p.begin(false) })
	head := page.Beside(
		page.Row(page.Near, widget.NewTitle("Create User"), widget.NewMuted("in"), p.choose),
		page.Row(page.Near, p.templateButton(), p.copyButton(), widget.NewButton(widget.Secondary, "From a file…", "", p.fromFile)),
	)
	foot := page.Row(page.Near, widget.NewButton(widget.Secondary, "Save as template…", "", p.saveTemplate), page.Space(), widget.NewButton(widget.Secondary, "Cancel", "", p.cancel), p.goOn, p.create)
	p.content = page.Body(page.Fill(widget.Tall(page.Column(page.Gap,
		page.AtLeast(0, widget.Size(theme.SizeNameButton), head), p.notice,
		page.Fill(container.New(&partsLayout{}, p.stepList(), p.middle(), widget.NewCard(p.summary.content))), foot,
	))))
}

func (p *Page) stepList() fyne.CanvasObject {
	list := page.Column(2)
	for i, tab := range tabNames {
		one := newStep(i, tab.id, tab.title, func() { p.showTab(tab.id) })
		p.steps = append(p.steps, one)
		list.Add(one)
	}
	return list
}

// middle is the card with the open tab. All tabs stay in the window, so that all follow a change of the theme.
func (p *Page) middle() fyne.CanvasObject {
	stack := container.NewStack()
	for _, tab := range tabNames {
		titled := page.Column(page.Gap, widget.NewHeading(tab.title), page.Fill(p.tabs[tab.id]))
		p.tabs[tab.id] = titled
		stack.Add(titled)
	}
	return widget.NewCard(stack)
}

func (p *Page) showTab(id string) {
	p.draft.tab = id
	for tab, content := range p.tabs {
		content.(*fyne.Container).Hidden = tab != id
	}
	p.picks[id].open()
	p.draw()
	widget.DropLostFocus(p.o.Host.Canvas())
}

func (p *Page) choosePlace() {
	action.ShowPlaces(p.o.Host.Canvas(), p.place.button, append([]string{""}, action.Countries()...), func(code string) {
		p.draft.values[change.UsageLocation] = code
		delete(p.objected, change.UsageLocation)
		p.draw()
	})
}

// fill writes the draft into the page.
func (p *Page) fill() {
	p.filling = true
	p.details.fill()
	p.filling = false
	p.checkUsername()
	p.draw()
}

// draw shows how the draft stands.
func (p *Page) draw() {
	draft := p.draft
	page.NameChosen(p.choose, draft.tenant)
	if p.known.id == "" {
		p.copyFrom.DisableBecause("Choose the tenant first")
	} else {
		p.copyFrom.Enable()
	}
	p.notice.Objects = nil
	if p.domainsUnread != nil {
		p.notice.Objects = []fyne.CanvasObject{p.tenantBanner()}
	}
	p.details.draw()
	p.place.shows(action.PlaceName(draft.values[change.UsageLocation]))
	p.place.fault(p.placeFault())
	if open := p.picks[draft.tab]; open != nil {
		open.list.Refresh()
		page.Lay(open.content)
	}
	for _, one := range p.steps {
		count := ""
		if one.id != tabDetails {
			count = table.Thousands(int64(len(draft.chosen[one.id])))
		}
		one.set(one.id == draft.tab, one.id == tabDetails && p.lacking() == "", count)
	}
	p.summary.draw()
	p.drawButtons()
	page.Lay(p.content)
}

func (p *Page) placeFault() string {
	if why := p.objected[change.UsageLocation]; why != "" {
		return why
	}
	if why := p.objected[change.LicensesField]; why != "" {
		return why
	}
	if len(p.draft.chosen[tabLicenses]) > 0 && p.draft.values[change.UsageLocation] == "" {
		return "Microsoft assigns no license without it."
	}
	return ""
}

func (p *Page) drawButtons() {
	lacking := p.lacking()
	for _, button := range []*widget.Button{p.create, p.goOn} {
		if lacking == "" {
			button.Enable()
		} else {
			button.DisableBecause(lacking)
		}
	}
}

// lacking says why the user cannot be created yet; empty where it can be asked.
func (p *Page) lacking() string {
	draft := p.draft
	switch {
	case p.known.id == "":
		return "Choose the tenant first"
	case draft.values["displayName"] == "":
		return "Fill in the Full Name"
	case draft.username() == "":
		return "Fill in the Username"
	case draft.values["mailNickname"] == "":
		return "Fill in the Alias"
	case p.checked.asking:
		return "The username is being checked"
	case p.placeFault() != "":
		return "Choose the usage location on the tab Licenses"
	}
	for _, field := range change.NewFields() {
		if p.fault(field.Graph) != "" {
			return "Look at " + labelOf(field)
		}
	}
	return ""
}

// begin asks whether the user is to be created; the user's page opens afterwards, or that of the tenant's users.
func (p *Page) begin(continues bool) {
	if p.lacking() != "" {
		return
	}
	draft := p.draft
	intent := draft.intent()
	created := func(key m365.UserKey) {
		if reflect.DeepEqual(intent, draft.intent()) { // else the next user was begun meanwhile
			p.created(key, continues)
		}
	}
	p.o.Actions.Create(action.Creation{
		Intent: intent,
		Target: change.Target{
			Key: m365.UserKey{Tenant: draft.tenant.ID}, Name: draft.name(), Username: draft.username(), Tenant: draft.tenant.FullName(),
		},
		Objected: p.mark,
		Created:  created,
	})
}

// mark says at each field why the user cannot be created with it.
func (p *Page) mark(objections []change.Objection) {
	for _, one := range objections {
		p.objected[one.Field] = one.Why
	}
	switch one := objections[0]; one.Field {
	case change.UsageLocation, change.LicensesField:
		p.showTab(tabLicenses)
	default:
		p.showTab(tabDetails)
	}
}

// created empties the page for the next user, and leaves it where it is still open.
func (p *Page) created(key m365.UserKey, continues bool) {
	tenant := p.draft.tenant
	p.draft.renew()
	if p.closed {
		return
	}
	if continues {
		p.o.Host.Open(page.Route{Page: page.User, User: key})
		return
	}
	p.o.Host.Open(page.Route{Page: page.Users, Tenant: tenant.ID, TenantName: tenant.FullName()})
}

// cancel leaves the page. What was filled in is dropped, after a question where there is something.
func (p *Page) cancel() {
	leave := func() {
		p.draft.empty()
		p.o.Host.Open(page.Route{Page: page.Users})
	}
	if len(p.draft.touched) == 0 {
		leave()
		return
	}
	p.o.Host.Ask(page.Question{
		Title: "Drop the new user", Text: "What you filled in for " + p.draft.name() + " is dropped. Nothing was sent.", Verb: "Drop", Danger: true, Do: leave,
	})
}

// fromFile opens the page on which the users of a file are created.
func (p *Page) fromFile() {
	p.o.Host.Open(page.Route{Page: page.CreateMany, Tenant: p.draft.tenant.ID})
}

// partsLayout stands the list of steps at the left, the summary at the right, and the open tab between them. Where that would
// leave the tab too little room, the summary stands below the steps.
type partsLayout struct{ width float32 }

const (
	// threeParts is the least width for the three beside each other.
	threeParts float32 = 720
	// twoHigh is the least height for two of them under each other.
	twoHigh float32 = 380
)

func (l *partsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if l.width > 0 && l.width < threeParts {
		return fyne.NewSize(0, twoHigh)
	}
	return fyne.NewSize(0, 200)
}

func (l *partsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	steps, tab, summary := objects[0], objects[1], objects[2]
	left, right := float32(220), float32(300)
	if size.Width < 1000 {
		left, right = 168, 232
	}
	if size.Width < threeParts {
		left, right = 200, -page.Gap
	}
	tab.Resize(fyne.NewSize(size.Width-left-right-2*page.Gap, size.Height))
	tab.Move(fyne.NewPos(left+page.Gap, 0))
	if size.Width >= threeParts {
		steps.Resize(fyne.NewSize(left, size.Height))
		summary.Resize(fyne.NewSize(right, size.Height))
		summary.Move(fyne.NewPos(size.Width-right, 0))
		return
	}
	top := steps.MinSize().Height
	steps.Resize(fyne.NewSize(left, top))
	summary.Resize(fyne.NewSize(left, size.Height-top-page.Gap))
	summary.Move(fyne.NewPos(0, top+page.Gap))
}

package create

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	leastField float32 = 220
	nobody             = "No manager"
)

// groups are the fields of the tab under their headings. The manager follows the last of Work.
var groups = []struct {
	title  string
	fields []string
}{
	{"Identity", []string{"givenName", "surname", "displayName", "mailNickname", change.Username, "mail"}},
	{"Work", []string{"jobTitle", "department", "companyName", "officeLocation", "employeeId", "employeeType", change.HireDate}},
	{"Address and Phones", []string{"streetAddress", "city", "state", "postalCode", "country", "businessPhones", "mobilePhone"}},
}

// details are the fields of a new user.
type details struct {
	p       *Page
	fields  map[string]*widget.Field
	domain  *picker
	manager *picker
	signs   *widget.Check
	words   *widget.Check
	must    *widget.Check
	content *fyne.Container
}

func newDetails(p *Page) *details {
	d := &details{p: p, fields: make(map[string]*widget.Field)}
	d.domain = newPicker("Domain", d.chooseDomain)
	d.manager = newPicker("Manager", d.chooseManager)
	column := page.Column(page.Margin)
	for _, group := range groups {
		cells := page.Fields(leastField, 2, fyne.NewSize(page.Apart, page.Gap))
		for _, name := range group.fields {
			field := d.field(name)
			if name == change.HireDate {
				cells.Add(action.WithCalendar(p.o.Host.Canvas(), field, p.o.Host.Now))
				continue
			}
			cells.Add(field)
			if name == change.Username {
				cells.Add(d.domain.content)
			}
		}
		if group.title == "Work" {
			cells.Add(d.manager.content)
		}
		column.Add(page.Column(page.Near, widget.NewStrong(group.title), cells))
	}
	column.Add(d.password())
	d.content = page.Scrolled(page.Inset(0, page.Gap, 0, 0, column))
	return d
}

func (d *details) field(name string) *widget.Field {
	known, _ := change.FieldOf(name)
	field := widget.NewField(labelOf(known), "", known.Hint)
	field.Entry.OnChanged = func(text string) {
		if !d.p.filling {
			d.p.typed(name, strings.TrimSpace(text))
		}
	}
	d.fields[name] = field
	return field
}

// labelOf is what a field is called here: of a username the domain is chosen beside it.
func labelOf(field change.Field) string {
	if field.Graph == change.Username {
		return "Username"
	}
	return field.Label
}

// password are the options for the password, which is made when the user is created.
func (d *details) password() fyne.CanvasObject {
	choose := func(passphrase bool) {
		d.p.draft.password.Passphrase, d.p.draft.password.Length = passphrase, 0
		d.signs.SetChecked(!passphrase)
		d.words.SetChecked(passphrase)
	}
	d.signs = widget.NewRadio("Generated password", true, func() { choose(false) })
	d.words = widget.NewRadio("Passphrase", false, func() { choose(true) })
	d.must = widget.NewCheck("Must change password at first sign-in", true, func(on bool) { d.p.draft.password.MustChange = on })
	return page.Column(page.Near, widget.NewStrong("Password"),
		page.Flow(fyne.NewSize(page.Apart, page.Tight), d.signs, d.words), page.Row(0, d.must))
}

func (d *details) chooseDomain() {
	widget.ShowMenu(d.domain.button, func() []widget.MenuItem {
		var items []widget.MenuItem
		for _, domain := range d.p.known.domains {
			items = append(items, widget.MenuItem{Label: domain, Do: func() {
				d.p.draft.domain = domain
				d.p.checkUsername()
				d.p.draw()
			}})
		}
		if len(items) == 0 {
			items = []widget.MenuItem{{Label: "No domain", Off: "Choose the tenant first"}}
		}
		return items
	})
}

func (d *details) chooseManager() {
	if d.p.known.id == "" {
		return
	}
	d.p.o.Actions.PickPerson(d.p.o.Work, d.p.known.id, nobody, d.manager.button, func(person m365.Person) {
		d.p.draft.manager = person
		d.p.draw()
	})
}

// fill writes the draft into the fields.
func (d *details) fill() {
	draft := d.p.draft
	for name, field := range d.fields {
		if field.Text() != draft.values[name] && strings.TrimSpace(field.Text()) != draft.values[name] {
			field.SetText(draft.values[name])
		}
	}
	d.signs.SetChecked(!draft.password.Passphrase)
	d.words.SetChecked(draft.password.Passphrase)
	d.must.SetChecked(draft.password.MustChange)
}

// draw says at each field what is wrong with it.
func (d *details) draw() {
	draft := d.p.draft
	for name, field := range d.fields {
		field.SetError(d.p.fault(name))
	}
	if username := d.fields[change.Username]; d.p.fault(change.Username) == "" {
		username.SetHint(d.p.usernameHint())
	}
	d.domain.shows(orText(draft.domain, "Choose the tenant first"))
	d.domain.off(d.p.known.id == "", "Choose the tenant first")
	d.manager.shows(orText(draft.manager.DisplayName, nobody))
	d.manager.off(d.p.known.id == "", "Choose the tenant first")
	d.manager.fault(d.p.objected[change.ManagerField])
	page.Lay(d.content) // a sentence below a field may have come or gone
}

func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// usernameHint says how it stands with a username that nothing is wrong with.
func (p *Page) usernameHint() string {
	switch username := p.draft.username(); {
	case username == "" || p.checked.username != username:
		return ""
	case p.checked.asking:
		return "Checking whether it is free"
	case p.checked.remark != "":
		return p.checked.remark
	}
	return "Free."
}

// fault says what is wrong with a field; empty where nothing is, or where nothing was written yet.
func (p *Page) fault(name string) string {
	if why := p.objected[name]; why != "" {
		return why
	}
	value := p.draft.values[name]
	if value == "" {
		return ""
	}
	field, _ := change.FieldOf(name)
	if name == change.Username {
		if wrong := field.Wrong(value + "@" + orText(p.draft.domain, "x.y")); wrong != "" {
			return wrong
		}
		return p.usernameFault()
	}
	return field.Wrong(value)
}

// typed takes what a person wrote into a field.
func (p *Page) typed(name, text string) {
	p.draft.values[name] = text
	p.draft.touched[name] = true
	delete(p.objected, name)
	switch name {
	case "givenName", "surname":
		p.propose()
		p.fill()
	case change.Username:
		p.followUsername()
		p.fill()
	default:
		p.draw()
	}
}

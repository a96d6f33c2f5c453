package action

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// contactForm asks for the phone number or the email address that a user gets as an authentication method.
type contactForm struct {
	a       *Actions
	subject Subject
	action  change.Action
	kind    change.WriteKind
	// taken are the contacts that the user has; adding offers the others.
	taken   []m365.AuthMethod
	contact m365.Contact

	form    *form
	work    *uithread.Work
	sort    *widget.Button
	field   *widget.Field
	onward  *widget.Button
	content *fyne.Container
}

// AddMethod asks for a phone or an email address that the user gets as an authentication method, beside the registered ones.
func (a *Actions) AddMethod(s Subject, registered []m365.AuthMethod) {
	f := &contactForm{a: a, subject: s, action: change.AddMethod, kind: change.PutMethod, taken: registered}
	f.sort = widget.NewMenuButton(widget.Secondary, "", "", f.choices)
	f.contact = m365.Contacts()[0]
	for _, contact := range slices.Backward(m365.Contacts()) {
		if f.off(contact) == "" {
			f.contact = contact
		}
	}
	f.start("")
}

// ChangeMethod asks for another number or address in the place of a registered one.
func (a *Actions) ChangeMethod(s Subject, method m365.AuthMethod) {
	contact, known := m365.ContactOf(method.ID)
	if !known {
		return
	}
	f := &contactForm{a: a, subject: s, action: change.ChangeMethod, kind: change.SetMethod, contact: contact}
	f.start(method.Detail)
}

func (f *contactForm) start(value string) {
	f.onward = widget.NewButton(widget.Primary, "Continue", "", f.ask)
	f.content = page.Column(page.Gap)
	f.build(value)
	f.openForm()
	f.show()
}

func (f *contactForm) openForm() {
	f.work = f.a.o.Work.Child()
	f.form = newForm(f.a.o.Host.Canvas(), change.Of(f.action).Title, f.work.Cancel)
}

// build makes the field for the sort of contact.
func (f *contactForm) build(value string) {
	label := "Email address"
	if f.contact.PhoneType != "" {
		label = "Phone number"
	}
	f.field = widget.NewField(label, "", f.contact.Form())
	f.field.SetText(value)
	f.field.Entry.OnChanged = func(string) { f.typed() }
	f.field.Entry.OnSubmitted = func(string) { f.onward.Enter() }
	f.content.RemoveAll()
	if f.sort != nil {
		f.sort.SetLabel(f.contact.Name)
		f.content.Add(page.Row(page.Gap, widget.NewText("Method"), f.sort))
	} else {
		f.content.Add(widget.NewStrong(f.contact.Name))
	}
	f.content.Add(f.field)
	f.typed()
}

// typed switches the way onward on where something is written.
func (f *contactForm) typed() {
	f.field.SetError("")
	if off := f.off(f.contact); off != "" {
		f.onward.DisableBecause(off)
		return
	}
	if f.field.Text() == "" {
		f.onward.DisableBecause("Nothing is written yet")
		return
	}
	f.onward.Enable()
}

// choices are the sorts of contact; one that the user has is off.
func (f *contactForm) choices() []widget.MenuItem {
	var items []widget.MenuItem
	for _, contact := range m365.Contacts() {
		items = append(items, widget.MenuItem{Label: contact.Name, Off: f.off(contact), Do: func() {
			f.contact = contact
			f.build(f.field.Text())
			f.show()
		}})
	}
	return items
}

// off says why a contact cannot be added; empty where it can.
func (f *contactForm) off(contact m365.Contact) string {
	has := func(one m365.Contact) bool {
		return slices.ContainsFunc(f.taken, func(m m365.AuthMethod) bool { return m.ID == one.ID })
	}
	switch {
	case has(contact):
		return "Registered already: change it, or remove it first"
	case f.action == change.AddMethod && contact == m365.AlternatePhone && !has(m365.MobilePhone):
		return "Microsoft takes an alternate mobile phone only beside a mobile phone"
	}
	return ""
}

// show opens the form, or comes back to it as it was left.
func (f *contactForm) show() {
	f.form.show(view{
		head: widget.NewParagraph(Whom(f.subject.target()), textWidth), body: f.content,
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Cancel", "", f.form.close), f.onward},
		enter:   f.onward, focus: f.field.Entry,
	})
}

// ask goes on to the question, where what is written has Microsoft's form.
func (f *contactForm) ask() {
	value, ok := f.contact.Read(f.field.Text())
	if !ok {
		f.field.SetError("Microsoft takes none that is written so. " + f.contact.Form())
		f.form.refresh()
		return
	}
	intent := change.Intent{
		Action: f.action, User: f.subject.User.Key,
		Writes: []change.Write{{Kind: f.kind, Subject: f.contact.ID, Name: f.contact.Name, After: value}},
	}
	led := f.a.newFlow(change.Of(f.action), f.subject.target())
	led.form, led.work = f.form, f.work
	led.reopen = func() {
		f.openForm()
		led.form, led.work = f.form, f.work
	}
	led.planner = func() planner { return f.a.planOf(intent) }
	led.back = func() {
		led.drop()
		f.show()
	}
	led.prepare()
}

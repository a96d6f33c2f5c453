package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// manyFields asks which fields are set for many users, and which are cleared. All others stay as they are.
type manyFields struct {
	m      *many
	fields []*manyField
	parts  *fyne.Container
	// beginning says that inputs are emptied, which is no choice.
	beginning bool
}

// manyField is a field that is left, set or cleared.
type manyField struct {
	input   *editInput
	cleared bool
	link    *widget.Link
	cell    fyne.CanvasObject
	// fixed says why it can be cleared only.
	fixed string
}

func (o *manyFields) begin(m *many) {
	o.m, o.fields = m, nil
	o.parts = page.Column(page.Gap, widget.NewMutedParagraph("What stays empty here is left as it is. Clear takes a field away from each of them.", m.textWidth()))
	var cells *fyne.Container
	for _, field := range change.Fields() {
		if title, begins := editGroups[field.Graph]; begins && field.Shared {
			cells = page.Fields(editCell, 3, fyne.NewSize(page.Apart, page.Gap))
			o.parts.Add(page.Column(page.Near, widget.NewStrong(title), cells))
		}
		if field.Shared {
			cells.Add(o.add(o.input(field), ""))
		}
		if field.Graph == beforeManager {
			cells.Add(o.manager())
		}
	}
}

func (o *manyFields) input(field change.Field) *editInput {
	var input *editInput
	if field.Graph == change.UsageLocation {
		input = o.place(field.Label)
	} else {
		input = textInput(field.Label, field.Hint, o.changed)
	}
	input.field, input.label, input.wrong = field.Graph, field.Label, field.Wrong
	return input
}

func (o *manyFields) place(label string) *editInput {
	c := newChooser(label)
	i, set := chosenInput(c, func(code string) string {
		if code == "" {
			return "Choose usage location"
		}
		return PlaceName(code)
	})
	set("")
	c.button.SetOnTapped(func() {
		ShowPlaces(o.m.a.o.Host.Canvas(), c.button, Countries(), func(code string) {
			set(code)
			o.changed(i)
		})
	})
	return i
}

// manager is chosen where all users are of one tenant, which a manager belongs to.
func (o *manyFields) manager() fyne.CanvasObject {
	c, id := newChooser("Manager"), ""
	input, set := chosenInput(c, func(name string) string {
		if name == "" {
			return "Choose manager"
		}
		return name
	})
	input.field, input.label = change.ManagerField, "Manager"
	input.put = func(name, of string) {
		id = of
		set(name)
	}
	input.id = func() string { return id }
	input.put("", "")
	tenants := o.m.tenants()
	c.button.SetOnTapped(func() {
		o.m.a.PickPerson(o.m.work, tenants[0].id, nobody, c.button, func(person m365.Person) {
			if person.Key.ID == "" {
				o.clear(o.of(input))
				return
			}
			input.put(person.DisplayName, person.Key.ID)
			o.changed(input)
		})
	})
	fixed := ""
	if len(tenants) > 1 {
		fixed = "A manager belongs to one tenant, and these users are of " + table.Thousands(int64(len(tenants))) + "."
		input.lock(fixed)
	}
	return o.add(input, fixed)
}

func (o *manyFields) add(input *editInput, fixed string) fyne.CanvasObject {
	field := &manyField{input: input, fixed: fixed}
	field.link = widget.NewLink("Clear", func() { o.turn(field) })
	field.cell = page.Column(page.Tight, input.cells[0], page.Row(0, field.link))
	o.fields = append(o.fields, field)
	o.say(field)
	return field.cell
}

func (o *manyFields) of(input *editInput) *manyField {
	for _, field := range o.fields {
		if field.input == input {
			return field
		}
	}
	return nil
}

// turn is the press of the link: it clears a field that is left, and leaves one that was to be changed.
func (o *manyFields) turn(field *manyField) {
	if !field.changes() {
		o.clear(field)
		return
	}
	o.empty(field.input)
	field.cleared = false
	field.input.unlock()
	if field.fixed != "" {
		field.input.lock(field.fixed)
	}
	o.changed(field.input)
}

func (o *manyFields) clear(field *manyField) {
	o.empty(field.input)
	field.cleared = true
	field.input.lock("It is cleared for each of them.")
	o.changed(field.input)
}

func (o *manyFields) empty(input *editInput) {
	o.beginning = true
	input.put("", "")
	o.beginning = false
}

func (f *manyField) changes() bool { return f.cleared || f.input.value() != "" }

// changed says at a field what is wrong with what is in it, and what its link does.
func (o *manyFields) changed(input *editInput) {
	if o.beginning {
		return
	}
	if field := o.of(input); field != nil {
		input.fault(field.wrong())
		o.say(field)
		o.m.chosen()
	}
}

func (f *manyField) wrong() string {
	if f.input.wrong == nil || f.cleared {
		return ""
	}
	return f.input.wrong(f.input.value())
}

// say names what the link does; field by field, so that it can be told apart without seeing it.
func (o *manyFields) say(field *manyField) {
	if field.changes() {
		field.link.SetText("Leave " + field.input.label)
		return
	}
	field.link.SetText("Clear " + field.input.label)
}

func (o *manyFields) content() fyne.CanvasObject { return o.parts }

func (o *manyFields) focus() fyne.Focusable { return nil }

func (o *manyFields) lacks() string {
	lacks := nothingYet
	for _, field := range o.fields {
		if field.wrong() != "" {
			return "Look at " + field.input.label
		}
		if field.changes() {
			lacks = ""
		}
	}
	return lacks
}

func (o *manyFields) want(change.Target) (change.Intent, error) {
	intent := change.Intent{Action: change.EditUser, Overwrites: true}
	for _, field := range o.fields {
		if field.changes() {
			intent.Writes = append(intent.Writes, field.input.write())
		}
	}
	return intent, nil
}

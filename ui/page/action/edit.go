package action

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// editGroups are the headings of the form, each before the field that it begins with.
var editGroups = map[string]string{
	"displayName": "Identity", "jobTitle": "Work", "streetAddress": "Address and Phones",
}

const (
	beforeManager         = "officeLocation"
	editCell      float32 = 260
)

// editor is the form in which the fields of a user are changed.
type editor struct {
	a       *Actions
	subject Subject
	form    *form
	work    *uithread.Work

	inputs  []*editInput
	content *fyne.Container
	// beginning says that the inputs get what Microsoft shows, which changes nothing.
	beginning bool
	status    *widget.Text
	review    *widget.Button
}

// EditUser changes the fields of a user and the manager. It begins from what Microsoft shows now, so that what others change
// afterwards is told from it.
func (a *Actions) EditUser(s Subject) {
	e := &editor{a: a, subject: s, status: widget.NewMuted("")}
	e.review = widget.NewButton(widget.Primary, "Review changes", "", e.ask)
	e.openForm()
	e.read()
}

func (e *editor) openForm() {
	e.work = e.a.o.Work.Child()
	e.form = newForm(e.a.o.Host.Canvas(), change.Of(change.EditUser).Title, e.work.Cancel)
}

func (e *editor) read() {
	e.showInstead(centred("Reading the user"))
	key := e.subject.User.Key
	e.work.Do(func(ctx context.Context) func() {
		user, err := e.a.o.Directory.User(ctx, key)
		// Without the domains a username keeps the one it has.
		organization, _ := e.a.o.Directory.Organization(ctx, key.Tenant)
		return func() {
			if err != nil {
				e.showInstead(e.trouble(err))
				return
			}
			e.build(user, organization.Domains)
			e.show()
		}
	})
}

func (e *editor) trouble(err error) fyne.CanvasObject {
	failure := e.a.o.Host.Explain(err)
	again := e.form.again(e.a.o.Host, failure, e.openForm, e.read)
	return widget.NewErrorState(failure.Sentence(), again, func() { e.a.o.Host.Copy(failure.Details()) })
}

// build makes the inputs, in the order of the Details tab.
func (e *editor) build(user m365.Details, domains []string) {
	e.beginning = true
	defer func() { e.beginning = false }()
	e.content, e.inputs = page.Column(page.Gap), nil
	if user.OnPremisesSynced {
		e.content.Add(widget.NewBanner(table.Caution, "This user is synced from on-premises: most fields are changed in the Active Directory there."))
	}
	var cells *fyne.Container
	for _, field := range change.Fields() {
		if title, begins := editGroups[field.Graph]; begins {
			cells = page.Fields(editCell, 3, fyne.NewSize(page.Apart, page.Gap))
			e.content.Add(page.Column(page.Near, widget.NewStrong(title), cells))
		}
		input := e.input(field, user, domains)
		e.inputs = append(e.inputs, input)
		for _, cell := range input.cells {
			cells.Add(cell)
		}
		if field.Graph == beforeManager {
			manager := e.manager(user)
			e.inputs = append(e.inputs, manager)
			cells.Add(manager.cells[0])
		}
	}
}

func (e *editor) input(field change.Field, user m365.Details, domains []string) *editInput {
	var input *editInput
	value, label := field.Of(user.User), field.Label
	switch field.Graph {
	case change.Username:
		input = usernameInput(label, value, domains, e.changed)
	case change.UserTypeField:
		input = choiceInput(label, []string{string(m365.Member), string(m365.Guest)}, e.changed)
	case change.UsageLocation:
		input = countryInput(e.a.o.Host.Canvas(), label, e.changed)
	case change.HireDate:
		input = dayInput(e.a.o.Host.Canvas(), label, field.Hint, e.a.o.Host.Printer().Today, e.changed)
	default:
		input = textInput(label, field.Hint, e.changed)
	}
	input.field, input.label, input.wrong = field.Graph, label, field.Wrong
	input.begin(value, "")
	switch why := field.Locked(user); {
	case why != "" && user.OnPremisesSynced:
		input.lock("Synced from on-premises")
	case why != "":
		input.lock(why)
	}
	return input
}

func (e *editor) manager(user m365.Details) *editInput {
	input := managerInput(e)
	id, name := "", ""
	if user.Manager != nil {
		id, name = user.Manager.Key.ID, user.Manager.DisplayName
	}
	input.begin(name, id)
	if change.ManagerLocked(user) != "" {
		input.lock("Synced from on-premises")
	}
	return input
}

func (e *editor) showInstead(object fyne.CanvasObject) {
	e.form.show(view{
		head: e.head(), body: object, width: manageWidth,
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Cancel", "", e.form.close)},
	})
}

func (e *editor) head() fyne.CanvasObject {
	return widget.NewParagraph(Whom(e.subject.target()), manageWidth-2*formPad)
}

// show opens the form, or comes back to it with everything as it was left.
func (e *editor) show() {
	e.draw()
	e.form.show(view{
		head: e.head(), body: page.Inset(0, page.Apart, 0, 0, e.content), width: manageWidth, left: e.status, keeps: e.content, enter: e.review,
		filled:  e.filled,
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Cancel", "", e.form.close), e.review},
	})
}

// changed follows what a person typed or chose: the sentence at the field is about what was there before.
func (e *editor) changed(input *editInput) {
	if !e.beginning {
		input.fault("")
		e.draw()
	}
}

func (e *editor) draw() {
	count := len(e.edited())
	if count == 0 {
		e.status.SetText(nothingYet + ".")
		e.review.DisableBecause(nothingYet)
	} else {
		e.status.SetText(table.Counted(count, "field", "fields") + " changed.")
		e.review.Enable()
	}
	e.form.refresh()
}

func (e *editor) filled() bool { return len(e.edited()) > 0 }

func (e *editor) edited() []*editInput {
	return slices.DeleteFunc(slices.Clone(e.inputs), func(one *editInput) bool { return !one.edited() })
}

// ask goes on to the question, unless a value is one that Microsoft would not take.
func (e *editor) ask() {
	var writes []change.Write
	var marked []string
	for _, input := range e.edited() {
		wrong := ""
		if input.wrong != nil {
			wrong = input.wrong(input.value())
		}
		if input.fault(wrong); wrong != "" {
			marked = append(marked, input.label)
		}
		writes = append(writes, input.write())
	}
	if len(marked) > 0 {
		e.tellMarked(marked)
		return
	}
	e.plan(writes)
}

// tellMarked names the inputs that something is said at: they may be out of sight.
func (e *editor) tellMarked(marked []string) {
	const most = 3
	if len(marked) > most {
		marked = append(slices.Clone(marked[:most]), table.Counted(len(marked)-most, "other", "others"))
	}
	e.status.SetText("Look at " + listed(marked) + ".")
	e.form.refresh()
}

func (e *editor) plan(writes []change.Write) {
	intent := change.Intent{Action: change.EditUser, User: e.subject.User.Key, Writes: writes}
	f := e.a.newFlow(change.Of(change.EditUser), e.subject.target())
	f.form, f.work = e.form, e.work
	f.reopen = func() {
		e.openForm()
		f.form, f.work = e.form, e.work
	}
	f.planner, f.filled = func() planner { return e.a.planOf(intent) }, e.filled
	f.back = func() {
		f.drop()
		e.show()
	}
	f.objected = func(objections []change.Objection) {
		e.show()
		e.mark(objections)
	}
	f.prepare()
}

// mark says at each field why it is not set as it was asked for.
func (e *editor) mark(objections []change.Objection) {
	var marked []string
	for _, input := range e.inputs {
		at := slices.IndexFunc(objections, func(one change.Objection) bool { return one.Field == input.field })
		if at < 0 {
			continue
		}
		marked = append(marked, input.label)
		input.fault(objections[at].Why)
		if objections[at].Changed {
			input.conflict(objections[at], func() { e.changed(input) })
		}
	}
	e.tellMarked(marked)
}

// trimmed is what was typed without the blanks around it, which nobody means.
func trimmed(text string) string { return strings.TrimSpace(text) }

package action

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	listsHeight float32 = 300
	// listsWidth is the least width of a list beside another.
	listsWidth float32 = 300
	nothingYet         = "Nothing is changed yet"
)

// choice is a role, a product or a group that a user has or could have.
type choice struct {
	// thing names what it is: two choices of the same thing are the same role.
	thing string
	// name and note are what a person reads.
	name, note string
	// fixed says why it cannot be taken, or added; empty where it can.
	fixed string
	// left is how many units there are still, of a product.
	left int
	// taken says, of what the user has, why it cannot be added once more; empty where it can.
	taken string
	// write takes what the user has, or adds what they could have.
	write change.Write
}

// kind is what differs between roles, licenses and groups.
type kind struct {
	action change.Action
	// noun is what they are called in the plural: "roles".
	noun string
	held func(ctx context.Context) ([]choice, error)
	// all lists what could be added; find looks for it in Microsoft's own list, where that is too long to be read whole.
	all  func(ctx context.Context) ([]choice, error)
	find func(ctx context.Context, text string) ([]choice, error)
	// location says that adding needs a usage location.
	location bool
}

// manager is the form in which is chosen what a user gets and loses.
type manager struct {
	a       *Actions
	subject Subject
	kind    kind
	form    *form
	work    *uithread.Work

	held, offered    []choice
	heldKnown, found bool
	adding, removing []change.Write
	// lined are the writes that have a line of their own below what the user has: those of adding, and what was taken back
	// above one of them, so that no line moves under the pointer.
	lined              []change.Write
	place              *placeChooser
	left, right        *lines
	search             *widget.Entry
	status             *widget.Text
	searchRow          *fyne.Container
	added, removed     *widget.CutText
	apply              *widget.Button
	content            fyne.CanvasObject
	text               string
	searching, further bool
}

func (a *Actions) manage(s Subject, k kind) {
	m := &manager{a: a, subject: s, kind: k}
	m.build()
	m.openForm()
	m.show()
	m.read()
}

func (m *manager) openForm() {
	m.work = m.a.o.Work.Child()
	m.form = newForm(m.a.o.Host.Canvas(), change.Of(m.kind.action).Title, m.work.Cancel)
	m.searching, m.further = false, false
}

// read reads both lists.
func (m *manager) read() {
	m.readHeld()
	m.look(m.text)
}

func (m *manager) build() {
	m.left, m.right = newLines(), newLines()
	m.search = widget.NewEntry("Search "+m.kind.noun, "Search "+m.kind.noun)
	m.search.OnChanged = m.look
	m.status = widget.NewMuted("")
	m.added, m.removed = widget.NewCutText("", mutedText), widget.NewCutText("", mutedText)
	m.apply = widget.NewButton(widget.Primary, "Apply", "", m.ask)
	assigned := page.Column(page.Near, page.AtLeast(0, 32, page.Row(page.Near, widget.NewStrong("Assigned"))), page.AtLeast(0, listsHeight, m.left.content))
	m.searchRow = page.Row(page.Near, page.Fill(m.search), m.status)
	m.setStatus("")
	offered := page.Column(page.Near, m.searchRow, page.AtLeast(0, listsHeight, m.right.content))
	parts := page.Column(page.Gap, page.Fields(listsWidth, 2, fyne.NewSize(page.Apart, 0), assigned, offered))
	if m.kind.location && m.subject.User.UsageLocation == "" {
		m.place = newPlaceChooser(m.a.o.Host.Canvas(), m.draw)
		parts.Add(m.place.content)
	}
	parts.Add(page.Column(2, m.added, m.removed))
	m.content = parts
}

// show opens the form, or comes back to it with everything as it was left.
func (m *manager) show() {
	m.draw()
	m.form.show(view{
		head: widget.NewParagraph(Whom(m.subject.target()), manageWidth-2*formPad), body: m.content, width: manageWidth,
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Cancel", "", m.form.close), m.apply},
		focus:   m.search,
	})
}

// readHeld reads what the user has now.
func (m *manager) readHeld() {
	m.left.say(centred("Reading what the user has"))
	m.work.Do(func(ctx context.Context) func() {
		held, err := m.kind.held(ctx)
		return func() {
			if err != nil {
				m.left.say(m.trouble(err, m.readHeld))
				return
			}
			m.held, m.heldKnown = held, true
			m.draw()
		}
	})
}

// look finds what could be added. A letter that is typed while Microsoft searches makes one more search after it.
func (m *manager) look(text string) {
	m.text = text
	switch {
	case m.kind.all != nil && m.found:
		m.draw()
	case m.searching:
		m.further = true
	default:
		m.seek(text)
	}
}

func (m *manager) seek(text string) {
	m.searching = true
	m.setStatus("Searching")
	if !m.found {
		m.right.say(centred("Reading what could be added"))
	}
	m.work.Do(func(ctx context.Context) func() {
		found, err := m.request(ctx, text)
		return func() { m.sought(found, err) }
	})
}

// setStatus says beside the field what the search is at.
func (m *manager) setStatus(text string) {
	m.status.SetText(text)
	m.status.Hidden = text == ""
	m.searchRow.Refresh()
}

func (m *manager) request(ctx context.Context, text string) ([]choice, error) {
	if m.kind.all != nil {
		return m.kind.all(ctx)
	}
	return m.kind.find(ctx, text)
}

func (m *manager) sought(found []choice, err error) {
	m.searching = false
	m.setStatus("")
	if m.further {
		m.further = false
		if m.kind.all == nil {
			m.seek(m.text)
			return
		}
	}
	if err != nil {
		m.found = false
		m.right.say(m.trouble(err, func() { m.look(m.text) }))
		return
	}
	m.offered, m.found = found, true
	m.draw()
}

func (m *manager) trouble(err error, retry func()) fyne.CanvasObject {
	failure := m.a.o.Host.Explain(err)
	if failure.SignIn {
		retry = m.read // the form that is opened then has neither list
	}
	reopen := func() {
		m.openForm()
		m.show()
	}
	again := m.form.again(m.a.o.Host, failure, reopen, retry)
	return widget.NewErrorState(failure.Sentence(), again, func() { m.a.o.Host.Copy(failure.Details()) })
}

func (m *manager) take(list *[]change.Write, write change.Write) {
	if !has(*list, write) {
		*list = append(*list, write)
	}
	if list == &m.adding && !has(m.lined, write) {
		m.lined = append(m.lined, write)
	}
	m.draw()
}

func (m *manager) forget(list *[]change.Write, write change.Write) {
	*list = slices.DeleteFunc(slices.Clone(*list), func(other change.Write) bool { return same(other, write) })
	for last := len(m.lined) - 1; last >= 0 && !has(m.adding, m.lined[last]); last-- {
		m.lined = m.lined[:last]
	}
	m.draw()
}

func has(writes []change.Write, write change.Write) bool {
	return slices.ContainsFunc(writes, func(other change.Write) bool { return same(other, write) })
}

// same compares what is done to what. A role that is held twice, over different parts of the tenant, is two assignments.
func same(a, b change.Write) bool {
	return a.Kind == b.Kind && a.Subject == b.Subject && a.Detail[change.DetailAssignment] == b.Detail[change.DetailAssignment]
}

func matches(name, text string) bool {
	return strings.Contains(table.Fold(name), table.Fold(strings.TrimSpace(text)))
}

// ask goes on to the question, with everything that was chosen in one plan.
func (m *manager) ask() {
	intent := change.Intent{
		Action: m.kind.action, User: m.subject.User.Key, Writes: slices.Concat(m.removing, m.adding),
	}
	if m.place != nil && len(m.adding) > 0 {
		intent.UsageLocation = m.place.code
	}
	f := m.a.newFlow(change.Of(m.kind.action), m.subject.target())
	f.form, f.work = m.form, m.work
	f.reopen = func() {
		m.openForm()
		f.form, f.work = m.form, m.work
	}
	f.planner = func() planner { return m.a.planOf(intent) }
	f.back = func() {
		f.drop()
		m.show()
	}
	f.prepare()
}

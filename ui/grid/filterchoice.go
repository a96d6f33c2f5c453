package grid

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	choiceLine    = 28
	choiceGap     = 4
	choiceHeight  = 252
	choicesToFind = 9
)

// choiceEditor filters a Choice or State column by any number of its values.
type choiceEditor struct {
	p      *filterPopup
	all    []table.ChoiceCount
	shown  []table.ChoiceCount
	picked map[string]bool
	labels map[string]string
	before []string // the values of the filter as it was, in its order
	find   *widget.Entry
	// any keeps every row: it is ticked while no value is.
	any    *widget.Check
	list   *choiceList
	note   *widget.Text
	box    *fyne.Container
	closed bool
}

func newChoiceEditor(p *filterPopup, current table.Filter) *choiceEditor {
	e := &choiceEditor{p: p, picked: map[string]bool{}, labels: map[string]string{}, before: current.Any}
	for i, value := range current.Any {
		e.picked[value] = true
		if i < len(current.Labels) {
			e.labels[value] = current.Labels[i]
		}
	}
	e.find = widget.NewEntry("Find a value", "Find")
	e.find.OnChanged = func(string) { e.narrow() }
	e.find.OnSubmitted = func(string) { p.apply() }
	e.find.OnDown = func() { focusOn(e.list) }
	e.any = widget.NewCheck("All", len(e.picked) == 0, func(bool) { e.pickNone() })
	e.any.Hidden = p.column.Choices == nil
	e.note = widget.NewMuted("Reading the values")
	e.list = newChoiceList(e)
	scroll := widget.Sized(e.listSize, e.list)
	e.box = container.New(layout.NewCustomPaddedVBoxLayout(8), e.find, e.any, e.note, scroll)
	e.find.Hide()
	e.read()
	return e
}

// read asks the source for the values, or takes those that are known beforehand.
func (e *choiceEditor) read() {
	if e.p.column.Choices != nil {
		all := make([]table.ChoiceCount, len(e.p.column.Choices))
		for i, value := range e.p.column.Choices {
			all[i] = table.ChoiceCount{Value: value, Label: value, Rows: -1}
		}
		e.use(all, nil)
		return
	}
	query, source := e.p.g.Query(), e.p.g.o.Source
	e.p.g.load.work.Do(func(ctx context.Context) func() {
		choices, err := source.Choices(ctx, e.p.column.ID, query)
		return func() { e.use(choices, err) }
	})
}

func (e *choiceEditor) use(choices []table.ChoiceCount, err error) {
	if e.closed {
		return
	}
	if err != nil {
		e.note.SetText("The values could not be read. Close this and try again.")
		e.p.g.report(err)
		return
	}
	e.note.Hide()
	e.all = e.withPicked(choices)
	for _, choice := range e.all {
		e.labels[choice.Value] = labelOf(choice)
	}
	if len(e.all) >= choicesToFind {
		e.find.Show()
	}
	e.narrow()
	if e.list.focused && e.find.Visible() {
		focusOn(e.find)
	}
}

// withPicked adds the values that are picked and that no row has at present, so that they can be taken away. They come last,
// in the order of the filter that picked them.
func (e *choiceEditor) withPicked(choices []table.ChoiceCount) []table.ChoiceCount {
	all := slices.Clone(choices)
	for _, value := range e.before {
		if !slices.ContainsFunc(all, func(c table.ChoiceCount) bool { return c.Value == value }) {
			all = append(all, table.ChoiceCount{Value: value, Label: e.labels[value]})
		}
	}
	return all
}

func labelOf(choice table.ChoiceCount) string {
	switch {
	case choice.Label != "":
		return choice.Label
	case choice.Value == "":
		return "(empty)"
	}
	return choice.Value
}

// narrow shows the values that contain what is typed.
func (e *choiceEditor) narrow() {
	pattern := table.Compile(strings.TrimSpace(e.find.Text))
	e.shown = e.shown[:0]
	for _, choice := range e.all {
		if pattern.Everything() || pattern.Matches(labelOf(choice)) {
			e.shown = append(e.shown, choice)
		}
	}
	e.list.cursor = max(0, min(e.list.cursor, len(e.shown)-1))
	e.list.Refresh()
	e.box.Refresh()
	e.p.changed()
}

// toggle ticks or unticks a value.
func (e *choiceEditor) toggle(value string) {
	if e.picked[value] {
		delete(e.picked, value)
	} else {
		e.picked[value] = true
	}
	e.any.SetChecked(len(e.picked) == 0)
}

// pickNone unticks every value.
func (e *choiceEditor) pickNone() {
	clear(e.picked)
	e.any.SetChecked(true)
	e.list.Refresh()
}

func (e *choiceEditor) object() fyne.CanvasObject { return e.box }

func (e *choiceEditor) ready() bool { return true }

// focus is the field to search in where there is one, else the values.
func (e *choiceEditor) focus() fyne.Focusable {
	if e.find.Visible() {
		return e.find
	}
	return e.list
}

func (e *choiceEditor) escape() bool { return false }

func (e *choiceEditor) close() { e.closed = true }

// filter keeps the order in which the values are offered, so that the chip reads the same each time.
func (e *choiceEditor) filter() (table.Filter, bool) {
	filter := table.Filter{Column: e.p.column.ID}
	for _, choice := range e.all {
		if e.picked[choice.Value] {
			filter.Any = append(filter.Any, choice.Value)
			filter.Labels = append(filter.Labels, e.labels[choice.Value])
		}
	}
	return filter, true
}

// listSize is the height of the lines of values, up to a limit.
func (e *choiceEditor) listSize() fyne.Size {
	lines := float32(len(e.all)) * (choiceLine + choiceGap)
	return fyne.NewSize(filterWidth-2*filterPad, max(choiceLine, min(choiceHeight, lines)))
}

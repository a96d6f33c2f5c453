package grid

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	filterWidth = 280
	filterPad   = 14
)

// filterEditor is what a filter's popup holds, by the kind of the column.
type filterEditor interface {
	// object is what is shown.
	object() fyne.CanvasObject
	// filter returns what is chosen, or false where it cannot be applied yet; the editor then says why.
	filter() (table.Filter, bool)
	// focus is what gets the keyboard; nil is the popup itself.
	focus() fyne.Focusable
	// close ends what the editor began.
	close()
}

// OpenFilter opens the filter of a column under its title, as a click on the title's icon does.
func (g *Grid) OpenFilter(columnID string) {
	for _, t := range g.head.titles {
		if t.column.ID == columnID && t.column.Filterable() {
			g.openFilter(t.column, t.filter)
		}
	}
}

// openFilter opens the filter of a column under an object.
func (g *Grid) openFilter(column table.Column, under fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(under)
	if c == nil {
		return
	}
	current, _ := g.Filter(column.ID)
	current.Column = column.ID
	var popup *widget.Popup
	var editor filterEditor
	apply := func() {
		if filter, ok := editor.filter(); ok {
			popup.Close()
			g.SetFilter(filter)
		}
	}
	switch column.Kind {
	case table.Choice, table.State:
		editor = newChoiceEditor(g, column, current)
	case table.Time:
		editor = newTimeEditor(g, current, func() { popup.Refresh() })
	default:
		editor = newTextEditor(column, current, apply)
	}
	reset := func() {
		popup.Close()
		g.RemoveFilter(column.ID)
	}
	popup = widget.NewPopup(filterPlate(column.Title, editor, apply, reset), c)
	popup.OnEnter = apply
	popup.OnClose = editor.close
	popup.ShowUnder(under, alignsRight(under, c))
	if focus := editor.focus(); focus != nil {
		c.Focus(focus)
	}
}

func filterPlate(title string, editor filterEditor, apply, reset func()) fyne.CanvasObject {
	foot := container.New(layout.NewCustomPaddedHBoxLayout(8), layout.NewSpacer(),
		widget.NewButton(widget.Secondary, "Reset", "", reset),
		widget.NewButton(widget.Primary, "Apply", "", apply))
	body := container.New(layout.NewCustomPaddedVBoxLayout(10), widget.NewStrong("Filter "+title), editor.object(), foot)
	padded := container.New(layout.NewCustomPaddedLayout(filterPad, filterPad, filterPad, filterPad), body)
	return container.New(&leastWidth{filterWidth}, padded)
}

func alignsRight(object fyne.CanvasObject, c fyne.Canvas) bool {
	left := fyne.CurrentApp().Driver().AbsolutePositionForObject(object).X
	return left+filterWidth > c.Size().Width-16
}

// leastWidth makes its one object at least that wide.
type leastWidth struct{ width float32 }

func (l *leastWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	least.Width = max(least.Width, l.width)
	return least
}

func (l *leastWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// textEditor filters a Text column by a pattern.
type textEditor struct {
	column table.Column
	entry  *widget.Entry
	box    fyne.CanvasObject
}

func newTextEditor(column table.Column, current table.Filter, apply func()) *textEditor {
	e := &textEditor{column: column, entry: widget.NewEntry("Filter text", "contains")}
	e.entry.SetText(current.Text)
	e.entry.OnSubmitted = func(string) { apply() }
	hint := widget.NewSmall("% stands for any run, _ for any one character")
	e.box = container.New(layout.NewCustomPaddedVBoxLayout(6), e.entry, hint)
	return e
}

func (e *textEditor) object() fyne.CanvasObject { return e.box }
func (e *textEditor) focus() fyne.Focusable     { return e.entry }
func (e *textEditor) close()                    {}

func (e *textEditor) filter() (table.Filter, bool) {
	return table.Filter{Column: e.column.ID, Text: strings.TrimSpace(e.entry.Text)}, true
}

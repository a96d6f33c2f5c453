package grid

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	filterWidth = 280
	filterPad   = 14
	filterGap   = 10
)

// filterEditor is what a filter's popup holds, by the kind of the column.
type filterEditor interface {
	// object is what is shown.
	object() fyne.CanvasObject
	// filter returns what is chosen, or false where it cannot be applied yet; the editor then says why.
	filter() (table.Filter, bool)
	// ready says whether what is chosen can be applied.
	ready() bool
	// focus is what gets the keyboard; nil is the popup itself.
	focus() fyne.Focusable
	// escape closes what is open within the editor, and says whether something was.
	escape() (closed bool)
	// close ends what the editor began.
	close()
}

// filterPopup is the open filter of a column. It stays as it is while rows, columns and the window change below it.
type filterPopup struct {
	g      *Grid
	column table.Column
	editor filterEditor
	popup  *widget.Popup
	button *widget.Button
}

// OpenFirstFilter opens the filter of the first shown column that has one: where the keyboard's way to the filter leads.
func (g *Grid) OpenFirstFilter() {
	if i := slices.IndexFunc(g.head.titles, func(t *title) bool { return t.column.Filterable() }); i >= 0 {
		g.openFilter(g.head.titles[i].column, g.head.titles[i].filter)
	}
}

// openFilter opens the filter of a column under an object.
func (g *Grid) openFilter(column table.Column, under fyne.CanvasObject) {
	g.openFilterOn(column, under, paintTries)
}

// openFilterOn opens the filter once the object has been painted: before, it is on no canvas and has no place. A page that
// was opened just now, or a column that was shown just now, has not.
func (g *Grid) openFilterOn(column table.Column, under fyne.CanvasObject, tries int) {
	g.load.stopOpening()
	c := fyne.CurrentApp().Driver().CanvasForObject(under)
	switch {
	case g.load.work.Ended():
	case c != nil:
		newFilterPopup(g, column, c).show(under)
	case tries > 0:
		g.load.openSoon(paintPause, func() { g.openFilterOn(column, under, tries-1) })
	}
}

// What is painted at all is painted within a frame or a few.
const (
	paintPause = 20 * time.Millisecond
	paintTries = 100
)

func newFilterPopup(g *Grid, column table.Column, c fyne.Canvas) *filterPopup {
	p := &filterPopup{g: g, column: column}
	current, _ := g.Filter(column.ID)
	current.Column = column.ID
	p.button = widget.NewButton(widget.Primary, "Apply", "", p.apply)
	switch column.Kind {
	case table.Choice, table.State:
		p.editor = newChoiceEditor(p, current)
	case table.Time:
		p.editor = newTimeEditor(p, current)
	default:
		p.editor = newTextEditor(p, current)
	}
	p.popup = widget.NewPopup(p.content(), c)
	p.popup.OnEnter = p.apply
	p.popup.OnClose = p.closed
	p.popup.OnEscape = p.editor.escape
	return p
}

func (p *filterPopup) show(under fyne.CanvasObject) {
	p.g.closeFilter()
	p.g.filter = p
	c := fyne.CurrentApp().Driver().CanvasForObject(under)
	p.popup.ShowUnder(under, p.alignsRight(under, c))
	if focus := p.editor.focus(); focus != nil {
		c.Focus(focus)
	}
}

// apply puts the filter in force, where it is ready; otherwise the editor says what it lacks.
func (p *filterPopup) apply() {
	filter, ok := p.editor.filter()
	if !ok {
		p.changed()
		return
	}
	p.g.answering = p.popup.Close
	p.g.SetFilter(filter)
}

func (p *filterPopup) reset() {
	p.g.answering = p.popup.Close
	p.g.RemoveFilter(p.column.ID)
}

// changed is called when what is chosen, or the height of the editor, has changed.
func (p *filterPopup) changed() {
	if p.popup == nil {
		return
	}
	setOn(p.button, p.editor.ready())
	p.popup.Refresh()
}

func (p *filterPopup) closed() {
	p.editor.close()
	if p.g.filter == p {
		p.g.filter = nil
	}
}

// closeFilter closes the filter that is open, if one is.
func (g *Grid) closeFilter() {
	if g.filter != nil {
		g.filter.popup.Close()
	}
}

func (p *filterPopup) content() fyne.CanvasObject {
	foot := container.New(layout.NewCustomPaddedHBoxLayout(8), layout.NewSpacer(),
		widget.NewButton(widget.Secondary, "Reset", "", p.reset), p.button)
	title := widget.NewStrong("Filter " + p.column.Title)
	body := container.New(filterLayout{}, title, widget.Tall(p.editor.object()), foot)
	padded := container.New(layout.NewCustomPaddedLayout(filterPad, filterPad, filterPad, filterPad), body)
	return widget.Sized(func() fyne.Size { return padded.MinSize().Max(fyne.NewSize(filterWidth, 0)) }, padded)
}

// filterLayout stands title, editor and foot under each other. In a window that is too low for them the editor gets less.
type filterLayout struct{}

func (filterLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := fyne.NewSize(0, 2*filterGap)
	for _, object := range objects {
		size := object.MinSize()
		least = fyne.NewSize(max(least.Width, size.Width), least.Height+size.Height)
	}
	return least
}

func (filterLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room, y := size.Height-2*filterGap, float32(0)
	for _, object := range []fyne.CanvasObject{objects[0], objects[2]} {
		room -= object.MinSize().Height
	}
	for i, object := range objects {
		height := object.MinSize().Height
		if i == 1 {
			height = max(0, room)
		}
		object.Resize(fyne.NewSize(size.Width, height))
		object.Move(fyne.NewPos(0, y))
		y += height + filterGap
	}
}

func (p *filterPopup) alignsRight(object fyne.CanvasObject, c fyne.Canvas) bool {
	left := fyne.CurrentApp().Driver().AbsolutePositionForObject(object).X
	return left+p.popup.MinSize().Width > c.Size().Width-16
}

// textEditor filters a Text column by a pattern.
type textEditor struct {
	column table.Column
	entry  *widget.Entry
	box    fyne.CanvasObject
}

func newTextEditor(p *filterPopup, current table.Filter) *textEditor {
	e := &textEditor{column: p.column, entry: widget.NewEntry("Filter text", "contains")}
	e.entry.SetText(current.Text)
	e.entry.OnSubmitted = func(string) { p.apply() }
	hint := widget.NewParagraphIn(`% stands for any run, _ for any one character, \% and \_ for the signs themselves`,
		filterWidth-2*filterPad, widget.TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall})
	e.box = container.New(layout.NewCustomPaddedVBoxLayout(6), e.entry, hint)
	return e
}

func (e *textEditor) object() fyne.CanvasObject { return e.box }
func (e *textEditor) ready() bool               { return true }
func (e *textEditor) focus() fyne.Focusable     { return e.entry }
func (e *textEditor) escape() bool              { return false }
func (e *textEditor) close()                    {}

func (e *textEditor) filter() (table.Filter, bool) {
	return table.Filter{Column: e.column.ID, Text: strings.TrimSpace(e.entry.Text)}, true
}

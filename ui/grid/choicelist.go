package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// choiceList is the values of a choiceEditor: one stop of the Tab key, in which the arrows move and Space ticks.
type choiceList struct {
	fynewidget.List
	e       *choiceEditor
	cursor  int
	focused bool
}

var _ fyne.Focusable = (*choiceList)(nil)

func newChoiceList(e *choiceEditor) *choiceList {
	l := &choiceList{e: e}
	l.Length = func() int { return len(e.shown) }
	l.CreateItem = func() fyne.CanvasObject { return newChoiceRow(l) }
	l.UpdateItem = func(index fynewidget.ListItemID, object fyne.CanvasObject) { object.(*choiceRow).set(index) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel names the values.
func (l *choiceList) AccessibilityLabel() string { return "Values of " + l.e.p.column.Title }

// AccessibilityRole is a container.
func (l *choiceList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained marks the value that the keyboard is on.
func (l *choiceList) FocusGained() {
	l.focused = true
	l.moveTo(l.cursor)
}

// FocusLost takes the mark away.
func (l *choiceList) FocusLost() {
	l.focused = false
	l.RefreshItem(l.cursor)
}

// TypedRune does nothing.
func (l *choiceList) TypedRune(rune) {}

// TypedKey moves, ticks, applies and closes.
func (l *choiceList) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/(choiceLine+choiceGap))-1)
	switch e.Name {
	case fyne.KeyDown:
		l.moveTo(l.cursor + 1)
	case fyne.KeyUp:
		l.moveTo(l.cursor - 1)
	case fyne.KeyPageDown:
		l.moveTo(l.cursor + page)
	case fyne.KeyPageUp:
		l.moveTo(l.cursor - page)
	case fyne.KeyHome:
		l.moveTo(0)
	case fyne.KeyEnd:
		l.moveTo(len(l.e.shown) - 1)
	case fyne.KeySpace:
		l.toggle(l.cursor)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.e.p.apply()
	case fyne.KeyEscape:
		l.e.p.popup.Close()
	}
}

// moveTo puts the keyboard on a value, or on the nearest one there is.
func (l *choiceList) moveTo(index int) {
	before := l.cursor
	l.cursor = max(0, min(index, len(l.e.shown)-1))
	l.ScrollTo(l.cursor)
	l.RefreshItem(before)
	l.RefreshItem(l.cursor)
}

func (l *choiceList) toggle(index int) {
	if index < 0 || index >= len(l.e.shown) {
		return
	}
	l.e.toggle(l.e.shown[index].Value)
	l.RefreshItem(index)
}

// choiceRow is one value with its box. It hears the pointer; the keys belong to the list.
type choiceRow struct {
	fynewidget.BaseWidget
	list    *choiceList
	index   int
	hovered bool
	choice  table.ChoiceCount

	ring        *canvas.Rectangle
	mark        *widget.TickMark
	text, count *canvas.Text
	tooltip     *widget.Tooltip
	tip         string
}

var (
	_ fyne.Tappable     = (*choiceRow)(nil)
	_ desktop.Hoverable = (*choiceRow)(nil)
)

func newChoiceRow(l *choiceList) *choiceRow {
	r := &choiceRow{list: l, ring: canvas.NewRectangle(nil), mark: widget.NewTickMark()}
	r.text, r.count = canvas.NewText("", nil), canvas.NewText("", nil)
	r.ring.CornerRadius = 6
	r.tooltip = widget.NewTooltip(r)
	r.ExtendBaseWidget(r)
	return r
}

// set makes the row show a value of the list.
func (r *choiceRow) set(index int) {
	r.index, r.choice = index, r.list.e.shown[index]
	r.Refresh()
}

// AccessibilityLabel is the value.
func (r *choiceRow) AccessibilityLabel() string { return labelOf(r.choice) }

// AccessibilityRole is a button.
func (r *choiceRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped ticks the value, and leaves the keyboard on it.
func (r *choiceRow) Tapped(*fyne.PointEvent) {
	r.tooltip.Hide()
	r.list.moveTo(r.index)
	focusOn(r.list)
	r.list.toggle(r.index)
}

// MouseIn shows what is cut.
func (r *choiceRow) MouseIn(e *desktop.MouseEvent) {
	r.hovered = true
	r.tooltip.Show(e.AbsolutePosition, r.tip)
	r.Refresh()
}

// MouseMoved follows the pointer.
func (r *choiceRow) MouseMoved(e *desktop.MouseEvent) { r.tooltip.Show(e.AbsolutePosition, r.tip) }

// MouseOut goes back to rest.
func (r *choiceRow) MouseOut() {
	r.hovered = false
	r.tooltip.Hide()
	r.Refresh()
}

// MinSize is the height of a line; the list gives the width.
func (r *choiceRow) MinSize() fyne.Size { return fyne.NewSize(80, choiceLine) }

const choicePad = 9

func (r *choiceRow) place(size fyne.Size) {
	tick, ring := widget.Off, float32(0)
	if r.list.e.picked[r.choice.Value] {
		tick = widget.On
	}
	if r.list.focused && r.list.cursor == r.index {
		ring = 2
	}
	r.mark.Set(tick, r.hovered)
	r.mark.Move(fyne.NewPos(choicePad, (size.Height-widget.TickSide)/2))
	widget.Outline(r.ring, theme.ColorNameFocusRing, ring)
	r.ring.Resize(fyne.NewSize(max(0, size.Width-6), max(0, size.Height-2)))
	r.ring.Move(fyne.NewPos(3, 1))

	note := ""
	if r.choice.Rows >= 0 {
		note = table.Thousands(int64(r.choice.Rows))
	}
	height := widget.Size(fynetheme.SizeNameText)
	noteWidth := widget.Measure(note, height, false).Width
	left, label := float32(choicePad+widget.TickSide+8), labelOf(r.choice)
	shown := widget.Cut(label, size.Width-left-noteWidth-2*choicePad, height, false)
	r.tip = ""
	if shown != label || table.Suspicion(label) != "" {
		r.tip = label
	}
	place(r.text, shown, theme.ColorNameInk, fyne.NewPos(left, 0), size.Height)
	place(r.count, note, theme.ColorNameMuted, fyne.NewPos(size.Width-noteWidth-choicePad, 0), size.Height)
}

// place draws a text in a line of a height.
func place(text *canvas.Text, shown string, colour fyne.ThemeColorName, pos fyne.Position, height float32) {
	text.Text, text.Color, text.TextSize = widget.Isolate(shown), widget.Colour(colour), widget.Size(fynetheme.SizeNameText)
	least := text.MinSize()
	text.Resize(fyne.NewSize(least.Width, height))
	widget.MoveText(text, pos)
	text.Refresh()
}

func (r *choiceRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: r, Parts: widget.Fixed(r.ring, r.mark.Box, r.mark.Mark.Drawn, r.text, r.count), Place: r.place})
}

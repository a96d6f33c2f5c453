package grid

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	filterSide = 22
	arrowSide  = 12
	edgeWidth  = 9
)

// title is one column's title: a click sorts, dragging moves the column, its icon filters, its right edge resizes.
type title struct {
	widget.Press
	g          *Grid
	column     table.Column
	index      int
	place      int
	descending bool
	several    bool
	further    bool
	dragging   bool
	dragTo     int

	text   *canvas.Text
	second *canvas.Text // the second line
	nth    *canvas.Text
	arrow  *widget.Picture
	ring   *canvas.Rectangle
	filter *filterButton
	edge   *edge
}

var (
	_ fyne.Draggable    = (*title)(nil)
	_ fyne.Disableable  = (*title)(nil)
	_ desktop.Mouseable = (*title)(nil)
)

func newTitle(g *Grid, column table.Column) *title {
	t := &title{g: g, column: column}
	t.text, t.second, t.nth = canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil)
	t.text.TextStyle.Bold, t.second.TextStyle.Bold = true, true
	t.arrow = widget.NewPicture()
	t.ring = canvas.NewRectangle(nil)
	t.filter = newFilterButton(t)
	t.edge = newEdge(t)
	t.Extend(t, t.sort)
	return t
}

// AccessibilityLabel says what a press does.
func (t *title) AccessibilityLabel() string {
	if t.column.Sortable() {
		return "Sort by " + t.column.Title
	}
	return t.column.Title
}

// AccessibilityRole is a button.
func (t *title) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (t *title) sort() {
	if t.column.Sortable() {
		t.g.turnSort(t.column.ID, t.further)
	}
	t.further = false
}

// MouseDown remembers whether Shift is held, which a tap does not tell.
func (t *title) MouseDown(e *desktop.MouseEvent) {
	t.further = e.Modifier&fyne.KeyModifierShift != 0
}

// MouseUp does nothing.
func (t *title) MouseUp(*desktop.MouseEvent) {}

// MouseOut goes back to rest.
func (t *title) MouseOut() {
	t.Press.MouseOut()
	t.g.head.left()
}

// Disabled keeps the keyboard away from a title that neither sorts nor filters: it could do nothing there.
func (t *title) Disabled() bool { return !t.column.Sortable() && !t.column.Filterable() }

// Enable does nothing: what a title can do is up to its column. Fyne asks only what can be switched whether it is off.
func (t *title) Enable() {}

// Disable does nothing, as Enable.
func (t *title) Disable() {}

// Cursor is a hand where a click sorts.
func (t *title) Cursor() desktop.Cursor {
	if t.column.Sortable() {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// TypedKey opens the filter with the arrow down; Enter and Space sort, or open the filter where nothing sorts.
func (t *title) TypedKey(e *fyne.KeyEvent) {
	press := e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter || e.Name == fyne.KeySpace
	if t.column.Filterable() && (e.Name == fyne.KeyDown || press && !t.column.Sortable()) {
		t.filter.open()
		return
	}
	t.Press.TypedKey(e)
}

// Dragged moves the column: a line shows where it would go.
func (t *title) Dragged(e *fyne.DragEvent) {
	shape := t.g.shape
	x := shape.left(t.index) + e.Position.X
	t.dragging, t.dragTo = true, len(shape.spans)
	for i, span := range shape.spans {
		if x < shape.left(i)+span.width/2 {
			t.dragTo = i
			break
		}
	}
	t.g.head.showMark(t.dragTo)
}

// DragEnd drops the column where the line was.
func (t *title) DragEnd() {
	if !t.dragging {
		return
	}
	t.dragging = false
	t.g.head.hideMark()
	to := t.dragTo
	if to > t.index {
		to-- // the place counts without the column itself
	}
	if to != t.index {
		t.g.MoveColumn(t.column.ID, to)
	}
}

// setSort shows how the column takes part in the order, and at which place where several columns do.
func (t *title) setSort(place int, descending, several bool) {
	if t.place == place && t.descending == descending && t.several == several {
		return
	}
	t.place, t.descending, t.several = place, descending, several
	t.Refresh()
}

// Resize cuts the title anew.
func (t *title) Resize(size fyne.Size) {
	if size == t.Size() {
		return
	}
	t.BaseWidget.Resize(size)
	t.Refresh()
}

func (t *title) draw() {
	size := widget.Size(theme.SizeNameTableTitle)
	t.text.TextSize, t.second.TextSize, t.nth.TextSize = size, size, size-2
	t.text.Color, t.nth.Color = widget.Colour(theme.ColorNameNeutral), widget.Colour(theme.ColorNameMuted)
	if t.Hovered() && t.column.Sortable() {
		t.text.Color = widget.Colour(theme.ColorNameInk)
	}
	t.second.Color = t.text.Color
	t.fit()
	t.drawArrow()
	t.ring.CornerRadius = 4
	ring := float32(0)
	if t.Focused() {
		ring = 2
	}
	widget.Outline(t.ring, theme.ColorNameFocusRing, ring)
	t.text.Refresh()
	t.second.Refresh()
	t.nth.Refresh()
}

// fit writes what of the title there is room for, and says the whole on hover where that is not all.
func (t *title) fit() {
	lines := t.g.titleLines(t.column, t.Size().Width)
	t.text.Text, t.second.Text = lines[0], ""
	if len(lines) > 1 {
		t.second.Text = lines[1]
	}
	tip := ""
	if strings.Join(lines, " ") != t.column.Title {
		tip = t.column.Title
	}
	t.SetTip(tip)
}

func (t *title) drawArrow() {
	t.arrow.Drawn.Hidden = t.place == 0
	t.nth.Hidden = t.place == 0 || !t.several
	t.nth.Text = ""
	if t.place == 0 {
		return
	}
	name := icons.ArrowUp
	if t.descending {
		name = icons.ArrowDown
	}
	t.arrow.Set(name, theme.ColorNameNeutral)
	if t.several {
		t.nth.Text = strconv.Itoa(t.place)
	}
}

func (t *title) CreateRenderer() fyne.WidgetRenderer {
	parts := []fyne.CanvasObject{t.ring, t.text, t.second, t.arrow.Drawn, t.nth}
	if t.column.Filterable() {
		parts = append(parts, t.filter)
	}
	parts = append(parts, t.edge)
	return widget.NewRenderer(widget.Drawing{Of: t, Parts: widget.Fixed(parts...), Draw: t.draw, Place: t.layOut})
}

func (t *title) layOut(size fyne.Size) {
	t.ring.Move(fyne.NewPos(2, 3))
	t.ring.Resize(size.SubtractWidthHeight(4, 6))
	width := max(t.text.MinSize().Width, t.second.MinSize().Width)
	x := t.left(size, width)
	if t.second.Text == "" {
		t.layLine(t.text, x, width, size.Height/2)
	} else {
		t.layLine(t.text, x, width, (size.Height-titleLine)/2)
		t.layLine(t.second, x, width, (size.Height+titleLine)/2)
	}
	t.arrow.PutAt(fyne.NewPos(x+width+3, (size.Height-arrowSide)/2), arrowSide)
	nth := t.nth.MinSize()
	t.nth.Resize(nth)
	t.nth.Move(fyne.NewPos(x+width+3+arrowSide, (size.Height-nth.Height)/2))
	t.filter.Resize(fyne.NewSize(filterSide, size.Height))
	t.filter.Move(fyne.NewPos(size.Width-filterSide-6, 0))
	t.edge.Resize(fyne.NewSize(edgeWidth, size.Height))
	t.edge.Move(fyne.NewPos(size.Width-edgeWidth/2-1, 0))
}

// left is where a text of a width begins: numbers stand at the right, icons in the middle, and so do their titles.
func (t *title) left(size fyne.Size, width float32) float32 {
	switch {
	case t.g.alignsRight(t.index):
		x := size.Width - cellPad - width
		if t.place > 0 {
			x -= arrowSide + 2
		}
		return x
	case t.centred():
		return (size.Width - width) / 2
	}
	return cellPad
}

func (t *title) centred() bool { return t.column.Kind == table.Action && !t.g.hasText(t.index) }

// layLine puts a line of the title at x, with its middle at y.
func (t *title) layLine(line *canvas.Text, x, width, y float32) {
	least := line.MinSize()
	switch {
	case t.centred():
		x += (width - least.Width) / 2
	case t.g.alignsRight(t.index):
		x += width - least.Width
	}
	line.Resize(least)
	line.Move(fyne.NewPos(x, y-least.Height/2))
}

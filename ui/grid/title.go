package grid

import (
	"strconv"

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
	further    bool
	dragging   bool
	dragTo     int

	text   *canvas.Text
	nth    *canvas.Text
	arrow  *canvas.Image
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
	t.text, t.nth = canvas.NewText("", nil), canvas.NewText("", nil)
	t.text.TextStyle.Bold = true
	t.arrow = &canvas.Image{FillMode: canvas.ImageFillContain}
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

func (t *title) setSort(place int, descending bool) {
	if t.place == place && t.descending == descending {
		return
	}
	t.place, t.descending = place, descending
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
	t.text.TextSize, t.nth.TextSize = size, size-2
	t.text.Color, t.nth.Color = widget.Colour(theme.ColorNameNeutral), widget.Colour(theme.ColorNameMuted)
	if t.Hovered() && t.column.Sortable() {
		t.text.Color = widget.Colour(theme.ColorNameInk)
	}
	t.fit(size)
	t.drawArrow()
	t.ring.CornerRadius = 4
	ring := float32(0)
	if t.Focused() {
		ring = 2
	}
	widget.Outline(t.ring, theme.ColorNameFocusRing, ring)
	t.text.Refresh()
	t.nth.Refresh()
}

// fit chooses what of the title there is room for: the title, its short form, or the beginning of that.
func (t *title) fit(size float32) {
	room := t.room()
	text, tip := t.column.Title, ""
	if t.g.body.cutter.Cut(text, room, size, true) != text {
		tip = t.column.Title
		if t.column.ShortTitle != "" {
			text = t.column.ShortTitle
		}
	}
	if t.column.ShortTitle != "" && t.column.Kind == table.Action {
		text, tip = t.column.ShortTitle, t.column.Title
	}
	t.text.Text = t.g.body.cutter.Cut(text, room, size, true)
	t.SetTip(tip)
}

// room is how wide the text may be.
func (t *title) room() float32 {
	room := t.Size().Width - 2*cellPad
	if t.column.Kind == table.Action {
		room = t.Size().Width - 6
	}
	if t.column.Filterable() {
		room -= filterSide - 6
	}
	if t.place > 0 {
		room -= arrowSide + 2
	}
	return room
}

func (t *title) drawArrow() {
	t.arrow.Hidden = t.place == 0
	t.nth.Hidden = t.place == 0 || len(t.g.layout.Sort) < 2
	t.nth.Text = ""
	if t.place == 0 {
		return
	}
	name := icons.ArrowUp
	if t.descending {
		name = icons.ArrowDown
	}
	t.arrow.Resource = widget.IconResource(name, theme.ColorNameNeutral)
	t.arrow.Refresh()
	if len(t.g.layout.Sort) > 1 {
		t.nth.Text = strconv.Itoa(t.place)
	}
}

func (t *title) CreateRenderer() fyne.WidgetRenderer {
	parts := []fyne.CanvasObject{t.ring, t.text, t.arrow, t.nth}
	if t.column.Filterable() {
		parts = append(parts, t.filter)
	}
	parts = append(parts, t.edge)
	return widget.NewRenderer(widget.Drawing{Of: t, Parts: widget.Fixed(parts...), Draw: t.draw, Place: t.layOut})
}

func (t *title) layOut(size fyne.Size) {
	t.ring.Move(fyne.NewPos(2, 3))
	t.ring.Resize(size.SubtractWidthHeight(4, 6))
	text := t.text.MinSize()
	x := float32(cellPad)
	switch {
	case t.g.alignsRight(t.index):
		x = size.Width - cellPad - text.Width
		if t.place > 0 {
			x -= arrowSide + 2
		}
	case t.column.Kind == table.Action && !t.g.hasText(t.index):
		x = (size.Width - text.Width) / 2
	}
	t.text.Resize(text)
	t.text.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
	t.arrow.Resize(fyne.NewSquareSize(arrowSide))
	t.arrow.Move(fyne.NewPos(x+text.Width+3, (size.Height-arrowSide)/2))
	nth := t.nth.MinSize()
	t.nth.Resize(nth)
	t.nth.Move(fyne.NewPos(x+text.Width+3+arrowSide, (size.Height-nth.Height)/2))
	t.filter.Resize(fyne.NewSize(filterSide, size.Height))
	t.filter.Move(fyne.NewPos(size.Width-filterSide-6, 0))
	t.edge.Resize(fyne.NewSize(edgeWidth, size.Height))
	t.edge.Move(fyne.NewPos(size.Width-edgeWidth/2-1, 0))
}

package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// edge is the right edge of a title: dragging it resizes the column, a double click fits it to what is on the page.
type edge struct {
	fynewidget.BaseWidget
	title    *title
	line     *canvas.Rectangle
	dragging bool
	width    float32
}

var (
	_ fyne.Draggable         = (*edge)(nil)
	_ fyne.DoubleTappable    = (*edge)(nil)
	_ desktop.Cursorable     = (*edge)(nil)
	_ desktop.Hoverable      = (*edge)(nil)
	_ fyne.SecondaryTappable = (*edge)(nil)
)

func newEdge(t *title) *edge {
	e := &edge{title: t, line: canvas.NewRectangle(nil)}
	e.line.Hide()
	e.ExtendBaseWidget(e)
	return e
}

// AccessibilityLabel says what it does.
func (e *edge) AccessibilityLabel() string { return "Resize " + e.title.column.Title }

// AccessibilityRole is a button.
func (e *edge) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Cursor says that it can be dragged sideways.
func (e *edge) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn shows the edge.
func (e *edge) MouseIn(*desktop.MouseEvent) {
	e.line.FillColor = widget.Colour(theme.ColorNameAccent)
	e.line.Show()
	e.line.Refresh()
}

// MouseMoved does nothing.
func (e *edge) MouseMoved(*desktop.MouseEvent) {}

// MouseOut hides the edge.
func (e *edge) MouseOut() {
	e.line.Hide()
	e.title.g.head.left()
}

// Dragged changes the width with the pointer.
func (e *edge) Dragged(event *fyne.DragEvent) {
	g := e.title.g
	if !e.dragging {
		e.dragging = true
		g.freezeWidths()
		e.width = g.shape.spans[e.title.index].width
	}
	e.width += event.Dragged.DX
	g.layout = g.layout.Resize(e.title.column.ID, e.width)
	g.arrange()
}

// DragEnd keeps the width.
func (e *edge) DragEnd() {
	e.dragging = false
	e.title.g.saver.changed()
}

// DoubleTapped fits the column to its title and the rows of the page.
func (e *edge) DoubleTapped(*fyne.PointEvent) {
	g := e.title.g
	g.freezeWidths()
	g.SetColumnWidth(e.title.column.ID, g.fittingWidth(e.title.index))
}

// TappedSecondary keeps the title's menu away from the edge.
func (e *edge) TappedSecondary(*fyne.PointEvent) {}

func (e *edge) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: e, Parts: widget.Fixed(e.line), Place: e.place})
}

func (e *edge) place(size fyne.Size) {
	e.line.Resize(fyne.NewSize(2, size.Height-12))
	e.line.Move(fyne.NewPos(size.Width/2-1, 6))
}

const maxFittingWidth = 640

// fittingWidth returns the width at which nothing in a column of the page is cut.
func (g *Grid) fittingWidth(index int) float32 {
	span := g.shape.spans[index]
	width := widget.Measure(span.Title, widget.Size(theme.SizeNameTableTitle), true).Width + filterSide + arrowSide
	for _, row := range g.rows {
		width = max(width, g.cellWidth(span.Placed, row))
	}
	return min(width+2*cellPad+2, maxFittingWidth)
}

func (g *Grid) cellWidth(column table.Placed, row table.Row) float32 {
	if column.Model >= len(row.Cells) {
		return 0
	}
	cell := row.Cells[column.Model]
	look := lookOf(column.Column, cell)
	cell.Short = ""
	width := widget.Measure(g.o.Printer.Text(column.Kind, cell), look.size, look.bold).Width
	if look.pill {
		width += 2 * widget.PillPad
	}
	if cell.Note != "" {
		width += noteGap + widget.Measure(cell.Note, look.size, false).Width
	}
	return width
}

// filterButton is the icon in a title that opens the filter.
type filterButton struct {
	widget.Press
	title *title
	on    bool
	ring  *canvas.Rectangle
	image *widget.Picture
}

func newFilterButton(t *title) *filterButton {
	b := &filterButton{title: t, ring: canvas.NewRectangle(nil), image: widget.NewPicture()}
	b.Extend(b, b.open)
	return b
}

// AccessibilityLabel says what a press does.
func (b *filterButton) AccessibilityLabel() string { return "Filter " + b.title.column.Title }

// AccessibilityRole is a button.
func (b *filterButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MouseOut goes back to rest.
func (b *filterButton) MouseOut() {
	b.Press.MouseOut()
	b.title.g.head.left()
}

func (b *filterButton) open() { b.title.g.openFilter(b.title.column, b) }

func (b *filterButton) setOn(on bool) {
	if b.on == on {
		return
	}
	b.on = on
	b.Refresh()
}

func (b *filterButton) draw() {
	name, colour := icons.Filter, theme.ColorNameFaint
	if b.on {
		name, colour = icons.FilterActive, theme.ColorNameAccent
	}
	if b.Hovered() && !b.on {
		colour = theme.ColorNameInk
	}
	b.image.Set(name, colour)
	ring := float32(0)
	if b.Focused() {
		ring = 2
	}
	b.ring.CornerRadius = 4
	widget.Outline(b.ring, theme.ColorNameFocusRing, ring)
}

func (b *filterButton) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: b, Parts: widget.Fixed(b.ring, b.image.Drawn), Draw: b.draw, Place: b.place})
}

func (b *filterButton) place(size fyne.Size) {
	b.ring.Resize(fyne.NewSize(size.Width, filterSide))
	b.ring.Move(fyne.NewPos(0, (size.Height-filterSide)/2))
	b.image.PutAt(fyne.NewPos((size.Width-14)/2, (size.Height-14)/2), 14)
}

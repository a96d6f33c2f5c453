package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

var (
	_ fyne.Tappable          = (*body)(nil)
	_ fyne.SecondaryTappable = (*body)(nil)
	_ fyne.Scrollable        = (*body)(nil)
	_ desktop.Mouseable      = (*body)(nil)
	_ desktop.Hoverable      = (*body)(nil)
	_ desktop.Cursorable     = (*body)(nil)
)

// Tapped puts the keyboard on a row, and ticks or opens it. Beside the rows it does nothing.
func (b *body) Tapped(e *fyne.PointEvent) {
	index, column := b.rowAt(e.Position.Y), b.g.shape.at(e.Position.X)
	ranged := b.shift
	b.shift = false
	if index == nowhere {
		return
	}
	b.pointTo(index)
	switch {
	case column == ticksColumn:
		b.g.tickAt(index, ranged)
	case column != nowhere:
		b.act(index, column)
	}
}

// pointTo makes a row the one that the keyboard is on.
func (b *body) pointTo(index int) {
	b.g.cursor = index
	b.takeFocus()
	b.showRing()
}

// act does what a click on a link or an icon does.
func (b *body) act(index, column int) {
	c, key := b.cellAt(index, column), b.g.keys[index]
	switch {
	case c == nil || !c.acts():
	case c.span.Fixed && b.g.o.OnOpen != nil:
		uithread.Guarded(func() { b.g.o.OnOpen(key) })
	case b.g.o.OnCell != nil:
		uithread.Guarded(func() { b.g.o.OnCell(key, c.span.ID) })
	}
}

// cellAt returns the cell that draws a column of a row, or nil where the row is not seen.
func (b *body) cellAt(index, column int) *cell {
	if index < 0 || column < 0 || len(b.slots) == 0 {
		return nil
	}
	slot := b.slots[index%len(b.slots)]
	if slot.index != index || column >= len(slot.cells) {
		return nil
	}
	return slot.cells[column]
}

// TappedSecondary tells the page which cell was meant.
func (b *body) TappedSecondary(e *fyne.PointEvent) {
	index, column := b.rowAt(e.Position.Y), b.g.shape.at(e.Position.X)
	if index == nowhere || b.g.o.OnSecondary == nil {
		return
	}
	b.pointTo(index)
	b.tooltip.Hide()
	uithread.Guarded(func() { b.g.o.OnSecondary(b.g.keys[index], b.columnID(column), e.AbsolutePosition) })
}

func (b *body) columnID(column int) string {
	if column < 0 || column >= len(b.g.shape.spans) {
		return ""
	}
	return b.g.shape.spans[column].ID
}

// MouseDown remembers Shift for the tap that follows, and hears the middle button.
func (b *body) MouseDown(e *desktop.MouseEvent) {
	b.shift = e.Modifier&fyne.KeyModifierShift != 0
	b.tooltip.Hide()
	if e.Button != desktop.MouseButtonTertiary || b.g.o.OnMiddle == nil {
		return
	}
	index, column := b.rowAt(e.Position.Y), b.g.shape.at(e.Position.X)
	if c := b.cellAt(index, column); c != nil && c.acts() {
		uithread.Guarded(func() { b.g.o.OnMiddle(b.g.keys[index], c.span.ID) })
	}
}

// MouseUp does nothing.
func (b *body) MouseUp(*desktop.MouseEvent) {}

// MouseIn starts to follow the pointer.
func (b *body) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved washes the row under the pointer and shows what its cell has to say.
func (b *body) MouseMoved(e *desktop.MouseEvent) {
	b.pointer, b.inside = e.Position, true
	b.hoverAt(e.Position, e.AbsolutePosition)
}

// MouseOut takes the wash away.
func (b *body) MouseOut() {
	b.inside = false
	b.letGo()
	b.setHover(nowhere, nowhere)
	b.tooltip.Hide()
}

func (b *body) hoverAt(pos, absolute fyne.Position) {
	index, column := b.rowAt(pos.Y), b.g.shape.at(pos.X)
	b.setHover(index, column)
	if c := b.cellAt(index, column); c != nil {
		b.tooltip.Show(absolute, c.tip())
		return
	}
	b.tooltip.Hide()
}

// hoverAgain is called when rows moved under a pointer that did not.
func (b *body) hoverAgain() {
	if !b.inside {
		return
	}
	b.tooltip.Hide()
	b.setHover(b.rowAt(b.pointer.Y), b.g.shape.at(b.pointer.X))
}

func (b *body) setHover(index, column int) {
	if b.hoverRow == index && b.hoverColumn == column {
		return
	}
	old := b.hoverRow
	b.hoverRow, b.hoverColumn = index, column
	b.hovered(old)
	if old != index {
		b.hovered(index)
	}
}

func (b *body) hovered(index int) {
	if index < 0 || len(b.slots) == 0 {
		return
	}
	if slot := b.slots[index%len(b.slots)]; slot.index == index {
		slot.hovered()
	}
}

// Cursor is a hand over what a click acts on.
func (b *body) Cursor() desktop.Cursor {
	if c := b.cellAt(b.hoverRow, b.hoverColumn); c != nil && c.acts() {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Scrolled moves rows and columns with the wheel.
func (b *body) Scrolled(e *fyne.ScrollEvent) {
	b.pointer = e.Position
	if e.Scrolled.DX != 0 {
		b.scrollAcross(b.g.shape.offset - e.Scrolled.DX)
	}
	if e.Scrolled.DY != 0 {
		b.scrollTo(b.offset - e.Scrolled.DY)
	}
}

func (b *body) takeFocus() { focusOn(b) }

// focusOn gives a widget the keyboard, if it is on a canvas.
func focusOn(object interface {
	fyne.CanvasObject
	fyne.Focusable
},
) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(object); c != nil {
		c.Focus(object)
	}
}

// CellText returns what a cell of a shown row says in full, for a menu that copies it: no spreadsheet runs it.
func (g *Grid) CellText(key, columnID string) string {
	column := table.Index(g.columns, columnID)
	for _, row := range g.rows {
		if row.Key == key && column >= 0 && column < len(row.Cells) {
			return table.AsValue(g.o.Printer.Export(g.columns[column], row.Cells[column]))
		}
	}
	return ""
}

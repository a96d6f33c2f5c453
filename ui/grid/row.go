package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// row is one slot of the body. It draws what it is told and hears nothing. It is no widget: with every turn of the wheel
// and every movement of the pointer Fyne walks all that is seen, and looks up for each widget how it is drawn.
type row struct {
	b       *body
	box     *fyne.Container
	index   int
	version int
	shaped  int
	// scrolled says that columns lie under those that stay, marked that the row has a face of its own.
	scrolled, marked bool
	// changed says that a text shows something else, and was not drawn yet.
	changed bool
	data    table.Row

	// face is drawn where a row is not as the others; line is between the row and the next one.
	face, line, cover, seam *canvas.Rectangle
	tick                    *tickCell
	cells                   []*cell
}

func newRow(b *body) *row {
	r := &row{b: b, index: nowhere, version: -1, shaped: -1}
	r.face, r.cover = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	r.line, r.seam = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	r.tick = newTickCell(r)
	r.box = container.New(asPlaced{})
	r.box.Hide()
	return r
}

// leave hides a slot that no row needs.
func (r *row) leave() {
	if r.index == nowhere && r.box.Hidden {
		return
	}
	r.index = nowhere
	r.box.Hide()
}

// show makes the slot draw a row.
func (r *row) show(index int) {
	shape := r.b.g.shape
	if r.shaped != shape.version {
		r.layOut(shape)
	}
	if r.index != index || r.version != r.b.version {
		r.index, r.version = index, r.b.version
		r.data = r.b.g.rows[index]
		r.fill(shape)
	}
	if r.box.Hidden {
		r.box.Show()
		r.line.Refresh() // a container that is shown again is not painted for that
	}
}

// layOut gives the cells their places. Cells are made where columns were added.
func (r *row) layOut(shape *shape) {
	r.shaped = shape.version
	r.version = -1
	height := r.b.rowHeight()
	full := shape.viewport + gutter
	r.box.Resize(fyne.NewSize(full, height))
	r.scrolled = shape.offset != 0
	r.haveCells(shape)
	for i, c := range r.cells {
		c.place(shape.left(i), shape.spans[i].width, height)
	}
	r.tick.place(fyne.NewSize(ticksWidth, height))
	r.face.Resize(fyne.NewSize(full, height-1))
	r.line.Resize(fyne.NewSize(full, 1))
	r.line.Move(fyne.NewPos(0, height-1))
	r.cover.Resize(fyne.NewSize(shape.held, height-1))
	r.seam.Resize(fyne.NewSize(1, height))
	r.seam.Move(fyne.NewPos(shape.held-1, 0))
}

func (r *row) haveCells(shape *shape) {
	for i, span := range shape.spans {
		if i == len(r.cells) {
			r.cells = append(r.cells, newCell(r))
		}
		r.cells[i].use(span)
	}
	r.cells = r.cells[:len(shape.spans)]
	r.gather()
}

// gather lists what is drawn, in the order of drawing: columns that scroll, a cover, columns that stay.
func (r *row) gather() {
	objects := r.box.Objects[:0]
	if r.marked {
		objects = append(objects, r.face)
	}
	objects = append(objects, r.line)
	for _, c := range r.cells {
		if !c.span.held {
			objects = c.appendTo(objects)
		}
	}
	if r.scrolled {
		objects = append(objects, r.cover)
	}
	for _, c := range r.cells {
		if c.span.held {
			objects = c.appendTo(objects)
		}
	}
	if !r.b.g.o.NoTicks {
		objects = append(objects, r.tick, r.tick.mark.Box)
		if r.tick.on {
			objects = append(objects, r.tick.mark.Mark.Drawn)
		}
	}
	if r.scrolled {
		objects = append(objects, r.seam)
	}
	r.box.Objects = objects
}

// fill gives the cells the row's content.
func (r *row) fill(shape *shape) {
	for i, span := range shape.spans {
		data := table.Cell{}
		if span.Model < len(r.data.Cells) {
			data = r.data.Cells[span.Model]
		}
		r.cells[i].set(data)
	}
	r.drawFace()
	setFill(r.line, r.b.colour(theme.ColorNameFaintLine))
	setFill(r.seam, r.b.colour(theme.ColorNameLine))
	if r.changed {
		r.changed = false
		r.line.Refresh()
	}
	r.tick.set(r.b.g.selection.Has(r.data.Key), r.ticksHovered())
}

// drawFace colours the row by what it is: ticked, under the pointer, or neither, which is the colour of what it lies on.
func (r *row) drawFace() {
	name := theme.ColorNamePanel
	switch {
	case r.index == nowhere:
	case r.b.g.selection.Has(r.data.Key):
		name = theme.ColorNameRowSelected
	case r.index == r.b.hoverRow:
		name = theme.ColorNameRowHover
	}
	if marked := name != theme.ColorNamePanel; marked != r.marked {
		r.marked = marked
		r.gather()
		r.line.Refresh()
	}
	setFill(r.face, r.b.colour(name))
	setFill(r.cover, r.b.colour(name))
}

func (r *row) ticksHovered() bool {
	return r.index == r.b.hoverRow && r.b.hoverColumn == ticksColumn
}

// hovered is called when the pointer came or went.
func (r *row) hovered() {
	if r.index == nowhere {
		return
	}
	r.drawFace()
	r.tick.set(r.b.g.selection.Has(r.data.Key), r.ticksHovered())
	for i, c := range r.cells {
		c.setHovered(r.index == r.b.hoverRow && i == r.b.hoverColumn)
	}
}

// name is what the row is called: the text of its fixed column, or else of its first one.
func (r *row) name() string {
	name := r.data.Key
	for i := min(len(r.cells), len(r.b.g.shape.spans)) - 1; i >= 0; i-- {
		span := r.b.g.shape.spans[i]
		if span.Fixed {
			return r.cells[i].data.Text
		}
		if span.Kind != table.Action {
			name = r.cells[i].data.Text
		}
	}
	return name
}

// asPlaced leaves the objects of a row where they are, and asks none of them how large it is at least.
type asPlaced struct{}

// MinSize is nothing.
func (asPlaced) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout does nothing.
func (asPlaced) Layout([]fyne.CanvasObject, fyne.Size) {}

func setFill(r *canvas.Rectangle, c color.Color) {
	if r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}

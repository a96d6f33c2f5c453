package grid

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// header is the row of titles.
type header struct {
	fynewidget.BaseWidget
	g      *Grid
	face   *canvas.Rectangle
	cover  *canvas.Rectangle // under the titles that do not scroll
	line   *canvas.Rectangle
	mark   *canvas.Rectangle // where a dragged title would go
	titles []*title
	ticks  *ticksTitle
	inner  *fyne.Container
	clip   *container.Clip
	laid   int
	// waits is what moves the table once the pointer is on no title; nil for nothing.
	waits func()
}

func newHeader(g *Grid) *header {
	h := &header{g: g, laid: -1}
	h.face, h.cover = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	h.line, h.mark = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	h.mark.Hide()
	h.ticks = newTicksTitle(g)
	h.inner = container.NewWithoutLayout()
	h.clip = container.NewClip(h.inner)
	h.ExtendBaseWidget(h)
	return h
}

// rebuild makes the titles of the shown columns. One that was there already is used again, so that a drag in it goes on.
func (h *header) rebuild() {
	known := map[string]*title{}
	for _, t := range h.titles {
		known[t.column.ID] = t
	}
	h.titles = h.titles[:0:0]
	objects := []fyne.CanvasObject{}
	var held []fyne.CanvasObject
	for i, span := range h.g.shape.spans {
		t := known[span.ID]
		if t == nil {
			t = newTitle(h.g, span.Column)
		}
		t.index = i
		h.titles = append(h.titles, t)
		if span.held {
			held = append(held, t)
		} else {
			objects = append(objects, t)
		}
	}
	objects = append(objects, h.cover)
	objects = append(objects, held...)
	if !h.g.o.NoTicks {
		objects = append(objects, h.ticks)
	}
	h.inner.Objects = append(objects, h.mark)
	h.showFilters()
	h.showSort()
	h.layOut()
}

// layOut puts the titles where the shape says.
func (h *header) layOut() {
	shape, height := h.g.shape, h.g.titleHeight()
	if h.laid == shape.version {
		return
	}
	h.laid = shape.version
	for i, t := range h.titles {
		t.Move(fyne.NewPos(shape.left(i), 0))
		t.Resize(fyne.NewSize(shape.spans[i].width, height-1))
	}
	h.ticks.Resize(fyne.NewSize(ticksWidth, height-1))
	h.cover.Resize(fyne.NewSize(shape.held, height-1))
	h.mark.Resize(fyne.NewSize(2, height-8))
}

func (h *header) showFilters() {
	for _, t := range h.titles {
		t.filter.setOn(h.g.filtered(t.column.ID))
	}
}

func (h *header) showSort() {
	keys := h.g.shownSort()
	for _, t := range h.titles {
		at := slices.IndexFunc(keys, func(key table.SortKey) bool { return key.Column == t.column.ID })
		t.setSort(at+1, at >= 0 && keys[at].Descending, len(keys) > 1)
	}
}

func (h *header) showTicks() { h.ticks.show() }

// showMark shows where a dragged title would go: before the column of that place, after the last one.
func (h *header) showMark(to int) {
	shape := h.g.shape
	x := shape.held
	switch {
	case to < len(shape.spans):
		x = shape.left(to)
	case len(shape.spans) > 0:
		last := len(shape.spans) - 1
		x = shape.left(last) + shape.spans[last].width
	}
	h.mark.FillColor = widget.Colour(theme.ColorNameAccent)
	h.mark.Move(fyne.NewPos(x-1, 4))
	h.mark.Show()
	h.mark.Refresh()
}

func (h *header) hideMark() { h.mark.Hide() }

// follow stands the titles as the rows do: numbers have theirs at the right, and the box shows what is ticked.
func (h *header) follow() {
	for _, t := range h.titles {
		t.layOut(t.Size())
	}
	h.showTicks()
}

// Refresh draws in the theme's present colours.
func (h *header) Refresh() {
	h.laid = -1
	h.layOut()
	for _, t := range h.titles {
		t.Refresh()
	}
	h.ticks.Refresh()
	h.BaseWidget.Refresh()
}

// MinSize is the height of the titles; the header takes the width it is given.
func (h *header) MinSize() fyne.Size { return fyne.NewSize(0, h.g.titleHeight()) }

func (h *header) draw() {
	corner := widget.Size(theme.SizeNamePanelCorner) - 1
	h.face.TopLeftCornerRadius, h.face.TopRightCornerRadius = corner, corner
	h.cover.TopLeftCornerRadius = corner
	h.face.FillColor = widget.Colour(theme.ColorNameTableHeader)
	h.cover.FillColor = widget.Colour(theme.ColorNameTableHeader)
	h.line.FillColor = widget.Colour(theme.ColorNameLine)
	for _, r := range []*canvas.Rectangle{h.face, h.cover, h.line} {
		r.Refresh()
	}
}

func (h *header) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: h, Parts: widget.Fixed(h.face, h.clip, h.line), Draw: h.draw, Place: h.place})
}

func (h *header) place(size fyne.Size) {
	h.face.Resize(size)
	h.clip.Resize(size)
	h.line.Resize(fyne.NewSize(size.Width, 1))
	h.line.Move(fyne.NewPos(0, size.Height-1))
	h.layOut()
}

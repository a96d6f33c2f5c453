package grid

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// body shows the rows that are seen. It is the one that hears pointer and keys; the rows only draw.
//
// A row that scrolls out at one end is used again at the other: the row of index i is always drawn by slot i modulo the
// number of slots, so that scrolling by one row gives one slot another content, and moves what holds them all.
type body struct {
	fynewidget.BaseWidget
	g      *Grid
	cutter *widget.Cutter
	offset float32
	// above and below are how far the rows may be scrolled beyond their ends, to stay under a pointer.
	above, below float32
	// version changes when what rows show may have changed, paint when the theme's colours may have.
	version, paint int
	// colours are those that rows have asked the theme for, which looks each of them up.
	colours map[fyne.ThemeColorName]color.Color

	slots  []*row
	inner  *fyne.Container
	clip   *container.Clip
	ring   *canvas.Rectangle
	down   *scrollBar
	across *scrollBar
	state  fyne.CanvasObject
	// strip is how much of the lower end an error takes while there are rows.
	strip   float32
	tooltip *widget.Tooltip

	hoverRow, hoverColumn int
	pointer               fyne.Position
	inside                bool
	focused, shift        bool
}

func newBody(g *Grid) *body {
	b := &body{g: g, cutter: widget.NewCutter(), colours: map[fyne.ThemeColorName]color.Color{}, hoverRow: nowhere, hoverColumn: nowhere}
	b.inner = container.NewWithoutLayout()
	b.clip = container.NewClip(b.inner)
	b.ring = canvas.NewRectangle(nil)
	b.ring.Hide()
	b.down = newScrollBar(true, func(offset float32) { b.scrollTo(offset) })
	b.across = newScrollBar(false, func(offset float32) { b.scrollAcross(offset) })
	b.tooltip = widget.NewTooltip(b)
	b.ExtendBaseWidget(b)
	return b
}

func (b *body) rowHeight() float32 {
	if b.g.density == Relaxed {
		return widget.Size(theme.SizeNameRowRelaxed)
	}
	return widget.Size(theme.SizeNameRowCondensed)
}

// height is that of all rows, and of the bar across where it would cover the last one.
func (b *body) height() float32 {
	height := float32(len(b.g.rows)) * b.rowHeight()
	if b.g.shape.total > b.g.shape.viewport {
		height += scrollBarWidth
	}
	return height + b.strip
}

// colour is the theme's present colour of a name.
func (b *body) colour(name fyne.ThemeColorName) color.Color {
	known, ok := b.colours[name]
	if !ok {
		known = widget.Colour(name)
		b.colours[name] = known
	}
	return known
}

// rebuild is called when columns came, went or moved: rows lay themselves out again.
func (b *body) rebuild() { b.redraw() }

// redraw brings every row that is seen up to date. Cells that have not changed do nothing.
func (b *body) redraw() {
	b.version++
	b.layRows()
	b.showBars()
	b.hoverAgain()
}

// scrollTo changes how far the rows are scrolled.
func (b *body) scrollTo(offset float32) {
	b.above, b.below = 0, 0
	offset = b.within(offset)
	if offset == b.offset {
		return
	}
	b.offset = offset
	b.layRows()
	b.showBars()
	b.hoverAgain()
}

// within is the offset nearest to one that there is.
func (b *body) within(offset float32) float32 {
	last := max(0, b.height()-b.Size().Height)
	return max(-b.above, min(offset, last+b.below))
}

func (b *body) scrollAcross(offset float32) {
	if !b.g.shape.scroll(offset) {
		return
	}
	b.g.head.layOut()
	b.layRows()
	b.showBars()
	b.hoverAgain()
}

// layRows gives every row that is seen a slot.
func (b *body) layRows() {
	size, height := b.Size(), b.rowHeight()
	if size.Height <= 0 {
		return
	}
	b.haveSlots(int(size.Height/height) + 2)
	b.offset = b.within(b.offset)
	first := max(0, int(b.offset/height))
	for i := range b.slots {
		index := first + i
		slot := b.slots[index%len(b.slots)]
		if index >= len(b.g.rows) {
			slot.leave()
			continue
		}
		slot.show(index)
		slot.box.Move(fyne.NewPos(0, float32(index)*height))
	}
	b.inner.Move(fyne.NewPos(0, -b.offset))
	b.showRing()
}

// haveSlots makes as many slots as can be seen at once.
func (b *body) haveSlots(count int) {
	if len(b.slots) == count {
		return
	}
	for len(b.slots) < count {
		b.slots = append(b.slots, newRow(b))
	}
	b.slots = b.slots[:count]
	b.inner.Objects = b.inner.Objects[:0]
	for _, slot := range b.slots {
		slot.index = nowhere
		b.inner.Objects = append(b.inner.Objects, slot.box)
	}
	b.inner.Objects = append(b.inner.Objects, b.ring)
	b.inner.Refresh()
}

// keepCursor gives the keyboard another row in place of one that is gone: the one that took its place, if that is seen.
func (b *body) keepCursor(place int) {
	if !b.focused || b.g.cursor >= 0 || len(b.g.rows) == 0 {
		return
	}
	first := b.firstSeen()
	last := int((b.offset+b.Size().Height)/b.rowHeight()) - 1
	b.g.cursor = max(0, min(max(first, min(place, last)), len(b.g.rows)-1))
}

// firstSeen is the first row that is seen whole.
func (b *body) firstSeen() int { return int(math.Ceil(float64(b.offset / b.rowHeight()))) }

// showRing marks the row that the keyboard is on, also when a click put it there; without rows the place of them.
func (b *body) showRing() {
	at, height := b.g.cursor, b.rowHeight()
	if !b.focused || len(b.g.rows) > 0 && (at < 0 || at >= len(b.g.rows)) {
		if b.ring.Visible() {
			b.ring.Hide()
		}
		return
	}
	top, size := float32(at)*height, fyne.NewSize(b.Size().Width-2, height-1)
	if len(b.g.rows) == 0 {
		top, size.Height = 1, b.Size().Height-2
	}
	b.ring.CornerRadius = 4
	widget.Outline(b.ring, theme.ColorNameFocusRing, 2)
	b.ring.Move(fyne.NewPos(1, top))
	b.ring.Resize(size)
	b.ring.Show()
}

func (b *body) showBars() {
	size := b.Size()
	b.down.set(b.offset, size.Height, b.height())
	b.across.set(b.g.shape.offset, b.g.shape.viewport, b.g.shape.total)
}

// showState puts what has to be said over the rows, or takes it away.
func (b *body) showState() {
	before := b.state
	b.state = b.g.stateObject()
	if before != nil || b.state != nil {
		b.BaseWidget.Refresh()
	}
}

// show scrolls so that a row is seen.
func (b *body) show(index int) {
	height := b.rowHeight()
	top, bottom := float32(index)*height, float32(index+1)*height
	switch {
	case top < b.offset:
		b.scrollTo(top)
	case bottom > b.offset+b.Size().Height:
		b.scrollTo(bottom - b.Size().Height)
	}
}

// rowAt returns the index of the row at y, or nowhere.
func (b *body) rowAt(y float32) int {
	index := int((y + b.offset) / b.rowHeight())
	if y < 0 || y+b.offset < 0 || index >= len(b.g.rows) {
		return nowhere
	}
	return index
}

// Refresh draws in the theme's present colours.
func (b *body) Refresh() {
	b.version++
	b.paint++
	clear(b.colours)
	for _, slot := range b.slots {
		slot.tick.drawn = false
	}
	b.layRows()
	b.down.Refresh()
	b.across.Refresh()
	b.BaseWidget.Refresh()
}

func (b *body) CreateRenderer() fyne.WidgetRenderer {
	return &bodyRenderer{b: b, backing: canvas.NewRectangle(color.Transparent)}
}

// bodyRenderer draws rows, bars and what is said over them.
type bodyRenderer struct {
	b       *body
	backing *canvas.Rectangle // behind the strip
}

func (r *bodyRenderer) Destroy()           {}
func (r *bodyRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *bodyRenderer) Refresh()           { r.Layout(r.b.Size()); canvas.Refresh(r.b) }

func (r *bodyRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.b.clip, r.b.down, r.b.across}
	if r.b.state != nil {
		objects = append(objects, r.backing, r.b.state)
	}
	return objects
}

func (r *bodyRenderer) Layout(size fyne.Size) {
	b := r.b
	r.layState(size)
	b.clip.Resize(size)
	b.down.Resize(fyne.NewSize(scrollBarWidth, size.Height-b.strip))
	b.down.Move(fyne.NewPos(size.Width-scrollBarWidth, 0))
	b.across.Resize(fyne.NewSize(max(0, b.g.shape.viewport-b.g.shape.held), scrollBarWidth))
	b.across.Move(fyne.NewPos(b.g.shape.held, size.Height-scrollBarWidth-b.strip))
	b.layRows()
	b.showBars()
}

const stripMargin = 8

// layState puts the state in the middle. An error that leaves rows to be seen lies on a strip below them, and the rows can
// be scrolled above it.
func (r *bodyRenderer) layState(size fyne.Size) {
	b := r.b
	b.strip = 0
	r.backing.Hidden = b.state == nil || len(b.g.rows) == 0
	switch {
	case b.state == nil:
	case len(b.g.rows) == 0:
		b.state.Resize(size)
		b.state.Move(fyne.Position{})
	default:
		width := size.Width - 2*stripMargin
		b.state.Resize(fyne.NewSize(width, b.state.Size().Height))
		height := b.state.MinSize().Height
		b.strip = height + 2*stripMargin
		b.state.Resize(fyne.NewSize(width, height))
		b.state.Move(fyne.NewPos(stripMargin, size.Height-height-stripMargin))
		setFill(r.backing, widget.Colour(theme.ColorNamePanel))
		r.backing.Resize(fyne.NewSize(size.Width, b.strip))
		r.backing.Move(fyne.NewPos(0, size.Height-b.strip))
	}
}

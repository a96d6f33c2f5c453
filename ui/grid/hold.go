package grid

import (
	"slices"

	"fyne.io/fyne/v2"
)

// KeepPlace does something that may move the table, so that the next click does not hit something else: a row that is under
// the pointer stays where it is in the window, and while the pointer is on a title it waits.
func (g *Grid) KeepPlace(do func()) {
	if g.head.hovered() {
		g.head.waits = do
		return
	}
	offset, before := g.body.offset, g.body.top()
	do()
	if moved := g.body.top() - before; moved != 0 && g.body.inside {
		g.body.hold(offset + moved)
	}
}

// left does what waits for the pointer, unless that is on the next title by then.
func (h *header) left() {
	if h.waits == nil {
		return
	}
	h.g.load.work.Run(func() {
		if do := h.waits; do != nil && !h.hovered() {
			h.waits = nil
			h.g.KeepPlace(do)
		}
	})
}

// hovered says whether the pointer is on a title.
func (h *header) hovered() bool {
	return h.ticks.Hovered() || slices.ContainsFunc(h.titles, func(t *title) bool {
		return t.Hovered() || t.filter.Hovered() || t.edge.line.Visible()
	})
}

// top is where the rows begin in the window.
func (b *body) top() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(b).Y }

// hold scrolls to an offset, beyond the ends of the rows where it must.
func (b *body) hold(offset float32) {
	b.above, b.below = max(0, -offset), max(0, offset-max(0, b.height()-b.Size().Height))
	b.offset = offset
	b.layRows()
	b.showBars()
}

// letGo takes the rows back to their ends once the pointer has gone.
func (b *body) letGo() {
	if b.above == 0 && b.below == 0 {
		return
	}
	b.above, b.below = 0, 0
	b.layRows()
	b.showBars()
}

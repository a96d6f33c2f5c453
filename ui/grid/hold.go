package grid

import "fyne.io/fyne/v2"

// KeepRows does something that may move the table. A row that is under the pointer stays where it is in the window, so that
// the next click does not hit another.
func (g *Grid) KeepRows(do func()) {
	offset, before := g.body.offset, g.body.top()
	do()
	if moved := g.body.top() - before; moved != 0 && g.body.inside {
		g.body.hold(offset + moved)
	}
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

package main

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// paintCounter lies in the window, without a size, and counts how often Fyne paints: each time it asks everything that is
// shown for its least size, once.
type paintCounter struct {
	canvas.Rectangle
	count atomic.Int64
	// begun is called as a paint begins; optional.
	begun func()
}

// MinSize is nothing.
func (p *paintCounter) MinSize() fyne.Size {
	p.count.Add(1)
	if p.begun != nil {
		p.begun()
	}
	return fyne.Size{}
}

// countPaints puts a counter under the window's content.
func (t *tour) countPaints() *paintCounter {
	paints := &paintCounter{}
	onUI(func() {
		content := t.Window.Content()
		t.Window.SetContent(container.New(beside{content}, paints, content))
	})
	return paints
}

// notePaints has every paint noted until end is called.
func (t *tour) notePaints() (end func()) {
	paints := t.countPaints()
	onUI(func() { paints.begun = t.noted.paints })
	return func() { onUI(func() { paints.begun = nil }) }
}

// beside gives the content the whole place, and leaves the counter alone.
type beside struct{ content fyne.CanvasObject }

// MinSize is the content's.
func (b beside) MinSize([]fyne.CanvasObject) fyne.Size { return b.content.MinSize() }

// Layout gives the content the whole place.
func (b beside) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b.content.Resize(size)
	b.content.Move(fyne.Position{}) // as the window's own it stood below the menu bar
}

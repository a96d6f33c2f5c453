package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Bleed is how far what scrolls reaches over its place: a border on the edge would be cut otherwise, and the bar lie over it.
const Bleed float32 = 6

// Tall gives an object its place. Where that is lower than the object, all of it scrolls.
func Tall(object fyne.CanvasObject) *fyne.Container {
	padded := container.New(layout.NewCustomPaddedLayout(Bleed, Bleed, Bleed, Bleed), object)
	scroll := container.NewVScroll(padded)
	return container.New(&tallLayout{object: object, scroll: scroll}, scroll)
}

type tallLayout struct {
	object fyne.CanvasObject
	scroll *container.Scroll
	// room and height are the place and what stands in it as they were last.
	room   fyne.Size
	height float32
}

// Layout draws what scrolls anew only where it became another size: Fyne asks for a layout also while it paints, and what is drawn
// anew then has the window painted once more.
func (l *tallLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	// Paragraphs know their height only once they know their width.
	l.object.Resize(fyne.NewSize(size.Width, max(size.Height, l.object.Size().Height)))
	size = size.AddWidthHeight(2*Bleed, 2*Bleed)
	l.scroll.Resize(size)
	l.scroll.Move(fyne.NewPos(-Bleed, -Bleed))
	if height := l.object.MinSize().Height; l.room != size || l.height != height {
		l.room, l.height = size, height
		l.scroll.Refresh()
	}
}

// MinSize is the object's: what it stands in may give less.
func (l *tallLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.object.MinSize() }

package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Bleed is how far what scrolls reaches over its place: a border on the edge would be cut otherwise, and the bar touch it.
const Bleed float32 = 8

// Tall gives an object its place. Where that is lower than the object, all of it scrolls.
func Tall(object fyne.CanvasObject) *fyne.Container {
	padded := container.New(layout.NewCustomPaddedLayout(Bleed, Bleed, Bleed, Bleed), object)
	scroll := container.NewVScroll(padded)
	return container.New(&tallLayout{object: object, scroll: scroll}, scroll)
}

type tallLayout struct {
	object fyne.CanvasObject
	scroll *container.Scroll
	laid   tallLaid
}

// tallLaid is a place, how high what scrolls in it is, at least as high as the place, and who draws it: of what was hidden for a
// minute Fyne asks for a new renderer.
type tallLaid struct {
	room     fyne.Size
	height   float32
	renderer fyne.WidgetRenderer
}

// Layout draws what scrolls anew only where it became another size: Fyne asks for a layout also while it paints, and what is drawn
// anew then has the window painted once more.
func (l *tallLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	// Paragraphs know their height only once they know their width.
	l.object.Resize(fyne.NewSize(size.Width, max(size.Height, l.object.Size().Height)))
	size = size.AddWidthHeight(2*Bleed, 2*Bleed)
	l.scroll.Resize(size)
	l.scroll.Move(fyne.NewPos(-Bleed, -Bleed))
	laid := tallLaid{size, max(l.scroll.Content.MinSize().Height, size.Height), RendererOf(l.scroll)}
	if l.laid != laid {
		l.laid = laid
		l.scroll.Refresh()
	}
}

// MinSize is the object's: what it stands in may give less.
func (l *tallLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.object.MinSize() }

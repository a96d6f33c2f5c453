package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Sized lays objects over each other, the first one below. How much room they need at least, a function says.
func Sized(least func() fyne.Size, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&sizedLayout{least}, objects...)
}

type sizedLayout struct{ least func() fyne.Size }

func (l *sizedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

func (l *sizedLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.least() }

// inWidth gives an object a width, and takes the height from it.
func inWidth(width func() float32, object fyne.CanvasObject) fyne.CanvasObject {
	return Sized(func() fyne.Size {
		// Paragraphs know their height only once they know their width.
		object.Resize(fyne.NewSize(width(), object.Size().Height))
		return fyne.NewSize(width(), object.MinSize().Height)
	}, object)
}

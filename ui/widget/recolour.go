package widget

import (
	_ "unsafe" // for go:linkname

	"fyne.io/fyne/v2"
)

// RendererOf gives the renderer that Fyne drew a widget with. Fyne has no public way to what a widget consists of but its test
// package, which installs a test application when it is imported and so cannot be part of a program.
//
//go:linkname RendererOf fyne.io/fyne/v2/internal/cache.Renderer
func RendererOf(widget fyne.Widget) fyne.WidgetRenderer

// Recolour draws all of a window in the theme's present colours. Fyne's own way, which a change of its settings takes, also
// reads the fonts again, measures every text and lays everything out, and throws away how texts were drawn.
func Recolour(c fyne.Canvas) {
	recolour(c.Content())
	for _, overlay := range c.Overlays().List() {
		recolour(overlay)
	}
}

// recolour refreshes the widgets of an object, the innermost first: what they consist of has its colours from them.
func recolour(object fyne.CanvasObject) {
	switch object := object.(type) {
	case *fyne.Container:
		for _, child := range object.Objects {
			recolour(child)
		}
	case fyne.Widget:
		for _, child := range RendererOf(object).Objects() {
			recolour(child)
		}
		object.Refresh()
	}
}

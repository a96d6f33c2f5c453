package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Lay gives everything in a container its place anew, and has the window painted. Other than a Refresh it draws nothing anew
// that stayed as it was: a table would fill all its rows again, and Fyne make every icon again.
func Lay(c *fyne.Container) {
	layAll(c)
	canvas := fyne.CurrentApp().Driver().CanvasForObject(c)
	if painted, ok := canvas.(interface{ SetDirty() }); ok {
		painted.SetDirty()
	}
}

func layAll(c *fyne.Container) {
	if c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
	for _, object := range c.Objects {
		if scroll, ok := object.(*container.Scroll); ok {
			object = scroll.Content
		}
		if inner, ok := object.(*fyne.Container); ok {
			layAll(inner)
		}
	}
}

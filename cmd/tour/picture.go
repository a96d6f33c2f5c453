package main

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
)

// paintWithin is how long the window may take to paint what it shows.
const paintWithin = 300 * time.Millisecond

// picture saves what the window shows, once it has come to rest.
func (t *tour) picture(name string) error {
	if err := t.settled(); err != nil {
		return err
	}
	<-time.After(paintWithin)
	path := filepath.Join(t.dir, name+".png")
	var shown image.Image
	onUI(func() { shown = t.Window.Canvas().Capture() }) // a context of OpenGL belongs to one goroutine
	if isBlank(shown) {
		return fromScreen(path, t.place(shown.Bounds().Size()))
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(file, shown), file.Close())
}

// isBlank says that OpenGL gave nothing back: Mesa's software renderer has no front buffer to read on a virtual screen.
func isBlank(shown image.Image) bool {
	bounds := shown.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y += 7 {
		for x := bounds.Min.X; x < bounds.Max.X; x += 7 {
			if r, g, b, _ := shown.At(x, y).RGBA(); r|g|b != 0 {
				return false
			}
		}
	}
	return true
}

// place is where the window's content of a size in pixels stands on the screen, as X11's programs write it.
func (t *tour) place(size image.Point) string {
	var corner image.Point
	onUI(func() { corner = t.Corner() })
	return fmt.Sprintf("%dx%d%+d%+d", size.X, size.Y, corner.X, corner.Y)
}

// resize changes the size of the window.
func (t *tour) resize(size fyne.Size) { onUI(func() { t.Window.Resize(size) }) }

package main

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
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
	onUI(func() { shown = t.window.window.Canvas().Capture() }) // a context of OpenGL belongs to one goroutine
	if isBlank(shown) {
		return fromScreen(path, shown.Bounds().Size())
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

// fromScreen takes the picture from a virtual screen, on which the window stands in the corner.
func fromScreen(path string, size image.Point) error {
	cut := fmt.Sprintf("%dx%d+0+0", size.X, size.Y)
	output, err := exec.Command("import", "-window", "root", "-crop", cut, "+repage", path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("take a picture of the screen: %w: %s", err, output)
	}
	return nil
}

// resize changes the size of the window.
func (t *tour) resize(size fyne.Size) { onUI(func() { t.window.window.Resize(size) }) }

package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"
)

// paintWithin is how long the window may take to paint what it shows. What moves all the time is taken as it is then.
const paintWithin = 3 * time.Second

// picture saves what the window shows, once it has come to rest and is painted. What the page is known by has to stand in it
// at that moment, and it has to be another picture than the one before: a busy computer paints late.
func (t *tour) picture(name string, knownBy ...string) error {
	if err := t.sees(knownBy...); err != nil {
		return err
	}
	path := filepath.Join(t.dir, name+".png")
	for deadline := time.Now().Add(patience); ; {
		if err := t.settled(); err != nil {
			return err
		}
		if err := t.take(path, knownBy); err != nil {
			return fmt.Errorf("picture %s: %w", name, err)
		}
		taken, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Equal(taken, t.before) {
			t.before = taken
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("picture %s: it is the same as the one before", name)
		}
	}
}

// take saves the picture of a page that is known by some texts.
func (t *tour) take(path string, knownBy []string) error {
	t.untilWithin(paintWithin, t.painted)
	t.paintAgain()
	t.untilWithin(paintWithin, t.painted)
	var shown image.Image
	onUI(func() { // a context of OpenGL belongs to one goroutine, and the page cannot change meanwhile.
		if t.shows(knownBy) {
			shown = t.Window.Canvas().Capture()
		}
	})
	if shown == nil {
		return t.not(knownBy)
	}
	if !isBlank(shown) {
		return save(path, shown)
	}
	if err := fromScreen(path, t.place(shown.Bounds().Size())); err != nil {
		return err
	}
	still := false
	onUI(func() { still = t.shows(knownBy) })
	if !still {
		return t.not(knownBy)
	}
	return nil
}

// paintAgain has a frame painted. After another size of the window Mesa may have painted one into what it held for the size before,
// which stands shifted on the screen until the next.
func (t *tour) paintAgain() {
	if canvas, tells := t.Window.Canvas().(interface{ SetDirty() }); tells {
		onUI(canvas.SetDirty)
	}
}

// painted says that everything in the window is on the screen: nothing has changed since the last frame. Fyne keeps that to
// itself; what it tells is taken, and given back.
func (t *tour) painted() bool {
	canvas, tells := t.Window.Canvas().(interface {
		CheckDirtyAndClear() bool
		SetDirty()
	})
	if !tells {
		return true
	}
	if canvas.CheckDirtyAndClear() {
		canvas.SetDirty()
		return false
	}
	return true
}

// shows says that all texts stand in the window.
func (t *tour) shows(texts []string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !t.robot.Sees(text) })
}

func (t *tour) not(knownBy []string) error {
	return fmt.Errorf("the window does not show all of %q, but: %s", knownBy, t.texts())
}

func save(path string, shown image.Image) error {
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

package program

import (
	"reflect"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// The side buttons of a mouse, as GLFW numbers them.
const (
	backButton    = glfw.MouseButton4
	forwardButton = glfw.MouseButton5
)

// hearSideButtons calls back and forward for the side buttons of a mouse. Fyne (2.8.1) reports both as the same button, so they
// are taken before Fyne sees them; every other button goes on to Fyne. Under a dialog or a menu they do nothing. It returns
// false where there is nothing to listen to: a window of another driver, or one that is not on the screen yet. Call it on the
// window's goroutine.
func hearSideButtons(window fyne.Window, back, forward func()) bool {
	viewport := viewportOf(window)
	if viewport == nil {
		return false
	}
	turns := map[glfw.MouseButton]func(){backButton: back, forwardButton: forward}
	var next glfw.MouseButtonCallback
	next = viewport.SetMouseButtonCallback(func(w *glfw.Window, button glfw.MouseButton, action glfw.Action, mods glfw.ModifierKey) {
		turn, known := turns[button]
		switch {
		case !known:
			next(w, button, action, mods)
		case action == glfw.Press && window.Canvas().Overlays().Top() == nil:
			turn()
		}
	})
	return next != nil
}

// viewportOf is the GLFW window behind a window of Fyne, which Fyne keeps to itself; nil where there is none.
func viewportOf(window fyne.Window) *glfw.Window {
	inside := reflect.Indirect(reflect.ValueOf(window))
	if inside.Kind() != reflect.Struct {
		return nil
	}
	field := inside.FieldByName("viewport")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*glfw.Window]() {
		return nil
	}
	return (*glfw.Window)(field.UnsafePointer())
}

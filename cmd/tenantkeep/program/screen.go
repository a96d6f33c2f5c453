package program

import (
	"image"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// raiseUnlessClosed raises the window, on any goroutine; false where it is gone.
func (w *window) raiseUnlessClosed() bool {
	if w.closed.Load() {
		return false
	}
	uithread.Fyne(w.raise)
	return true
}

// raise brings the window to the front, also one that was minimised. Call it on the window's goroutine.
func (w *window) raise() {
	if w.closed.Load() { // meanwhile: what is behind a closed window must not be touched
		return
	}
	w.log.Info("raised by a further start")
	if view := viewportOf(w.window); view != nil && view.GetAttrib(glfw.Iconified) == glfw.True {
		view.Restore()
	}
	w.window.RequestFocus()
}

// fit tells in Fyne's measure how much room the screen has for the window, where that is less than it takes or may take, and
// brings the window's edges back onto the screen. Call it on the window's goroutine, once the window is shown.
func (w *window) fit(keepWithin func(room fyne.Size)) {
	view := viewportOf(w.window)
	if view == nil {
		return
	}
	area, known := workAreaOf(view)
	if !known {
		return
	}
	left, top, right, bottom := view.GetFrameSize()
	inside := image.Rect(area.Min.X+left, area.Min.Y+top, area.Max.X-right, area.Max.Y-bottom)
	width, height := view.GetSize()
	pixels := w.window.Canvas().Scale() // a canvas that is larger than its window would mislead
	room := fyne.NewSize(float32(inside.Dx())/pixels, float32(inside.Dy())/pixels)
	if width <= inside.Dx() && height <= inside.Dy() && room.Max(shell.LeastSize) == room {
		return
	}
	keepWithin(room)
	if glfw.GetPlatform() != glfw.PlatformWayland { // which lets no program place its window
		x, y := view.GetPos()
		view.SetPos(min(max(x, inside.Min.X), inside.Max.X-min(width, inside.Dx())), min(max(y, inside.Min.Y), inside.Max.Y-min(height, inside.Dy())))
	}
}

// keepFitting fits the window now, and whenever it is drawn in another size.
func (w *window) keepFitting(keepWithin func(room fyne.Size)) {
	w.fit(keepWithin)
	w.app.Settings().AddListener(func(fyne.Settings) { uithread.Fyne(func() { w.fit(keepWithin) }) })
}

// scaleName is where Fyne looks how large to draw, whenever a theme is set. scaleOutside is what stood there before.
const scaleName = "FYNE_SCALE"

var scaleOutside = os.Getenv(scaleName)

// useScale tells Fyne how large to draw, in percent.
func useScale(percent int) {
	value := scaleOutside
	if percent != 100 {
		value = strconv.FormatFloat(float64(percent)/100, 'f', 2, 64)
	}
	_ = os.Setenv(scaleName, value) // which fails for no such value
}

// workAreaOf is the part of the window's screen that no task bar covers, in screen coordinates.
func workAreaOf(view *glfw.Window) (image.Rectangle, bool) {
	areas := workAreas()
	if len(areas) == 0 {
		return image.Rectangle{}, false
	}
	return mostOn(areas, standing(view)), true
}

// mostOn is the area that holds most of the window; the first, which is the main screen's, where none holds any.
func mostOn(areas []image.Rectangle, window image.Rectangle) image.Rectangle {
	best, most := areas[0], 0
	for _, area := range areas {
		shared := area.Intersect(window)
		if held := shared.Dx() * shared.Dy(); held > most {
			best, most = area, held
		}
	}
	return best
}

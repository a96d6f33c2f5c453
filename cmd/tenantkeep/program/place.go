package program

import (
	"context"
	"fmt"
	"image"

	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// settingWindow is where the window was, and how large.
const settingWindow = "window"

// place is where the window stands, in screen coordinates without its frame, and whether it fills its screen.
type place struct {
	at        image.Rectangle
	maximised bool
}

// text is the place as it is kept.
func (p place) text() string {
	return fmt.Sprintf("%d %d %d %d %t", p.at.Min.X, p.at.Min.Y, p.at.Dx(), p.at.Dy(), p.maximised)
}

// readPlace reads a place that was kept; false where there is none.
func readPlace(text string) (place, bool) {
	var p place
	var width, height int
	if _, err := fmt.Sscanf(text, "%d %d %d %d %t", &p.at.Min.X, &p.at.Min.Y, &width, &height, &p.maximised); err != nil {
		return place{}, false
	}
	p.at.Max = p.at.Min.Add(image.Pt(width, height))
	return p, width > 0 && height > 0
}

// within is the place on the screens that are there now: on the one that holds most of it, no larger than that, with its edges
// inside. It is false where no screen holds any of it.
func (p place) within(areas []image.Rectangle) (place, bool) {
	if len(areas) == 0 {
		return p, false
	}
	area := mostOn(areas, p.at)
	if area.Intersect(p.at).Empty() {
		return p, false
	}
	width, height := min(p.at.Dx(), area.Dx()), min(p.at.Dy(), area.Dy())
	x := min(max(p.at.Min.X, area.Min.X), area.Max.X-width)
	y := min(max(p.at.Min.Y, area.Min.Y), area.Max.Y-height)
	p.at = image.Rect(x, y, x+width, y+height)
	return p, true
}

// places remembers where the window stands.
type places struct {
	window *window
	kept   kept
	last   place
}

// before asks for the place of the last time, before the window is shown, so that it need not jump there.
func (p *places) before(ctx context.Context) {
	kept, err := p.kept.Setting(ctx, settingWindow)
	if err != nil {
		return // a place that is not known is no reason not to open
	}
	if last, known := readPlace(kept); known {
		p.last = last
		if window, places := p.window.window.(desktop.Window); places {
			window.RequestPosition(last.at.Min.X, last.at.Min.Y)
		}
	}
}

// follow puts the shown window there, where a screen still holds that, and follows it from then on.
func (p *places) follow() {
	view := viewportOf(p.window.window)
	if view == nil {
		return
	}
	if there, held := p.last.within(workAreas()); held {
		p.put(view, there)
	}
	p.last = place{at: standing(view), maximised: maximised(view)}
	p.hear(view)
}

func (p *places) put(view *glfw.Window, there place) {
	view.SetSize(there.at.Dx(), there.at.Dy())
	if glfw.GetPlatform() != glfw.PlatformWayland { // which lets no program place its window
		view.SetPos(there.at.Min.X, there.at.Min.Y)
	}
	if there.maximised {
		view.Maximize()
	}
}

// hear notes every move and change of size, and leaves both to Fyne as before. What a maximised or a hidden window measures
// is not how it stood.
func (p *places) hear(view *glfw.Window) {
	note := func(of *glfw.Window) {
		if of.GetAttrib(glfw.Iconified) == glfw.True {
			return
		}
		p.last.maximised = maximised(of)
		if !p.last.maximised {
			p.last.at = standing(of)
		}
	}
	var moved glfw.PosCallback
	moved = view.SetPosCallback(func(of *glfw.Window, x, y int) {
		note(of)
		if moved != nil {
			moved(of, x, y)
		}
	})
	var resized glfw.SizeCallback
	resized = view.SetSizeCallback(func(of *glfw.Window, width, height int) {
		note(of)
		if resized != nil {
			resized(of, width, height)
		}
	})
}

// keep keeps the last place for the next start.
func (p *places) keep(ctx context.Context) error {
	if p.last.at.Empty() {
		return nil
	}
	return p.kept.SetSetting(ctx, settingWindow, p.last.text())
}

func maximised(view *glfw.Window) bool { return view.GetAttrib(glfw.Maximized) == glfw.True }

func standing(view *glfw.Window) image.Rectangle {
	x, y := view.GetPos()
	width, height := view.GetSize()
	return image.Rect(x, y, x+width, y+height)
}

// workAreas are the parts of the screens that no task bar covers.
func workAreas() []image.Rectangle {
	var areas []image.Rectangle
	for _, screen := range glfw.GetMonitors() {
		x, y, width, height := screen.GetWorkarea()
		areas = append(areas, image.Rect(x, y, x+width, y+height))
	}
	return areas
}

package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

const (
	tipDelay    = 500 * time.Millisecond
	tipMaxWidth = 440
	tipPad      = 8
)

// NewTipLayer returns content with a layer above it in which tooltips are drawn. A window needs one round its content.
func NewTipLayer(content fyne.CanvasObject, run uithread.Runner, timer uithread.Timer) *fyne.Container {
	layer := newTipLayer(run, timer)
	return container.NewStack(content, layer)
}

// tipLayer shows one tooltip at a time. It takes no events.
type tipLayer struct {
	widget.BaseWidget
	run   uithread.Runner
	timer uithread.Timer
	box   *canvas.Rectangle
	lines []fyne.CanvasObject
	shown fyne.CanvasObject
}

func newTipLayer(run uithread.Runner, timer uithread.Timer) *tipLayer {
	l := &tipLayer{run: run, timer: timer, box: canvas.NewRectangle(nil)}
	l.box.CornerRadius = 6
	l.box.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// MinSize is nothing: a tooltip never makes room for itself.
func (l *tipLayer) MinSize() fyne.Size { return fyne.Size{} }

func (l *tipLayer) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: l, Parts: func() []fyne.CanvasObject {
		return append([]fyne.CanvasObject{l.box}, l.lines...)
	}})
}

func (l *tipLayer) show(owner fyne.CanvasObject, text string, at fyne.Position) {
	l.shown = owner
	l.box.FillColor = Colour(theme.ColorNameTip)
	l.lines = l.lines[:0]
	size := Size(theme.SizeNameTableTitle)
	width, y := float32(0), float32(tipPad-2)
	for _, line := range Wrap(explained(text), tipMaxWidth, size, false) {
		drawn := canvas.NewText(Isolate(line), Colour(theme.ColorNameTipInk))
		drawn.TextSize = size
		least := drawn.MinSize()
		drawn.Resize(least)
		MoveText(drawn, fyne.NewPos(tipPad, y))
		y += least.Height
		width = max(width, least.Width)
		l.lines = append(l.lines, drawn)
	}
	l.place(fyne.NewSize(width+2*tipPad, y+tipPad-2), at)
	l.box.Show()
	l.Refresh()
}

// explained is a text, and under it what is suspicious in it.
func explained(text string) string {
	if suspicion := table.Suspicion(text); suspicion != "" {
		return text + "\n" + suspicion
	}
	return text
}

// place keeps the tooltip inside the layer: below the pointer, above it where there is no room.
func (l *tipLayer) place(size fyne.Size, at fyne.Position) {
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	pos := at.Subtract(origin).AddXY(2, 18)
	pos.X = max(4, min(pos.X, l.Size().Width-size.Width-4))
	if pos.Y+size.Height > l.Size().Height-4 {
		pos.Y -= size.Height + 26
	}
	l.box.Resize(size)
	l.box.Move(pos)
	for _, line := range l.lines {
		line.Move(line.Position().Add(pos))
	}
}

func (l *tipLayer) hide(owner fyne.CanvasObject) {
	if l.shown != owner {
		return
	}
	l.shown, l.lines = nil, nil
	l.box.Hide()
	l.Refresh()
}

// tipped gives a widget a tooltip. The widget tells it where the pointer is.
type tipped struct {
	owner fyne.CanvasObject
	tip   string
	at    fyne.Position
	stop  func()
	layer *tipLayer
}

// SetTip changes what is shown on hover; "" is nothing.
func (t *tipped) SetTip(text string) {
	if t.tip == text {
		return
	}
	t.tip = text
	t.tipOut()
}

// Tip returns what is shown on hover.
func (t *tipped) Tip() string { return t.tip }

func (t *tipped) tipMoved(at fyne.Position) { t.at = at }

func (t *tipped) tipIn(at fyne.Position) {
	t.tipOut()
	t.at = at
	if t.tip == "" {
		return
	}
	layer := tipLayerFor(t.owner)
	if layer == nil {
		return
	}
	t.layer = layer
	waits := true
	cancel := layer.timer(tipDelay, func() {
		layer.run(func() {
			if waits {
				layer.show(t.owner, t.tip, t.at)
			}
		})
	})
	t.stop = func() { waits = false; cancel() }
}

func (t *tipped) tipOut() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if t.layer != nil {
		t.layer.hide(t.owner)
		t.layer = nil
	}
}

// Tooltip shows texts over an object that draws many things itself, as a table does.
type Tooltip struct{ tipped }

// NewTooltip returns the tooltip of an object.
func NewTooltip(owner fyne.CanvasObject) *Tooltip { return &Tooltip{tipped{owner: owner}} }

// Show shows a text after a while, with the pointer at a place of the canvas; "" hides. The text that waits or is shown
// already stays as it is.
func (t *Tooltip) Show(at fyne.Position, text string) {
	if text == t.tip {
		t.tipMoved(at)
		return
	}
	t.SetTip(text)
	t.tipIn(at)
}

// Hide hides at once.
func (t *Tooltip) Hide() { t.SetTip("") }

// tipLayerFor finds the layer above an object: the topmost popup's, else the window's.
func tipLayerFor(object fyne.CanvasObject) *tipLayer {
	c := canvasOf(object)
	if c == nil {
		return nil
	}
	if top := c.Overlays().Top(); top != nil {
		if popup, ok := top.(*Popup); ok {
			return popup.tips
		}
		return nil
	}
	return windowTips(c.Content(), 4)
}

func windowTips(object fyne.CanvasObject, depth int) *tipLayer {
	switch o := object.(type) {
	case *tipLayer:
		return o
	case *fyne.Container:
		if depth == 0 {
			return nil
		}
		for i := len(o.Objects) - 1; i >= 0; i-- {
			if layer := windowTips(o.Objects[i], depth-1); layer != nil {
				return layer
			}
		}
	}
	return nil
}

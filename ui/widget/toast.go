package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const (
	toastWidth  = 340
	toastMargin = 20
	toastGap    = 10
	// toastFoot keeps the pager and the selection at the foot of a table free: a page's margin, the foot, and some air.
	toastFoot = 16 + 44 + 8
	// toastTop keeps the bar at the top of the window free.
	toastTop = 52 + 8
)

// Toast is a message in the lower right corner. It stays until it is removed from its stack.
type Toast struct {
	widget.BaseWidget
	text     *Paragraph
	icon     *Icon
	progress *Progress
	actions  *fyne.Container
	body     *fyne.Container
	cross    *Button
	face     *canvas.Rectangle
	hovered  bool
}

// NewToast returns a toast. onClose is called by its X.
func NewToast(tone table.Tone, text string, onClose func(), actions ...Action) *Toast {
	t := &Toast{progress: NewProgress(), face: canvas.NewRectangle(nil)}
	t.text = NewParagraph(text, toastWidth-28-16-8-24-8)
	t.icon = NewIcon(toneIcon(tone), toastInk(tone))
	t.actions = container.New(layout.NewCustomPaddedHBoxLayout(14))
	t.progress.BaseWidget.Hide()
	t.cross = NewQuietButton(icons.Close, "Close message", onClose)
	middle := container.New(layout.NewCustomPaddedVBoxLayout(8), t.text, t.progress, t.actions)
	t.body = container.New(&toastLayout{}, t.icon, middle, t.cross)
	t.setActions(actions)
	t.ExtendBaseWidget(t)
	return t
}

func toastInk(tone table.Tone) fyne.ThemeColorName {
	if tone == table.Neutral {
		return theme.ColorNameAccent
	}
	ink, _ := ToneColours(tone)
	return ink
}

// Set changes tone, message and what can be done.
func (t *Toast) Set(tone table.Tone, text string, actions ...Action) {
	t.icon.Set(toneIcon(tone), toastInk(tone))
	t.text.SetText(text)
	t.setActions(actions)
	t.Refresh()
}

// SetProgress shows how much is done, from 0 to 1; a negative fraction hides the bar.
func (t *Toast) SetProgress(fraction float32) {
	if fraction < 0 {
		t.progress.BaseWidget.Hide()
	} else {
		t.progress.BaseWidget.Show()
		t.progress.Set(fraction)
	}
	t.Refresh()
}

func (t *Toast) setActions(actions []Action) {
	t.actions.Objects = linksTo(actions, t.actions.Objects)
	t.actions.Hidden = len(actions) == 0
}

// Held says whether the pointer or the keyboard is on it.
func (t *Toast) Held() bool {
	held := func(p *Press) bool { return p.Hovered() || p.Focused() }
	return t.hovered || held(&t.cross.Press) || slices.ContainsFunc(t.actions.Objects, func(object fyne.CanvasObject) bool {
		return held(&object.(*Link).Press)
	})
}

// MouseIn notes that the pointer is over it.
func (t *Toast) MouseIn(*desktop.MouseEvent) { t.hovered = true }

// MouseMoved keeps the pointer away from what is below.
func (t *Toast) MouseMoved(*desktop.MouseEvent) {}

// MouseOut notes that the pointer is gone, or over one of its buttons.
func (t *Toast) MouseOut() { t.hovered = false }

// Text returns the message.
func (t *Toast) Text() string { return t.text.Text() }

// AccessibilityLabel is the message.
func (t *Toast) AccessibilityLabel() string { return t.text.Text() }

// AccessibilityRole is text.
func (t *Toast) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Refresh draws in the theme's present colours.
func (t *Toast) Refresh() {
	t.draw()
	t.body.Refresh()
	t.BaseWidget.Refresh()
}

func (t *Toast) draw() {
	t.face.CornerRadius = Size(theme.SizeNamePanelCorner)
	t.face.Shadow = canvas.Shadow{Color: Colour(theme.ColorNameShade), BlurRadius: 14, Spread: -2, Offset: fyne.NewPos(0, 4)}
	setFill(t.face, Colour(theme.ColorNamePanel))
	setStroke(t.face, Colour(theme.ColorNameLine), 1)
}

// CreateRenderer is Fyne's way to get the parts.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	t.draw()
	return widget.NewSimpleRenderer(container.NewStack(t.face, t.body))
}

// toastLayout lays out icon, text and X in one width.
type toastLayout struct{}

func (toastLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(toastWidth, max(24, objects[1].MinSize().Height)+24)
}

func (toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSquareSize(16))
	objects[0].Move(fyne.NewPos(14, 14))
	objects[1].Resize(fyne.NewSize(size.Width-14-16-8-8-24-8, size.Height-24))
	objects[1].Move(fyne.NewPos(14+16+8, 13))
	objects[2].Resize(fyne.NewSquareSize(24))
	objects[2].Move(fyne.NewPos(size.Width-24-8, 9))
}

// ToastStack shows toasts above each other in the lower right corner of what it lies on, above the foot of a table. Where
// they do not all fit, the oldest wait out of sight. It takes no events beside them.
type ToastStack struct {
	widget.BaseWidget
	toasts []*Toast
}

// NewToastStack returns an empty stack. Lay it over the window's content.
func NewToastStack() *ToastStack {
	s := &ToastStack{}
	s.ExtendBaseWidget(s)
	return s
}

// Add shows a toast below the others.
func (s *ToastStack) Add(t *Toast) {
	s.toasts = append(s.toasts, t)
	s.Refresh()
}

// Remove takes a toast away.
func (s *ToastStack) Remove(t *Toast) {
	s.toasts = slices.DeleteFunc(s.toasts, func(other *Toast) bool { return other == t })
	s.Refresh()
}

// MinSize is nothing: toasts never make room for themselves.
func (s *ToastStack) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer is Fyne's way to get the parts.
func (s *ToastStack) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: s, Parts: s.parts, Place: s.place})
}

func (s *ToastStack) parts() []fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, len(s.toasts))
	for i, t := range s.toasts {
		parts[i] = t
	}
	return parts
}

func (s *ToastStack) place(size fyne.Size) {
	y := size.Height - toastFoot
	for i, t := range slices.Backward(s.toasts) {
		least := t.MinSize()
		y -= least.Height
		if y < toastTop && i < len(s.toasts)-1 {
			t.Hide()
			continue
		}
		t.Show()
		t.Resize(least)
		t.Move(fyne.NewPos(size.Width-toastMargin-least.Width, y))
		y -= toastGap
	}
}

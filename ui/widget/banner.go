package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Action is something a person can do where a message stands.
type Action struct {
	Label string
	Do    func()
}

// Banner is a bar across a page with a message and what can be done about it.
type Banner struct {
	widget.BaseWidget
	tone    table.Tone
	text    *Paragraph
	icon    *Icon
	actions []fyne.CanvasObject
	face    *canvas.Rectangle
}

// NewBanner returns a banner. Tone Neutral is for information.
func NewBanner(tone table.Tone, text string, actions ...Action) *Banner {
	b := &Banner{tone: tone}
	ink, _ := b.colours()
	b.text = NewParagraphIn(text, 1000, TextLook{Colour: ink, Size: fynetheme.SizeNameText})
	b.icon = NewIcon(toneIcon(tone), ink)
	b.face = canvas.NewRectangle(nil)
	b.SetActions(actions...)
	b.ExtendBaseWidget(b)
	return b
}

// Set changes tone and message.
func (b *Banner) Set(tone table.Tone, text string, actions ...Action) {
	b.tone = tone
	ink, _ := b.colours()
	b.icon.Set(toneIcon(tone), ink)
	b.text.SetColour(ink)
	b.text.SetText(text)
	b.SetActions(actions...)
	b.Refresh()
}

// SetActions changes what can be done.
func (b *Banner) SetActions(actions ...Action) {
	b.actions = nil
	for _, action := range actions {
		b.actions = append(b.actions, NewLink(action.Label, action.Do))
	}
}

func (b *Banner) colours() (ink, wash fyne.ThemeColorName) {
	if b.tone == table.Neutral {
		return theme.ColorNameAccent, theme.ColorNameAccentWash
	}
	return ToneColours(b.tone)
}

func toneIcon(tone table.Tone) icons.Name {
	switch tone {
	case table.Good:
		return icons.Success
	case table.Caution:
		return icons.Warning
	case table.Danger:
		return icons.Error
	default:
		return icons.Info
	}
}

// AccessibilityLabel is the message.
func (b *Banner) AccessibilityLabel() string { return b.text.Text() }

// AccessibilityRole is text.
func (b *Banner) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Refresh draws in the theme's present colours.
func (b *Banner) Refresh() {
	b.draw()
	b.BaseWidget.Refresh()
}

func (b *Banner) draw() {
	_, wash := b.colours()
	b.face.CornerRadius = Size(theme.SizeNameButtonCorner)
	setFill(b.face, Colour(wash))
}

// CreateRenderer is Fyne's way to get the parts.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	b.draw()
	return &bannerRenderer{b}
}

type bannerRenderer struct{ b *Banner }

func (r *bannerRenderer) Destroy() {}
func (r *bannerRenderer) Refresh() { r.Layout(r.b.Size()); canvas.Refresh(r.b) }

func (r *bannerRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.b.face, r.b.icon, r.b.text}, r.b.actions...)
}

func (r *bannerRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120+r.actionsWidth(), max(32, r.b.text.MinSize().Height+14))
}

func (r *bannerRenderer) actionsWidth() float32 {
	width := float32(0)
	for _, action := range r.b.actions {
		width += action.MinSize().Width + 12
	}
	return width
}

func (r *bannerRenderer) Layout(size fyne.Size) {
	b := r.b
	b.face.Resize(size)
	b.icon.Resize(fyne.NewSquareSize(16))
	b.icon.Move(fyne.NewPos(12, (size.Height-16)/2))
	x := size.Width - r.actionsWidth()
	b.text.Resize(fyne.NewSize(max(40, x-36-8), size.Height))
	b.text.Move(fyne.NewPos(36, (size.Height-b.text.MinSize().Height)/2))
	for _, action := range b.actions {
		least := action.MinSize()
		action.Resize(fyne.NewSize(least.Width, least.Height))
		action.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		x += least.Width + 12
	}
}

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
	b.actions = linksTo(actions, b.actions)
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

// MinSize is the height of the message, and room for a part of it beside the actions.
func (b *Banner) MinSize() fyne.Size {
	return fyne.NewSize(120+b.actionsWidth(), max(32, b.text.MinSize().Height+14))
}

func (b *Banner) actionsWidth() float32 {
	width := float32(0)
	for _, action := range b.actions {
		width += action.MinSize().Width + 12
	}
	return width
}

func (b *Banner) draw() {
	_, wash := b.colours()
	b.face.CornerRadius = Size(theme.SizeNameButtonCorner)
	setFill(b.face, Colour(wash))
}

// CreateRenderer is Fyne's way to get the parts.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: b, Parts: b.parts, Draw: b.draw, Place: b.place})
}

func (b *Banner) parts() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{b.face, b.icon, b.text}, b.actions...)
}

func (b *Banner) place(size fyne.Size) {
	b.face.Resize(size)
	b.icon.Resize(fyne.NewSquareSize(16))
	b.icon.Move(fyne.NewPos(12, (size.Height-16)/2))
	x := size.Width - b.actionsWidth()
	b.text.Resize(fyne.NewSize(max(40, x-36-8), size.Height))
	b.text.Move(fyne.NewPos(36, (size.Height-b.text.MinSize().Height)/2))
	for _, action := range b.actions {
		least := action.MinSize()
		action.Resize(fyne.NewSize(least.Width, least.Height))
		action.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		x += least.Width + 12
	}
}

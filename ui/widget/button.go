package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// ButtonKind is the weight of a button.
type ButtonKind int

// The kinds of button. A page has one Primary.
const (
	Secondary ButtonKind = iota
	Primary
	// DangerText starts something destructive that is confirmed later.
	DangerText
	// Danger carries it out.
	Danger
	// Quiet has no border: for icons inside a line.
	Quiet
)

const (
	buttonPad  = 12
	buttonGap  = 6
	buttonIcon = 16
	caretSide  = 12
)

// Button is a button with a text, an icon, or both.
type Button struct {
	Press
	kind   ButtonKind
	label  string
	icon   icons.Name
	bare   bool // only the icon is drawn
	caret  bool
	tip0   string
	reason string
	height float32
	final  bool

	face  *canvas.Rectangle
	ring  *canvas.Rectangle
	text  *canvas.Text
	bold  Bolder
	image *Picture
	arrow *Picture
}

// NewButton returns a button. icon may be "".
func NewButton(kind ButtonKind, label string, icon icons.Name, onTapped func()) *Button {
	b := &Button{kind: kind, label: label, icon: icon, height: 32}
	b.Extend(b, onTapped)
	return b
}

// NewIconButton returns a button that shows only an icon; the label is its tooltip and its accessible name.
func NewIconButton(icon icons.Name, label string, onTapped func()) *Button {
	b := NewButton(Secondary, label, icon, onTapped)
	b.bare = true
	b.setTip0(label)
	return b
}

// NewQuietButton returns a small icon without a border, to stand inside a line.
func NewQuietButton(icon icons.Name, label string, onTapped func()) *Button {
	b := NewIconButton(icon, label, onTapped)
	b.kind, b.height = Quiet, 24
	return b
}

// NewMenuButton returns a button that opens a menu under itself. items is asked each time.
func NewMenuButton(kind ButtonKind, label string, icon icons.Name, items func() []MenuItem) *Button {
	b := NewButton(kind, label, icon, nil)
	b.caret = true
	b.onPress = func() { ShowMenu(b, items) }
	return b
}

// WithoutEnter makes the button one that Enter does not press, as no Danger one: what it does cannot be undone.
func (b *Button) WithoutEnter() *Button {
	b.final = true
	return b
}

// SetLabel changes the text.
func (b *Button) SetLabel(label string) {
	if b.label == label {
		return
	}
	b.label = label
	if b.bare {
		b.setTip0(label)
	}
	b.Refresh()
}

// SetName writes a name, cut where the button would be wider than width. Then the tooltip has it whole.
func (b *Button) SetName(name string, width float32) {
	shown := CutName(name, width-b.around(), Size(fynetheme.SizeNameText), true)
	if shown == name {
		name = ""
	}
	b.SetTip(name)
	b.SetLabel(shown)
}

// SetIcon changes the icon.
func (b *Button) SetIcon(icon icons.Name) {
	b.icon = icon
	b.Refresh()
}

// SetHeight changes the height, which is 32 pixels by itself.
func (b *Button) SetHeight(height float32) {
	b.height = height
	b.Refresh()
}

// SetTip changes the tooltip that is shown while the button is on.
func (b *Button) SetTip(text string) { b.setTip0(text) }

func (b *Button) setTip0(text string) {
	b.tip0 = text
	b.updateTip()
}

func (b *Button) updateTip() {
	if b.off && b.reason != "" {
		b.tipped.SetTip(b.reason)
		return
	}
	b.tipped.SetTip(b.tip0)
}

// Disable switches the button off without a word. Where a person could wonder, use DisableBecause.
func (b *Button) Disable() { b.DisableBecause("") }

// DisableBecause switches the button off and says why in its tooltip.
func (b *Button) DisableBecause(reason string) {
	if b.off && b.reason == reason {
		return
	}
	b.off, b.reason = true, reason
	b.updateTip()
	b.Refresh()
}

// Enable switches the button on.
func (b *Button) Enable() {
	if !b.off {
		return
	}
	b.off, b.reason = false, ""
	b.updateTip()
	b.Refresh()
}

// Disabled says whether the button is off.
func (b *Button) Disabled() bool { return b.off }

// Reason returns why the button is off.
func (b *Button) Reason() string { return b.reason }

// Label returns the text.
func (b *Button) Label() string { return b.label }

// Enter presses the button as that key does: not one that is red, or whose press cannot be undone.
func (b *Button) Enter() {
	if b.kind != Danger && !b.final {
		b.act()
	}
}

// TypedKey presses with Space, and with Enter where that is allowed to.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Enter()
	default:
		b.Press.TypedKey(e)
	}
}

// AccessibilityLabel is the text.
func (b *Button) AccessibilityLabel() string { return b.label }

// AccessibilityRole is a button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MinSize is the height of a button and the width of what is on it.
func (b *Button) MinSize() fyne.Size {
	if b.bare && !b.caret {
		return fyne.NewSize(b.height, b.height)
	}
	width := b.around()
	if !b.bare {
		width += Measure(b.label, Size(fynetheme.SizeNameText), true).Width
	}
	return fyne.NewSize(width, b.height)
}

// around is the width of a button without its label.
func (b *Button) around() float32 {
	width := float32(2 * buttonPad)
	if b.icon != "" {
		width += buttonIcon
		if !b.bare {
			width += buttonGap
		}
	}
	if b.caret {
		width += caretSide + buttonGap - 2
	}
	return width
}

// CreateRenderer is Fyne's way to get the parts.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.face, b.ring = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	b.text = canvas.NewText("", color.Black)
	b.text.TextStyle.Bold = true
	b.image = NewPicture()
	b.arrow = NewPicture()
	return NewRenderer(Drawing{Of: b, Parts: b.parts, Draw: b.draw, Place: b.place})
}

func (b *Button) parts() []fyne.CanvasObject {
	return b.bold.AppendTo([]fyne.CanvasObject{b.face, b.ring, b.image.Drawn, b.text, b.arrow.Drawn})
}

func (b *Button) draw() {
	ink, face, border := b.colours()
	b.face.CornerRadius = Size(theme.SizeNameButtonCorner)
	drawRing(b.ring, b.focused && !b.off)
	b.ring.CornerRadius = b.face.CornerRadius + 2
	setFill(b.face, Colour(face))
	if border == "" {
		setStroke(b.face, color.Transparent, 0)
	} else {
		setStroke(b.face, Colour(border), 1)
	}
	b.text.TextSize = Size(fynetheme.SizeNameText)
	label := b.label
	if b.bare {
		label = ""
	}
	setText(b.text, label, Colour(ink))
	b.drawIcon(b.image, b.icon, ink)
	caret := icons.Name("")
	if b.caret {
		caret = icons.ChevronDown
	}
	b.drawIcon(b.arrow, caret, ink)
}

func (b *Button) drawIcon(image *Picture, name icons.Name, ink fyne.ThemeColorName) {
	image.Drawn.Hidden = name == ""
	if name != "" {
		image.Set(name, ink)
	}
}

// colours returns the names of text, face and border; border may be "".
func (b *Button) colours() (ink, face, border fyne.ThemeColorName) {
	if b.off {
		return theme.ColorNameFaint, theme.ColorNameButtonFace, theme.ColorNameLine
	}
	hot := b.hovered
	face, border = theme.ColorNameButtonFace, theme.ColorNameLine
	if hot {
		face = theme.ColorNameButtonHover
	}
	switch b.kind {
	case Primary:
		if hot {
			return theme.ColorNameOnAccent, theme.ColorNameAccentHover, ""
		}
		return theme.ColorNameOnAccent, theme.ColorNameAccent, ""
	case Danger:
		return theme.ColorNameOnDanger, theme.ColorNameDanger, ""
	case DangerText:
		if hot {
			return theme.ColorNameDanger, theme.ColorNameDangerWash, theme.ColorNameLine
		}
		return theme.ColorNameDanger, face, border
	case Quiet:
		if hot {
			return theme.ColorNameInk, theme.ColorNameButtonHover, ""
		}
		return theme.ColorNameMuted, colorNameNone, ""
	default:
		return theme.ColorNameInk, face, border
	}
}

// colorNameNone is transparent in every theme.
const colorNameNone = fynetheme.ColorNameScrollBarBackground

// place centres what is on the button; a narrow button keeps its beginning.
func (b *Button) place(size fyne.Size) {
	b.face.Resize(size)
	b.ring.Resize(size.AddWidthHeight(4, 4))
	b.ring.Move(fyne.NewPos(-2, -2))
	content := b.MinSize().Width - 2*buttonPad
	x := max((size.Width-content)/2, 4)
	if b.bare && !b.caret {
		x = (size.Width - buttonIcon) / 2
	}
	if b.icon != "" {
		b.image.PutAt(fyne.NewPos(x, (size.Height-buttonIcon)/2), buttonIcon)
		x += buttonIcon + buttonGap
	}
	placeText(b.text, x, size.Height)
	b.bold.Over(b.text)
	if b.caret {
		if !b.bare {
			x += b.text.Size().Width + buttonGap - 2
		}
		b.arrow.PutAt(fyne.NewPos(x, (size.Height-caretSide)/2+0.5), caretSide)
	}
}

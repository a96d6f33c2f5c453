package widget

import (
	"hash/fnv"
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Avatar is a person's initials on a colour that is always theirs.
type Avatar struct {
	widget.BaseWidget
	name string
	side float32
	face *canvas.Circle
	text *canvas.Text
	bold Bolder
}

// NewAvatar returns an avatar of a side in pixels.
func NewAvatar(name string, side float32) *Avatar {
	a := &Avatar{name: name, side: side, face: canvas.NewCircle(nil), text: canvas.NewText("", color.White)}
	a.text.TextStyle.Bold = true
	a.ExtendBaseWidget(a)
	return a
}

// SetName changes the person.
func (a *Avatar) SetName(name string) {
	if a.name == name {
		return
	}
	a.name = name
	a.Refresh()
}

// AccessibilityLabel is the name.
func (a *Avatar) AccessibilityLabel() string { return a.name }

// AccessibilityRole is text.
func (a *Avatar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize is its side.
func (a *Avatar) MinSize() fyne.Size { return fyne.NewSquareSize(a.side) }

func (a *Avatar) draw() {
	a.face.FillColor = avatarColour(a.name)
	a.face.Refresh()
	a.text.TextSize = max(8, a.side*0.38)
	a.text.Text = Initials(table.Seen(a.name))
	a.text.Refresh()
}

// CreateRenderer is Fyne's way to get the parts.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: a, Parts: a.parts, Draw: a.draw, Place: a.place})
}

func (a *Avatar) parts() []fyne.CanvasObject {
	return a.bold.AppendTo([]fyne.CanvasObject{a.face, a.text})
}

func (a *Avatar) place(size fyne.Size) {
	at := fyne.NewPos((size.Width-a.side)/2, (size.Height-a.side)/2)
	a.face.Resize(fyne.NewSquareSize(a.side))
	a.face.Move(at)
	text := a.text.MinSize()
	a.text.Resize(text)
	MoveText(a.text, at.AddXY((a.side-text.Width)/2, (a.side-text.Height)/2))
	a.bold.Over(a.text)
}

// Initials returns the first letters of the first and the last word of a name, upper case; "?" where there is none.
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return "?"
	}
	letters := firstLetter(words[0])
	if len(words) > 1 {
		letters += firstLetter(words[len(words)-1])
	}
	return letters
}

func firstLetter(word string) string {
	for _, r := range word {
		return string(unicode.ToUpper(r))
	}
	return ""
}

// avatarColours are dark enough for white letters.
var avatarColours = [...]color.NRGBA{
	{0x7A, 0x4F, 0xE0, 0xFF},
	{0x0B, 0x72, 0xB9, 0xFF},
	{0xC2, 0x41, 0x0C, 0xFF},
	{0x0F, 0x76, 0x6E, 0xFF},
	{0xB8, 0x2B, 0x7A, 0xFF},
	{0x2B, 0x5F, 0xD9, 0xFF},
	{0x4D, 0x7C, 0x0F, 0xFF},
	{0x9A, 0x34, 0x12, 0xFF},
	{0x6D, 0x28, 0xD9, 0xFF},
	{0x47, 0x55, 0x69, 0xFF},
}

func avatarColour(name string) color.NRGBA {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.ToLower(name))) // a hash never fails to write
	return avatarColours[h.Sum32()%uint32(len(avatarColours))]
}

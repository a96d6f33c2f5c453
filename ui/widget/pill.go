package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const (
	// PillHeight is how high a pill is drawn.
	PillHeight = 19
	// PillPad is the space before and after its text.
	PillPad = 8
)

// Pill is a state: a word on a wash.
type Pill struct {
	widget.BaseWidget
	text      string
	ink, wash fyne.ThemeColorName
	box       *canvas.Rectangle
	drawn     *canvas.Text
	bold      Bolder
}

// NewPill returns a pill.
func NewPill(text string, tone table.Tone) *Pill {
	p := &Pill{text: text}
	p.ink, p.wash = ToneColours(tone)
	p.ExtendBaseWidget(p)
	return p
}

// SetState changes word and tone.
func (p *Pill) SetState(text string, tone table.Tone) {
	p.text = text
	p.ink, p.wash = ToneColours(tone)
	p.Refresh()
}

// Text returns the word.
func (p *Pill) Text() string { return p.text }

// AccessibilityLabel is the word.
func (p *Pill) AccessibilityLabel() string { return p.text }

// AccessibilityRole is text.
func (p *Pill) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize is the word and its rounded ends.
func (p *Pill) MinSize() fyne.Size {
	return fyne.NewSize(Measure(p.text, Size(theme.SizeNameSmall), true).Width+2*PillPad, PillHeight)
}

func (p *Pill) draw() {
	setFill(p.box, Colour(p.wash))
	p.drawn.TextSize = Size(theme.SizeNameSmall)
	setText(p.drawn, p.text, Colour(p.ink))
}

// CreateRenderer is Fyne's way to get the parts.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer {
	p.box = canvas.NewRectangle(Colour(p.wash))
	p.box.CornerRadius = PillHeight / 2.0
	p.drawn = canvas.NewText("", Colour(p.ink))
	p.drawn.TextStyle.Bold = true
	return NewRenderer(Drawing{Of: p, Parts: p.parts, Draw: p.draw, Place: p.place})
}

func (p *Pill) parts() []fyne.CanvasObject {
	return p.bold.AppendTo([]fyne.CanvasObject{p.box, p.drawn})
}

func (p *Pill) place(size fyne.Size) {
	least := p.MinSize()
	y := (size.Height - least.Height) / 2
	p.box.Resize(least)
	p.box.Move(fyne.NewPos(0, y))
	text := p.drawn.MinSize()
	p.drawn.Resize(text)
	MoveText(p.drawn, fyne.NewPos(PillPad, y+(least.Height-text.Height)/2))
	p.bold.Over(p.drawn)
}

// Badge is a count beside a title.
type Badge struct {
	Pill
	count   int
	atLeast bool
	known   bool
}

// widestUsual is the widest count for which a Badge has room before it is known.
const widestUsual = "88,888"

// BadgeRoom is how wide most badges are at most. What stands beside one keeps its place while the count changes.
func BadgeRoom() float32 {
	return Measure(widestUsual, Size(theme.SizeNameSmall), true).Width + 2*PillPad
}

// NewBadge returns a badge without a count: it is not seen until Set.
func NewBadge() *Badge {
	b := &Badge{}
	b.ink, b.wash = theme.ColorNameAccent, theme.ColorNameAccentWash
	b.ExtendBaseWidget(b)
	b.BaseWidget.Hide()
	return b
}

// Set changes the count; atLeast says that there may be more.
func (b *Badge) Set(count int, atLeast bool) {
	if b.known && b.count == count && b.atLeast == atLeast {
		return
	}
	b.known, b.count, b.atLeast = true, count, atLeast
	b.text = table.Thousands(int64(count))
	if atLeast {
		b.text += "+"
	}
	b.BaseWidget.Show()
	b.Refresh()
}

// Count returns what Set was given, and whether it was.
func (b *Badge) Count() (int, bool) { return b.count, b.known }

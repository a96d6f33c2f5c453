package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Paragraph is text that breaks into lines. Its height follows its width. What is suspicious in it is said in a last line,
// because a paragraph has no tooltip.
type Paragraph struct {
	widget.BaseWidget
	text   string
	look   TextLook
	width  float32
	lines  []line
	parts  []fyne.CanvasObject
	broken paragraphKey
}

// line is a line of a paragraph, with what makes it bold where its letters are not.
type line struct {
	text *canvas.Text
	bold Bolder
}

// paragraphKey is what the lines were made from.
type paragraphKey struct {
	text        string
	width, size float32
}

// NewParagraph returns ordinary text that breaks into lines. Until it has a place it is laid out for width.
func NewParagraph(text string, width float32) *Paragraph {
	return NewParagraphIn(text, width, TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
}

// NewMutedParagraph returns text of second rank that breaks into lines.
func NewMutedParagraph(text string, width float32) *Paragraph {
	return NewParagraphIn(text, width, TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText})
}

// NewParagraphIn returns text with a look of its own that breaks into lines.
func NewParagraphIn(text string, width float32, look TextLook) *Paragraph {
	p := &Paragraph{text: text, look: look, width: width}
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes the content.
func (p *Paragraph) SetText(text string) {
	if p.text == text {
		return
	}
	p.text = text
	p.Refresh()
}

// SetColour changes the colour.
func (p *Paragraph) SetColour(name fyne.ThemeColorName) {
	if p.look.Colour == name {
		return
	}
	p.look.Colour = name
	p.Refresh()
}

// Text returns the content.
func (p *Paragraph) Text() string { return p.text }

// AccessibilityLabel is the content.
func (p *Paragraph) AccessibilityLabel() string { return p.text }

// AccessibilityRole is text.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Resize breaks the lines anew where the width has changed.
func (p *Paragraph) Resize(size fyne.Size) {
	if size.Width > 0 && size.Width != p.width {
		p.width = size.Width
		p.Refresh()
	}
	p.BaseWidget.Resize(size)
}

// MinSize is the height of all lines, and no width: a paragraph takes the width it is given.
func (p *Paragraph) MinSize() fyne.Size {
	p.breakLines()
	height := float32(0)
	for i := range p.lines {
		height += p.lines[i].text.MinSize().Height
	}
	return fyne.NewSize(min(p.width, 40), height)
}

func (p *Paragraph) breakLines() {
	size := Size(p.look.Size)
	key := paragraphKey{p.text, p.width, size}
	if p.broken == key {
		return
	}
	p.broken = key
	p.lines = nil
	y := float32(0)
	for _, text := range Wrap(explained(p.text), p.width, size, p.look.Bold) {
		drawn := canvas.NewText(Isolate(text), Colour(p.look.Colour))
		drawn.TextSize, drawn.TextStyle.Bold, drawn.Alignment = size, p.look.Bold, p.look.Align
		least := drawn.MinSize()
		drawn.Resize(fyne.NewSize(p.width, least.Height))
		MoveText(drawn, fyne.NewPos(0, y))
		y += least.Height
		p.lines = append(p.lines, line{text: drawn})
	}
	p.makeBold()
}

// makeBold lists what is drawn: the lines, and what makes them bold.
func (p *Paragraph) makeBold() {
	p.parts = nil
	for i := range p.lines {
		p.lines[i].bold.Over(p.lines[i].text)
		p.parts = p.lines[i].bold.AppendTo(append(p.parts, p.lines[i].text))
	}
}

func (p *Paragraph) draw() {
	p.breakLines()
	for _, line := range p.lines {
		if line.text.Color != Colour(p.look.Colour) {
			line.text.Color = Colour(p.look.Colour)
			line.text.Refresh()
		}
	}
	p.makeBold()
}

// CreateRenderer is Fyne's way to get the parts.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: p, Parts: func() []fyne.CanvasObject { return p.parts }, Draw: p.draw})
}

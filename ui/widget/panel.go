package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Panel is a rounded ground with a border, on which a table or the parts of a form stand.
type Panel struct {
	widget.BaseWidget
	content fyne.CanvasObject
	margin  float32
	face    *canvas.Rectangle
	border  *canvas.Rectangle
}

// NewPanel returns a panel whose content reaches its border.
func NewPanel(content fyne.CanvasObject) *Panel { return newPanel(content, 1) }

// NewCard returns a panel with a margin of 20 round its content.
func NewCard(content fyne.CanvasObject) *Panel { return newPanel(content, 20) }

func newPanel(content fyne.CanvasObject, margin float32) *Panel {
	p := &Panel{content: content, margin: margin}
	p.ExtendBaseWidget(p)
	return p
}

// MinSize is the content's, and the margin.
func (p *Panel) MinSize() fyne.Size {
	return p.content.MinSize().Add(fyne.NewSquareSize(2 * p.margin))
}

func (p *Panel) draw() {
	corner := Size(theme.SizeNamePanelCorner)
	p.face.CornerRadius, p.border.CornerRadius = corner, corner
	setFill(p.face, Colour(theme.ColorNamePanel))
	Outline(p.border, theme.ColorNameLine, 1)
}

// CreateRenderer is Fyne's way to get the parts. The border lies above the content, so that nothing paints over it.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	p.face, p.border = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	return NewRenderer(Drawing{Of: p, Parts: Fixed(p.face, p.content, p.border), Draw: p.draw, Place: p.place})
}

func (p *Panel) place(size fyne.Size) {
	p.face.Resize(size)
	p.border.Resize(size)
	p.content.Resize(size.Subtract(fyne.NewSquareSize(2 * p.margin)))
	p.content.Move(fyne.NewPos(p.margin, p.margin))
}

package widget

import (
	"slices"

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
	face    *panelFace
	border  *panelBorder
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
	return p.content.MinSize().Add(fyne.NewSquareSize(2 * p.inset()))
}

// inset is the margin in whole pixels, so that what reaches the border leaves no gap.
func (p *Panel) inset() float32 { return wholePixels(p.margin) }

// CreateRenderer is Fyne's way to get the parts. The border lies above the content, so that nothing paints over it.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	p.face, p.border = newPanelFace(), newPanelBorder()
	parts := slices.Concat(p.face.parts(), []fyne.CanvasObject{p.content}, p.border.parts())
	return NewRenderer(Drawing{Of: p, Parts: Fixed(parts...), Draw: p.face.draw, Place: p.place})
}

func (p *Panel) place(size fyne.Size) {
	p.face.place(size)
	p.border.place(size)
	p.content.Resize(size.Subtract(fyne.NewSquareSize(2 * p.inset())))
	p.content.Move(fyne.NewPos(p.inset(), p.inset()))
}

// band is the height of what is rounded: more than a corner needs above and below.
const band = 24

// panelFace is the ground of a panel. Without a graphics card rounding takes as long for every pixel of a rectangle as for those
// of its corners: so only a band above and one below are rounded, and what lies between them is plain.
type panelFace struct{ top, middle, bottom *canvas.Rectangle }

func newPanelFace() *panelFace {
	return &panelFace{top: canvas.NewRectangle(nil), middle: canvas.NewRectangle(nil), bottom: canvas.NewRectangle(nil)}
}

func (f *panelFace) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.top, f.middle, f.bottom}
}

func (f *panelFace) draw() {
	for _, part := range []*canvas.Rectangle{f.top, f.middle, f.bottom} {
		setFill(part, Colour(theme.ColorNamePanel))
	}
}

func (f *panelFace) place(size fyne.Size) {
	corner := Size(theme.SizeNamePanelCorner)
	whole := size.Height <= 2*band
	f.middle.Hidden, f.bottom.Hidden = whole, whole
	if whole {
		f.top.CornerRadius = corner
		f.top.Resize(size)
		return
	}
	f.top.CornerRadius = 0
	f.top.TopLeftCornerRadius, f.top.TopRightCornerRadius = corner, corner
	f.bottom.BottomLeftCornerRadius, f.bottom.BottomRightCornerRadius = corner, corner
	band := wholePixels(band)
	between := wholePixels(wholePixels(size.Height) - 2*band)
	f.top.Resize(fyne.NewSize(size.Width, band))
	f.bottom.Resize(fyne.NewSize(size.Width, band))
	f.bottom.Move(fyne.NewPos(0, wholePixels(band+between))) // so that it ends where the border does
	f.middle.Resize(fyne.NewSize(size.Width, between+2))     // a little into both, so that rounding leaves no gap
	f.middle.Move(fyne.NewPos(0, band-1))
}

package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Progress is a thin bar. It does not move by itself: work whose length is not known fills it whole.
type Progress struct {
	widget.BaseWidget
	height      float32
	fraction    float32
	bare        bool
	trail, done *canvas.Rectangle
}

// NewProgress returns an empty bar of 6 pixels.
func NewProgress() *Progress { return newProgress(6, false) }

// NewProgressLine returns a line of 2 pixels without a ground, for the edge of a table.
func NewProgressLine() *Progress { return newProgress(2, true) }

func newProgress(height float32, bare bool) *Progress {
	p := &Progress{height: height, bare: bare, trail: canvas.NewRectangle(nil), done: canvas.NewRectangle(nil)}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes how much is done, from 0 to 1.
func (p *Progress) Set(fraction float32) {
	fraction = max(0, min(1, fraction))
	if p.fraction == fraction {
		return
	}
	p.fraction = fraction
	p.Refresh()
}

// MinSize is its height, and a little of its length.
func (p *Progress) MinSize() fyne.Size { return fyne.NewSize(40, p.height) }

func (p *Progress) draw() {
	corner := p.height / 2
	if p.bare {
		corner = 0
		setFill(p.trail, Colour(colorNameNone))
	} else {
		setFill(p.trail, Colour(theme.ColorNameFaintLine))
	}
	p.trail.CornerRadius, p.done.CornerRadius = corner, corner
	setFill(p.done, Colour(theme.ColorNameAccent))
}

// CreateRenderer is Fyne's way to get the parts.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: p, Parts: Fixed(p.trail, p.done), Draw: p.draw, Place: p.place})
}

func (p *Progress) place(size fyne.Size) {
	y := (size.Height - p.height) / 2
	p.trail.Resize(fyne.NewSize(size.Width, p.height))
	p.trail.Move(fyne.NewPos(0, y))
	p.done.Resize(fyne.NewSize(size.Width*p.fraction, p.height))
	p.done.Move(fyne.NewPos(0, y))
}

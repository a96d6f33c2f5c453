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

// Refresh draws in the theme's present colours.
func (p *Progress) Refresh() {
	p.draw()
	p.BaseWidget.Refresh()
}

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
	p.draw()
	return &progressRenderer{p}
}

type progressRenderer struct{ p *Progress }

func (r *progressRenderer) Destroy()           {}
func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(40, r.p.height) }
func (r *progressRenderer) Refresh()           { r.Layout(r.p.Size()); canvas.Refresh(r.p) }

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.trail, r.p.done}
}

func (r *progressRenderer) Layout(size fyne.Size) {
	y := (size.Height - r.p.height) / 2
	r.p.trail.Resize(fyne.NewSize(size.Width, r.p.height))
	r.p.trail.Move(fyne.NewPos(0, y))
	r.p.done.Resize(fyne.NewSize(size.Width*r.p.fraction, r.p.height))
	r.p.done.Move(fyne.NewPos(0, y))
}

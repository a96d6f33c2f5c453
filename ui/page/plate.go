package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// plate is a ground in a colour of the theme.
type plate struct {
	fynewidget.BaseWidget
	colour fyne.ThemeColorName
	drawn  *canvas.Rectangle
}

// Plate is a ground in a colour of the theme.
func Plate(colour fyne.ThemeColorName) fyne.CanvasObject {
	p := &plate{colour: colour, drawn: canvas.NewRectangle(nil)}
	p.ExtendBaseWidget(p)
	return p
}

// Refresh draws in the theme's present colour.
func (p *plate) Refresh() {
	p.drawn.FillColor = widget.Colour(p.colour)
	p.BaseWidget.Refresh()
}

// MinSize is nothing: what stands on it gives the size.
func (p *plate) MinSize() fyne.Size { return fyne.NewSquareSize(1) }

// CreateRenderer is Fyne's way to get the parts.
func (p *plate) CreateRenderer() fyne.WidgetRenderer {
	p.drawn.FillColor = widget.Colour(p.colour)
	return fynewidget.NewSimpleRenderer(p.drawn)
}

// Line is a line across, one pixel high.
func Line(colour fyne.ThemeColorName) fyne.CanvasObject { return AtLeast(0, 1, Plate(colour)) }

// Snug stands an object right behind a text, and cuts the text where there is no room for it whole.
func Snug(text *widget.CutText, size float32, behind fyne.CanvasObject) *fyne.Container {
	return container.New(&snugLayout{text: text, size: size}, text, behind)
}

type snugLayout struct {
	text *widget.CutText
	size float32
}

func (l *snugLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	behind := objects[1].MinSize()
	return fyne.NewSize(behind.Width+Tight, max(behind.Height, objects[0].MinSize().Height))
}

func (l *snugLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	behind := objects[1].MinSize()
	// A pixel more than is measured, so that rounding does not cut a text that fits.
	width := min(widget.Measure(l.text.Text.Text(), l.size, false).Width+1, size.Width-behind.Width-Tight)
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(width, height))
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	objects[1].Resize(behind)
	objects[1].Move(fyne.NewPos(width+Tight, (size.Height-behind.Height)/2))
}

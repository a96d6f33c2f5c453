package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

type ground struct {
	fynewidget.BaseWidget
	colour fyne.ThemeColorName
	drawn  *canvas.Rectangle
}

// Ground is a ground in a colour of the theme, on which other things stand.
func Ground(colour fyne.ThemeColorName) fyne.CanvasObject {
	g := &ground{colour: colour, drawn: canvas.NewRectangle(nil)}
	g.ExtendBaseWidget(g)
	return g
}

// Refresh draws in the theme's present colour.
func (g *ground) Refresh() {
	g.drawn.FillColor = widget.Colour(g.colour)
	g.BaseWidget.Refresh()
}

// MinSize is nothing: what stands on it gives the size.
func (g *ground) MinSize() fyne.Size { return fyne.NewSquareSize(1) }

// CreateRenderer is Fyne's way to get the parts.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	g.drawn.FillColor = widget.Colour(g.colour)
	return fynewidget.NewSimpleRenderer(g.drawn)
}

// Line is a line across, one pixel high.
func Line(colour fyne.ThemeColorName) fyne.CanvasObject { return AtLeast(0, 1, Ground(colour)) }

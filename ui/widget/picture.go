package widget

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"github.com/tenantkeep/tenantkeep/assets/icons"
)

// Picture is an icon that a widget draws among its parts, as Drawn. It is a raster, because Fyne paints the whole window once
// more for every image that was not in it before.
type Picture struct {
	Drawn *canvas.Raster
	shown inked
}

// inked is an icon in a colour.
type inked struct {
	name icons.Name
	ink  color.NRGBA
}

// NewPicture returns a picture of nothing.
func NewPicture() *Picture {
	p := &Picture{}
	p.Drawn = canvas.NewRaster(p.paint)
	return p
}

// Set shows an icon in the present colour of a name, and draws it again only where that is another.
func (p *Picture) Set(name icons.Name, colour fyne.ThemeColorName) {
	next := inked{name, color.NRGBAModel.Convert(Colour(colour)).(color.NRGBA)}
	if p.shown == next {
		return
	}
	p.shown = next
	p.Drawn.Refresh()
}

// PutAt stands the icon in a square of a side. It takes whole pixels around the same middle, so that it is sharp.
func (p *Picture) PutAt(at fyne.Position, side float32) {
	if whole := wholePixels(side); whole != side {
		margin := (side-whole)/2 + nudge
		at, side = at.AddXY(margin, margin), whole
	}
	p.Drawn.Resize(fyne.NewSquareSize(side))
	p.Drawn.Move(at)
}

func (p *Picture) paint(width, height int) image.Image {
	side := min(width, height)
	if p.shown.name == "" || side == 0 {
		return image.NewRGBA(image.Rect(0, 0, width, height))
	}
	return p.shown.pixels(side)
}

type sized struct {
	inked
	side int
}

// pixels keeps what was drawn, by sized: there are few icons, colours and sizes.
var pixels sync.Map

// pixels are the icon in a square of that many of them. A name that is not an icon gives nothing.
func (i inked) pixels(side int) image.Image {
	key := sized{i, side}
	if known, ok := pixels.Load(key); ok {
		return known.(image.Image)
	}
	drawn := image.NewRGBA(image.Rect(0, 0, side, side))
	if err := i.drawOn(drawn, side); err != nil {
		fyne.LogError("draw icon "+string(i.name), err)
	}
	pixels.Store(key, drawn)
	return drawn
}

func (i inked) drawOn(drawn *image.RGBA, side int) error {
	drawing, err := icons.Tinted(i.name, fmt.Sprintf("#%02X%02X%02X", i.ink.R, i.ink.G, i.ink.B))
	if err != nil {
		return err
	}
	icon, err := oksvg.ReadIconStream(bytes.NewReader(drawing))
	if err != nil {
		return err
	}
	icon.SetTarget(0, 0, float64(side), float64(side))
	icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(side, side, drawn, drawn.Bounds())), 1)
	return nil
}

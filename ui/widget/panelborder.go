package widget

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// panelBorder is the line round a panel. Without a graphics card a rounded rectangle takes as long for what lies within its line as
// for the line: so the line is drawn by its four corners and four sides, as Fyne draws that of a rounded rectangle.
type panelBorder struct {
	corners, sides [4]*canvas.Raster // from the upper left one, and from the upper one, with the clock
	pen            pen
}

func newPanelBorder() *panelBorder {
	b := &panelBorder{}
	for i := range b.corners {
		b.corners[i] = canvas.NewRaster(func(int, int) image.Image { return b.pen.corner(i) })
		b.sides[i] = canvas.NewRaster(func(int, int) image.Image { return b.pen.side(i) })
	}
	return b
}

func (b *panelBorder) parts() (parts []fyne.CanvasObject) {
	for i := range b.corners {
		parts = append(parts, b.corners[i], b.sides[i])
	}
	return parts
}

// choosePen draws anew where the theme's colours or the screen's scale are others.
func (b *panelBorder) choosePen() {
	scale := screenScale()
	now := pen{
		scale: scale, radius: inPixels(Size(theme.SizeNamePanelCorner), scale), width: inPixels(1, scale), soft: max(1, inPixels(0.5, scale)),
		ink: color.NRGBAModel.Convert(Colour(theme.ColorNameLine)).(color.NRGBA),
	}
	if b.pen == now {
		return
	}
	b.pen = now
	for i := range b.corners {
		b.corners[i].Refresh()
		b.sides[i].Refresh()
	}
}

// place puts corners and sides at whole pixels of the screen, where Fyne rounds the edges of the panel to.
func (b *panelBorder) place(size fyne.Size) {
	b.choosePen()
	p := b.pen
	right, bottom := inPixels(size.Width, p.scale)+p.soft, inPixels(size.Height, p.scale)+p.soft
	left, top, corner, line := -p.soft, -p.soft, p.reach(), p.thickness()
	across, down := max(0, right-left-2*corner), max(0, bottom-top-2*corner)
	p.put(b.corners[0], left, top, corner, corner)
	p.put(b.corners[1], right-corner, top, corner, corner)
	p.put(b.corners[2], right-corner, bottom-corner, corner, corner)
	p.put(b.corners[3], left, bottom-corner, corner, corner)
	p.put(b.sides[0], left+corner, top, across, line)
	p.put(b.sides[1], right-line, top+corner, line, down)
	p.put(b.sides[2], left+corner, bottom-line, across, line)
	p.put(b.sides[3], left, top+corner, line, down)
}

// pen is how a border is drawn, in pixels of the screen.
type pen struct {
	scale float32
	// soft is by how much an edge fades to either side.
	radius, width, soft int
	ink                 color.NRGBA
}

// thickness is that of the line with what fades, and reach how far a corner goes with it.
func (p pen) thickness() int { return p.width + 2*p.soft }
func (p pen) reach() int     { return p.soft + max(p.radius, p.width+p.soft) }

func (p pen) put(part *canvas.Raster, x, y, width, height int) {
	part.Move(fyne.NewPos(p.length(x), p.length(y)).AddXY(p.nudge(), p.nudge()))
	part.Resize(fyne.NewSize(p.length(width), p.length(height)))
}

func (p pen) length(pixels int) float32 { return float32(pixels) / p.scale }

// nudge keeps a panel that begins at half a pixel from being rounded one way and its line the other: at a scale such as 1.25 a
// whole number of pixels is not quite a length.
func (p pen) nudge() float32 {
	if p.scale == float32(math.Trunc(float64(p.scale))) {
		return 0
	}
	return 0.005
}

// corner is a picture of one of the corners, the first one turned.
func (p pen) corner(which int) image.Image {
	side := p.reach()
	drawn := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			at := image.Pt(x, y)
			if which == 1 || which == 2 {
				at.X = side - 1 - x
			}
			if which >= 2 {
				at.Y = side - 1 - y
			}
			drawn.Set(at.X, at.Y, p.at(x, y))
		}
	}
	return drawn
}

// side is a picture of one of the sides, a pixel long: Fyne draws it as long as the side. It is the same from within as from
// without.
func (p pen) side(which int) image.Image {
	size := image.Pt(1, p.thickness())
	if which == 1 || which == 3 {
		size = image.Pt(p.thickness(), 1)
	}
	drawn := image.NewRGBA(image.Rectangle{Max: size})
	for i := range p.thickness() {
		drawn.Set(min(i, size.X-1), min(i, size.Y-1), p.fade(float64(i-p.soft)+0.5))
	}
	return drawn
}

// at is the colour of a pixel of the upper left corner, counted from where fading begins.
func (p pen) at(x, y int) color.Color {
	radius := float64(p.radius)
	inX, inY := float64(x-p.soft)+0.5, float64(y-p.soft)+0.5
	depth := min(inX, inY)
	if inX < radius && inY < radius {
		depth = radius - math.Hypot(radius-inX, radius-inY)
	}
	return p.fade(depth)
}

// fade is the colour of a pixel by how deep it lies within the edge.
func (p pen) fade(depth float64) color.Color {
	ink := p.ink
	ink.A = uint8(math.Round(float64(ink.A) * p.rise(depth) * (1 - p.rise(depth-float64(p.width)))))
	return ink
}

// rise goes from 0 to 1 where an edge fades.
func (p pen) rise(depth float64) float64 {
	soft := float64(p.soft)
	way := min(1, max(0, (depth+soft)/(2*soft)))
	return way * way * (3 - 2*way)
}

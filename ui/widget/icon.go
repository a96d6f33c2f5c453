package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
)

// Icon is one of the program's icons in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	name   icons.Name
	colour fyne.ThemeColorName
	side   float32
	image  *Picture
}

// NewIcon returns an icon of 16 pixels.
func NewIcon(name icons.Name, colour fyne.ThemeColorName) *Icon { return NewIconOf(name, colour, 16) }

// NewIconOf returns an icon of a side in pixels.
func NewIconOf(name icons.Name, colour fyne.ThemeColorName, side float32) *Icon {
	i := &Icon{name: name, colour: colour, side: side}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes the icon and its colour.
func (i *Icon) Set(name icons.Name, colour fyne.ThemeColorName) {
	if i.name == name && i.colour == colour {
		return
	}
	i.name, i.colour = name, colour
	i.Refresh()
}

// MinSize is its side.
func (i *Icon) MinSize() fyne.Size { return fyne.NewSquareSize(i.side) }

// CreateRenderer is Fyne's way to get the parts.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	i.image = NewPicture()
	return NewRenderer(Drawing{Of: i, Parts: Fixed(i.image.Drawn), Draw: i.draw, Place: i.place})
}

func (i *Icon) draw() { i.image.Set(i.name, i.colour) }

// place centres the icon where it has more room than it needs.
func (i *Icon) place(size fyne.Size) {
	side := min(size.Width, size.Height)
	i.image.PutAt(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2), side)
}

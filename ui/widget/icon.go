package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
)

// Icon is one of the program's icons in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	name   icons.Name
	colour fyne.ThemeColorName
	side   float32
	image  *canvas.Image
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

// Refresh draws the icon in the theme's present colours.
func (i *Icon) Refresh() {
	if i.image != nil {
		setIcon(i.image, i.name, i.colour)
	}
	i.BaseWidget.Refresh()
}

// CreateRenderer is Fyne's way to get the parts.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	i.image = newIconImage(i.name, i.colour)
	i.image.SetMinSize(fyne.NewSquareSize(i.side))
	return widget.NewSimpleRenderer(i.image)
}

func newIconImage(name icons.Name, colour fyne.ThemeColorName) *canvas.Image {
	image := canvas.NewImageFromResource(IconResource(name, colour))
	image.FillMode = canvas.ImageFillContain
	return image
}

// setIcon changes a picture only where name or colour differ.
func setIcon(image *canvas.Image, name icons.Name, colour fyne.ThemeColorName) {
	resource := IconResource(name, colour)
	if image.Resource != nil && image.Resource.Name() == resource.Name() {
		return
	}
	image.Resource = resource
	image.Refresh()
}

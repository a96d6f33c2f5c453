package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// crumb is a step of the trail that leads somewhere. It is quiet until the pointer or the keyboard is on it.
type crumb struct {
	widget.Press
	name  string
	drawn *canvas.Text
}

func newCrumb(name, tip string, open func()) *crumb {
	c := &crumb{name: name, drawn: canvas.NewText("", nil)}
	c.Extend(c, open)
	if tip == "" && table.Suspicion(name) != "" {
		tip = name
	}
	c.SetTip(tip)
	return c
}

// AccessibilityLabel is the name, and where it stands.
func (c *crumb) AccessibilityLabel() string { return c.name + " in the trail" }

// AccessibilityRole is a link.
func (c *crumb) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// crumbWidth is how wide the name of a step may be.
const crumbWidth = 220

func (c *crumb) shownName() string {
	return widget.CutName(c.name, crumbWidth, widget.Size(fynetheme.SizeNameText), false)
}

// MinSize is that of what is shown of the name.
func (c *crumb) MinSize() fyne.Size {
	return widget.Measure(c.shownName(), widget.Size(fynetheme.SizeNameText), false)
}

// CreateRenderer is Fyne's way to get the parts.
func (c *crumb) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: c, Parts: widget.Fixed(c.drawn), Draw: c.draw, Place: c.place})
}

func (c *crumb) place(size fyne.Size) {
	c.drawn.Resize(size)
	widget.MoveText(c.drawn, fyne.Position{})
}

func (c *crumb) draw() {
	c.drawn.Text, c.drawn.TextSize = widget.Isolate(c.shownName()), widget.Size(fynetheme.SizeNameText)
	c.drawn.Color = widget.Colour(theme.ColorNameMuted)
	if c.Hovered() || c.Focused() {
		c.drawn.Color = widget.Colour(theme.ColorNameAccent)
	}
}

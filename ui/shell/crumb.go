package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// crumb is a step of the trail that leads somewhere. It is quiet until the pointer or the keyboard is on it.
type crumb struct {
	widget.Press
	name  string
	drawn *canvas.Text
}

func newCrumb(name string, open func()) *crumb {
	c := &crumb{name: name, drawn: canvas.NewText("", nil)}
	c.Extend(c, open)
	return c
}

// AccessibilityLabel is the name, and where it stands.
func (c *crumb) AccessibilityLabel() string { return c.name + " in the trail" }

// AccessibilityRole is a link.
func (c *crumb) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// CreateRenderer is Fyne's way to get the parts.
func (c *crumb) CreateRenderer() fyne.WidgetRenderer {
	r := &crumbRenderer{c}
	r.draw()
	return r
}

type crumbRenderer struct{ c *crumb }

func (r *crumbRenderer) draw() {
	r.c.drawn.Text = widget.Cut(r.c.name, crumbWidth, widget.Size(fynetheme.SizeNameText), false)
	r.c.drawn.TextSize = widget.Size(fynetheme.SizeNameText)
	r.c.drawn.Color = widget.Colour(theme.ColorNameMuted)
	if r.c.Hovered() || r.c.Focused() {
		r.c.drawn.Color = widget.Colour(theme.ColorNameAccent)
	}
}

// crumbWidth is how wide the name of a step may be.
const crumbWidth = 220

func (r *crumbRenderer) Destroy()                     {}
func (r *crumbRenderer) Layout(size fyne.Size)        { r.c.drawn.Resize(size) }
func (r *crumbRenderer) MinSize() fyne.Size           { return r.c.drawn.MinSize() }
func (r *crumbRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.c.drawn} }

func (r *crumbRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.c)
}

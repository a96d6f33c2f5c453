package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	brandHeight = 40
	brandMark   = 24
	brandPad    = 8
)

// brand is the program's mark and name at the head of the navigation. A press opens the menu.
type brand struct {
	widget.Press
	menu      func() []widget.MenuItem
	collapsed bool
	ground    *canvas.Rectangle
	mark      *widget.Icon
	name      *canvas.Text
	more      *widget.Icon
}

func newBrand(menu func() []widget.MenuItem) *brand {
	b := &brand{menu: menu}
	b.Extend(b, b.open)
	b.SetTip("Menu (F10)")
	return b
}

func (b *brand) open() { widget.ShowMenu(b, b.menu) }

func (b *brand) setCollapsed(collapsed bool) {
	b.collapsed = collapsed
	b.Refresh()
}

// AccessibilityLabel is what a press opens.
func (b *brand) AccessibilityLabel() string { return "Menu" }

// AccessibilityRole is a button.
func (b *brand) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MinSize is the height of the head; the navigation gives the width.
func (b *brand) MinSize() fyne.Size { return fyne.NewSize(brandMark, brandHeight) }

// CreateRenderer is Fyne's way to get the parts.
func (b *brand) CreateRenderer() fyne.WidgetRenderer {
	b.ground = canvas.NewRectangle(nil)
	b.mark = widget.NewIconOf(icons.Mark(brandMark), theme.ColorNameAccent, brandMark)
	b.name = canvas.NewText(appName, nil)
	b.name.TextStyle.Bold = true
	b.more = widget.NewIconOf(icons.ChevronDown, theme.ColorNameNavMuted, 14)
	return widget.NewRenderer(widget.Drawing{Of: b, Parts: b.parts, Draw: b.draw, Place: b.place})
}

func (b *brand) parts() []fyne.CanvasObject {
	if b.collapsed {
		return []fyne.CanvasObject{b.ground, b.mark}
	}
	return []fyne.CanvasObject{b.ground, b.mark, b.name, b.more}
}

func (b *brand) draw() {
	b.ground.CornerRadius = widget.Size(theme.SizeNameButtonCorner)
	b.ground.FillColor, b.ground.StrokeWidth = color.Transparent, 0
	if b.Hovered() {
		b.ground.FillColor = widget.Colour(theme.ColorNameNavHover)
	}
	if b.Focused() {
		b.ground.StrokeColor, b.ground.StrokeWidth = widget.Colour(theme.ColorNameNavBright), 1.5
	}
	b.name.TextSize, b.name.Color = widget.Size(fynetheme.SizeNameSubHeadingText), widget.Colour(theme.ColorNameNavBright)
}

func (b *brand) place(size fyne.Size) {
	b.ground.Resize(size)
	x := float32(brandPad)
	if b.collapsed {
		x = (size.Width - brandMark) / 2
	}
	b.mark.Resize(fyne.NewSquareSize(brandMark))
	b.mark.Move(fyne.NewPos(x, (size.Height-brandMark)/2))
	name := b.name.MinSize()
	b.name.Resize(name)
	b.name.Move(fyne.NewPos(x+brandMark+10, (size.Height-name.Height)/2))
	more := b.more.MinSize()
	b.more.Resize(more)
	b.more.Move(fyne.NewPos(size.Width-more.Width-brandPad, (size.Height-more.Height)/2))
}

package grid

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// iconCell is an icon in a row. It is a widget only so that it has a name.
type iconCell struct {
	fynewidget.BaseWidget
	cell  *cell
	image *widget.Picture
}

func newIconCell(c *cell) *iconCell {
	i := &iconCell{cell: c, image: widget.NewPicture()}
	i.ExtendBaseWidget(i)
	return i
}

// AccessibilityLabel is the column and the row.
func (i *iconCell) AccessibilityLabel() string { return i.cell.span.Title + ": " + i.cell.row.name() }

// AccessibilityRole is a button.
func (i *iconCell) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (i *iconCell) set(name icons.Name, hovered bool) {
	colour := theme.ColorNameAccent
	if i.cell.data.Muted {
		colour = theme.ColorNameFaint
	}
	if hovered {
		colour = theme.ColorNameAccentHover
	}
	i.image.Set(name, colour)
}

func (i *iconCell) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: i, Parts: widget.Fixed(i.image.Drawn), Place: i.place})
}

func (i *iconCell) place(size fyne.Size) {
	i.image.Drawn.Resize(fyne.NewSquareSize(14))
	i.image.Drawn.Move(fyne.NewPos((size.Width-14)/2, (size.Height-14)/2))
}

// tickCell is a row's check box. It is a widget only so that it has a name.
type tickCell struct {
	fynewidget.BaseWidget
	row       *row
	mark      *widget.TickMark
	on, hover bool
	drawn     bool
}

func newTickCell(r *row) *tickCell {
	t := &tickCell{row: r, mark: widget.NewTickMark()}
	t.ExtendBaseWidget(t)
	return t
}

// AccessibilityLabel names the row.
func (t *tickCell) AccessibilityLabel() string { return "Select " + t.row.name() }

// AccessibilityRole is a button.
func (t *tickCell) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (t *tickCell) set(on, hover bool) {
	if t.drawn && t.on == on && t.hover == hover {
		return
	}
	t.on, t.hover, t.drawn = on, hover, true
	t.draw()
}

func (t *tickCell) draw() {
	tick := widget.Off
	if t.on {
		tick = widget.On
	}
	t.mark.Set(tick, t.hover)
}

func (t *tickCell) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: t, Parts: widget.Fixed(t.mark.Box, t.mark.Mark.Drawn), Draw: t.draw, Place: t.place})
}

func (t *tickCell) place(size fyne.Size) {
	t.mark.Move(fyne.NewPos(ticksLeft, (size.Height-widget.TickSide)/2))
}

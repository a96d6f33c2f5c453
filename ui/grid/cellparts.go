package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	i.image.PutAt(fyne.NewPos((size.Width-14)/2, (size.Height-14)/2), 14)
}

// tickCell is the place of a row's check box. It draws nothing, and is there so that the box has a name.
type tickCell struct {
	canvas.Rectangle
	row       *row
	mark      *widget.TickMark
	on, hover bool
	drawn     bool
}

func newTickCell(r *row) *tickCell {
	return &tickCell{row: r, mark: widget.NewTickMark()}
}

// AccessibilityLabel names the row.
func (t *tickCell) AccessibilityLabel() string { return "Select " + t.row.name() }

// AccessibilityRole is a button.
func (t *tickCell) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (t *tickCell) set(on, hover bool) {
	if t.drawn && t.on == on && t.hover == hover {
		return
	}
	if t.on != on {
		t.on = on
		t.row.gather()
	}
	t.hover, t.drawn = hover, true
	tick := widget.Off
	if on {
		tick = widget.On
	}
	t.mark.Set(tick, hover)
}

func (t *tickCell) place(size fyne.Size) {
	t.Resize(size)
	t.mark.Move(fyne.NewPos(ticksLeft, (size.Height-widget.TickSide)/2))
}

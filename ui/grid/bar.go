package grid

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	barGap  = 8
	barLine = 24
)

// bar is the line of filters above a table. It breaks into more lines where the chips do not fit.
type bar struct {
	fynewidget.BaseWidget
	g       *Grid
	objects []fyne.CanvasObject
	width   float32
}

func newBar(g *Grid) *bar {
	b := &bar{g: g, width: 800}
	b.ExtendBaseWidget(b)
	return b
}

// show makes the chips anew.
func (b *bar) show() {
	b.objects = []fyne.CanvasObject{widget.NewMuted("Filtered by")}
	for _, filter := range b.g.layout.Filters {
		b.objects = append(b.objects, b.chip(filter))
	}
	if len(b.g.layout.Filters) == 0 {
		b.objects = append(b.objects, widget.NewMuted("Unfiltered"))
	} else {
		b.objects = append(b.objects, widget.NewPlainLink("Reset Filters", b.g.ResetFilters))
	}
	b.Refresh()
}

func (b *bar) chip(filter table.Filter) *widget.Chip {
	column, _ := b.g.column(filter.Column)
	name := column.Title
	return widget.NewChip(name, b.g.o.Printer.Filter(column, filter), func() { b.g.RemoveFilter(filter.Column) })
}

// AccessibilityLabel says what it lists.
func (b *bar) AccessibilityLabel() string { return "Filters of " + b.g.noun() }

// AccessibilityRole is a container.
func (b *bar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// Resize breaks the chips into lines.
func (b *bar) Resize(size fyne.Size) {
	if size.Width > 0 {
		b.width = size.Width
	}
	b.BaseWidget.Resize(size)
}

// MinSize is the height of all lines.
func (b *bar) MinSize() fyne.Size { return fyne.NewSize(120, b.lay(false)) }

func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{
		Of: b, Parts: func() []fyne.CanvasObject { return b.objects }, Place: func(fyne.Size) { b.lay(true) },
	})
}

// lay returns the height that the objects take, and puts them there if told to.
func (b *bar) lay(move bool) float32 {
	x, y := float32(0), float32(0)
	for _, object := range b.objects {
		least := object.MinSize()
		if x > 0 && x+least.Width > b.width {
			x, y = 0, y+barLine+4
		}
		if move {
			object.Resize(least)
			object.Move(fyne.NewPos(x, y+(barLine-least.Height)/2))
		}
		x += least.Width + barGap
	}
	return y + barLine
}

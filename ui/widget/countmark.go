package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const (
	markHeight = 16
	markPad    = 4
	// markOver is how far the mark reaches over the corner of what it marks.
	markOver = 6
	// mostMarked is the last count that is written out.
	mostMarked = 99
)

// CountMark is a count on the upper right corner of a button. Nothing is seen of a count of none.
type CountMark struct {
	widget.BaseWidget
	count  int
	corner *fyne.Container
	box    *canvas.Rectangle
	drawn  *canvas.Text
}

// NewCountMark returns a mark, and the button with the mark on it.
func NewCountMark(button *Button) (*CountMark, fyne.CanvasObject) {
	m := &CountMark{}
	m.ExtendBaseWidget(m)
	m.BaseWidget.Hide()
	m.corner = container.New(cornerLayout{}, button, m)
	return m, m.corner
}

// Set changes the count.
func (m *CountMark) Set(count int) {
	if m.count == count {
		return
	}
	m.count = count
	m.Hidden = count == 0
	m.corner.Refresh()
}

func (m *CountMark) text() string {
	if m.count > mostMarked {
		return table.Thousands(mostMarked) + "+"
	}
	return table.Thousands(int64(m.count))
}

// MinSize is the count and its rounded ends.
func (m *CountMark) MinSize() fyne.Size {
	width := Measure(m.text(), Size(theme.SizeNameSmall), true).Width + 2*markPad
	return fyne.NewSize(max(markHeight, width), markHeight)
}

// CreateRenderer is Fyne's way to get the parts.
func (m *CountMark) CreateRenderer() fyne.WidgetRenderer {
	m.box, m.drawn = canvas.NewRectangle(nil), canvas.NewText("", nil)
	m.box.CornerRadius = markHeight / 2.0
	m.drawn.TextStyle.Bold = true
	return NewRenderer(Drawing{Of: m, Parts: Fixed(m.box, m.drawn), Draw: m.draw, Place: m.place})
}

func (m *CountMark) draw() {
	setFill(m.box, Colour(theme.ColorNameDanger))
	m.drawn.TextSize = Size(theme.SizeNameSmall)
	setText(m.drawn, m.text(), Colour(theme.ColorNameOnDanger))
}

func (m *CountMark) place(size fyne.Size) {
	m.box.Resize(size)
	text := m.drawn.MinSize()
	m.drawn.Resize(text)
	m.drawn.Move(fyne.NewPos((size.Width-text.Width)/2, (size.Height-text.Height)/2))
}

// cornerLayout gives the first object the room, and stands the second on its upper right corner.
type cornerLayout struct{}

func (cornerLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (cornerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	least := objects[1].MinSize()
	objects[1].Resize(least)
	objects[1].Move(fyne.NewPos(size.Width-least.Width+markOver, -markOver))
}

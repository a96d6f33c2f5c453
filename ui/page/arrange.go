package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The distances between things.
const (
	Tight  float32 = 4
	Near   float32 = 8
	Gap    float32 = 12
	Apart  float32 = 16
	Margin float32 = 20
)

// Column stands objects under each other, each as wide as the column. A spacer, or what Fill marks, takes the height that
// is left.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnLayout{gap: gap}, objects...)
}

// Row stands objects beside each other, each as wide as it must be and in the middle of the height. Spacers and what Fill
// marks share the width that is left.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rowLayout{gap: gap}, objects...)
}

// RowTop is a Row whose objects stand at its upper edge: a number before a paragraph.
func RowTop(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rowLayout{gap: gap, top: true}, objects...)
}

// Fill lets an object take what is left of a Column or a Row.
func Fill(object fyne.CanvasObject) fyne.CanvasObject {
	return container.New(fillLayout{}, object)
}

// Space takes what is left of a Row or a Column, and draws nothing.
func Space() fyne.CanvasObject { return layout.NewSpacer() }

// Inset leaves room around an object.
func Inset(top, right, bottom, left float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), object)
}

// AtLeast gives an object a least size; zero leaves a side as it is.
func AtLeast(width, height float32, object fyne.CanvasObject) *fyne.Container {
	least := fyne.NewSize(width, height)
	return widget.Sized(func() fyne.Size { return object.MinSize().Max(least) }, object)
}

// Fields stands objects in columns of equal width, row by row, with as many columns as fit at their least width.
func Fields(least float32, most int, gap fyne.Size, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&fieldsLayout{least: least, most: most, gap: gap}, objects...)
}

// Scrolled lets what is higher than its place scroll. Paragraphs in it break to the width of the place first.
func Scrolled(content fyne.CanvasObject) *fyne.Container {
	inner := Inset(widget.Bleed, widget.Bleed, widget.Bleed, widget.Bleed, content)
	scroll := container.NewVScroll(inner)
	return container.New(&scrolledLayout{scroll: scroll, inner: inner}, scroll)
}

type fillLayout struct{}

func (fillLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		object.Resize(size)
		object.Move(fyne.Position{})
	}
}

func (fillLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, object := range objects {
		least = least.Max(object.MinSize())
	}
	return least
}

func fills(object fyne.CanvasObject) bool {
	if spacer, ok := object.(layout.SpacerObject); ok {
		return spacer.ExpandVertical() || spacer.ExpandHorizontal()
	}
	box, ok := object.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = box.Layout.(fillLayout)
	return ok
}

// shown are the objects that take part, and how many of them fill.
func shown(objects []fyne.CanvasObject) (visible []fyne.CanvasObject, filling int) {
	for _, object := range objects {
		if !object.Visible() {
			continue
		}
		visible = append(visible, object)
		if fills(object) {
			filling++
		}
	}
	return visible, filling
}

type columnLayout struct{ gap float32 }

func (l *columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	visible, filling := shown(objects)
	rest := size.Height - l.gap*float32(max(len(visible)-1, 0))
	for _, object := range visible {
		if fills(object) {
			continue
		}
		// A paragraph knows its height only once it knows its width.
		object.Resize(fyne.NewSize(size.Width, object.Size().Height))
		rest -= object.MinSize().Height
	}
	y := float32(0)
	for _, object := range visible {
		height := object.MinSize().Height
		if fills(object) {
			height = max(0, rest/float32(filling))
		}
		object.Resize(fyne.NewSize(size.Width, height))
		object.Move(fyne.NewPos(0, y))
		y += height + l.gap
	}
}

func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	visible, _ := shown(objects)
	least := fyne.NewSize(0, l.gap*float32(max(len(visible)-1, 0)))
	for _, object := range visible {
		size := object.MinSize()
		least.Width = max(least.Width, size.Width)
		least.Height += size.Height
	}
	return least
}

type rowLayout struct {
	gap float32
	top bool
}

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	visible, filling := shown(objects)
	rest := size.Width - l.gap*float32(max(len(visible)-1, 0))
	for _, object := range visible {
		if !fills(object) {
			rest -= object.MinSize().Width
		}
	}
	x := float32(0)
	for _, object := range visible {
		least := object.MinSize()
		if fills(object) {
			least.Width = max(0, rest/float32(filling))
			object.Resize(fyne.NewSize(least.Width, least.Height))
			least.Height = object.MinSize().Height
		}
		object.Resize(least)
		y := (size.Height - least.Height) / 2
		if l.top {
			y = 0
		}
		object.Move(fyne.NewPos(x, y))
		x += least.Width + l.gap
	}
}

func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	visible, _ := shown(objects)
	least := fyne.NewSize(l.gap*float32(max(len(visible)-1, 0)), 0)
	for _, object := range visible {
		size := object.MinSize()
		least.Width += size.Width
		least.Height = max(least.Height, size.Height)
	}
	return least
}

type fieldsLayout struct {
	least   float32
	most    int
	gap     fyne.Size
	columns int
}

func (l *fieldsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	visible, _ := shown(objects)
	l.columns = max(1, min(l.most, int((size.Width+l.gap.Width)/(l.least+l.gap.Width))))
	width := (size.Width - l.gap.Width*float32(l.columns-1)) / float32(l.columns)
	y := float32(0)
	for len(visible) > 0 {
		row := visible[:min(l.columns, len(visible))]
		visible = visible[len(row):]
		height := float32(0)
		for _, object := range row {
			object.Resize(fyne.NewSize(width, object.Size().Height))
			height = max(height, object.MinSize().Height)
		}
		for i, object := range row {
			object.Resize(fyne.NewSize(width, height))
			object.Move(fyne.NewPos(float32(i)*(width+l.gap.Width), y))
		}
		y += height + l.gap.Height
	}
}

func (l *fieldsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	visible, _ := shown(objects)
	columns := max(1, l.columns)
	least := fyne.NewSize(l.least, 0)
	for i := 0; i < len(visible); i += columns {
		height := float32(0)
		for _, object := range visible[i:min(i+columns, len(visible))] {
			height = max(height, object.MinSize().Height)
		}
		if i > 0 {
			least.Height += l.gap.Height
		}
		least.Height += height
	}
	return least
}

type scrolledLayout struct {
	scroll *container.Scroll
	inner  *fyne.Container
}

// Layout lays the content out and leaves what is drawn of it: a Refresh of the scroller would draw all of it anew.
func (l *scrolledLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	size = size.AddWidthHeight(2*widget.Bleed, 2*widget.Bleed)
	l.inner.Resize(fyne.NewSize(size.Width, l.inner.Size().Height))
	layAll(l.inner)
	l.scroll.Resize(size)
	l.scroll.Move(fyne.NewPos(-widget.Bleed, -widget.Bleed))
	l.scroll.Base.Refresh()
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(l.scroll.Offset.Y, l.inner.MinSize().Height-size.Height))))
}

func (l *scrolledLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, 40) }

// Over lays objects over each other, the first one below.
func Over(objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(objects...)
}

// LongBody is a Body whose last object reaches the lower edge of the window: nothing else cuts what scrolls there. What ends
// in it stands AboveFoot.
func LongBody(objects ...fyne.CanvasObject) *fyne.Container {
	return Inset(Apart, Margin, 0, Margin, Column(Gap, objects...))
}

// AboveFoot leaves the margin of the window below an object.
func AboveFoot(object fyne.CanvasObject) *fyne.Container { return Inset(0, 0, Apart, 0, object) }

// Body is a page's content within the margins of the window.
func Body(objects ...fyne.CanvasObject) *fyne.Container {
	return Inset(Apart, Margin, Apart, Margin, Column(Gap, objects...))
}

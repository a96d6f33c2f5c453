package page

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Flow stands objects beside each other and breaks into more lines where they do not fit.
func Flow(gap fyne.Size, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: gap, width: 800}, objects...)
}

// Dotted is a Flow with a dot between the objects of a line, and none where a line begins or ends.
func Dotted(gap fyne.Size, objects ...fyne.CanvasObject) *fyne.Container {
	l := &flowLayout{gap: fyne.NewSize(2*gap.Width+newDot().MinSize().Width, gap.Height), width: 800}
	for range objects[1:] {
		l.dots = append(l.dots, newDot())
	}
	return container.New(l, append(slices.Clone(l.dots), objects...)...)
}

func newDot() fyne.CanvasObject { return widget.NewMuted("·") }

type flowLayout struct {
	gap   fyne.Size
	width float32
	// dots are the first of the objects, and stand in the gaps within a line.
	dots []fyne.CanvasObject
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width > 0 {
		l.width = size.Width
	}
	l.lay(objects, true)
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widest := float32(0)
	for _, object := range objects[len(l.dots):] {
		widest = max(widest, object.MinSize().Width)
	}
	return fyne.NewSize(min(widest, l.width), l.lay(objects, false))
}

// lay returns the height of all lines, and puts the objects there if told to.
func (l *flowLayout) lay(objects []fyne.CanvasObject, move bool) float32 {
	visible, _ := shown(objects[len(l.dots):])
	dots := l.dots
	y := float32(0)
	for len(visible) > 0 {
		line, height := l.line(visible)
		if move {
			x := float32(0)
			for i, object := range line {
				if i > 0 && len(dots) > 0 {
					l.placeDot(dots[0], x, y, height)
					dots = dots[1:]
				}
				least := object.MinSize()
				object.Resize(fyne.NewSize(min(least.Width, l.width), least.Height))
				object.Move(fyne.NewPos(x, y+(height-least.Height)/2))
				x += least.Width + l.gap.Width
			}
		}
		visible = visible[len(line):]
		y += height
		if len(visible) > 0 {
			y += l.gap.Height
		}
	}
	for _, dot := range dots {
		if move {
			dot.Hide()
		}
	}
	return y
}

// placeDot puts a dot into the middle of the gap before x.
func (l *flowLayout) placeDot(dot fyne.CanvasObject, x, y, height float32) {
	least := dot.MinSize()
	dot.Show()
	dot.Resize(least)
	dot.Move(fyne.NewPos(x-(l.gap.Width+least.Width)/2, y+(height-least.Height)/2))
}

// line is as many objects as fit beside each other, at least one, and how high they are.
func (l *flowLayout) line(objects []fyne.CanvasObject) (line []fyne.CanvasObject, height float32) {
	x := float32(0)
	for i, object := range objects {
		least := object.MinSize()
		if i > 0 && x+least.Width > l.width {
			return objects[:i], height
		}
		x += least.Width + l.gap.Width
		height = max(height, least.Height)
	}
	return objects, height
}

package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Flow stands objects beside each other and breaks into more lines where they do not fit.
func Flow(gap fyne.Size, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: gap, width: 800}, objects...)
}

type flowLayout struct {
	gap   fyne.Size
	width float32
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width > 0 {
		l.width = size.Width
	}
	l.lay(objects, true)
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widest := float32(0)
	for _, object := range objects {
		widest = max(widest, object.MinSize().Width)
	}
	return fyne.NewSize(min(widest, l.width), l.lay(objects, false))
}

// lay returns the height of all lines, and puts the objects there if told to.
func (l *flowLayout) lay(objects []fyne.CanvasObject, move bool) float32 {
	visible, _ := shown(objects)
	y := float32(0)
	for len(visible) > 0 {
		line, height := l.line(visible)
		if move {
			x := float32(0)
			for _, object := range line {
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
	return y
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

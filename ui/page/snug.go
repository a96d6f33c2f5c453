package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Snug stands an object right behind a text, and cuts the text where there is no room for it whole.
func Snug(text *widget.CutText, size float32, behind fyne.CanvasObject) *fyne.Container {
	return container.New(&snugLayout{text: text, size: size}, text, behind)
}

type snugLayout struct {
	text *widget.CutText
	size float32
}

func (l *snugLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	behind := objects[1].MinSize()
	return fyne.NewSize(behind.Width+Tight, max(behind.Height, objects[0].MinSize().Height))
}

func (l *snugLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	behind := objects[1].MinSize()
	// A pixel more than is measured, so that rounding does not cut a text that fits.
	width := min(widget.Measure(l.text.Text.Text(), l.size, false).Width+1, size.Width-behind.Width-Tight)
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(width, height))
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	objects[1].Resize(behind)
	objects[1].Move(fyne.NewPos(width+Tight, (size.Height-behind.Height)/2))
}

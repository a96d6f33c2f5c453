package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Beside stands buttons at the right of a title, or below it where there is no room beside it.
func Beside(title, buttons fyne.CanvasObject) *fyne.Container {
	return container.New(&besideLayout{}, title, buttons)
}

type besideLayout struct{ width float32 }

func (l *besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	title, buttons := objects[0].MinSize(), objects[1].MinSize()
	if l.below(title, buttons) {
		return fyne.NewSize(buttons.Width, title.Height+Near+buttons.Height)
	}
	return fyne.NewSize(buttons.Width, max(title.Height, buttons.Height))
}

func (l *besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	title, buttons := objects[0].MinSize(), objects[1].MinSize()
	objects[0].Resize(title)
	objects[1].Resize(buttons)
	if l.below(title, buttons) {
		objects[0].Move(fyne.Position{})
		objects[1].Move(fyne.NewPos(size.Width-buttons.Width, title.Height+Near))
		return
	}
	objects[0].Move(fyne.NewPos(0, (size.Height-title.Height)/2))
	objects[1].Move(fyne.NewPos(size.Width-buttons.Width, (size.Height-buttons.Height)/2))
}

func (l *besideLayout) below(title, buttons fyne.Size) bool {
	return l.width > 0 && l.width < title.Width+Near+buttons.Width
}

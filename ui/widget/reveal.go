package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// reveal scrolls what an object lies in so far that the object can be seen: the keyboard came to it. What a click came to is
// seen already.
func reveal(object fyne.CanvasObject) {
	c := canvasOf(object)
	if c == nil {
		return
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	position := fyne.CurrentApp().Driver().AbsolutePositionForObject
	for _, scroll := range scrollsAbove(root, object) {
		top := position(object).Y - position(scroll).Y
		bottom := top + object.Size().Height
		switch height := scroll.Size().Height; {
		case top < 0:
			scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, scroll.Offset.Y+top-revealed))
		case bottom > height:
			scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, scroll.Offset.Y+min(top, bottom-height+revealed)))
		}
	}
}

// revealed is what is seen around an object that was scrolled to.
const revealed = 8

// scrollsAbove are what an object is scrolled by, the innermost first; nil where it does not lie there.
func scrollsAbove(in, object fyne.CanvasObject) []*container.Scroll {
	found, _ := findIn(in, object)
	return found
}

func findIn(in, object fyne.CanvasObject) (scrolls []*container.Scroll, found bool) {
	if in == object {
		return nil, true
	}
	for _, child := range heldBy(in) {
		if scrolls, found = findIn(child, object); found {
			if scroll, is := in.(*container.Scroll); is {
				scrolls = append(scrolls, scroll)
			}
			return scrolls, true
		}
	}
	return nil, false
}

// heldBy are the objects that stand in another, as far as it shows them.
func heldBy(in fyne.CanvasObject) []fyne.CanvasObject {
	if in == nil || !in.Visible() {
		return nil
	}
	switch in := in.(type) {
	case *fyne.Container:
		return in.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{in.Content}
	case *Panel:
		return []fyne.CanvasObject{in.content}
	case *Popup:
		return []fyne.CanvasObject{in.content}
	case *Field:
		return []fyne.CanvasObject{in.Entry}
	case *Banner:
		return in.actions
	case *Segments:
		held := make([]fyne.CanvasObject, len(in.all))
		for i, one := range in.all {
			held[i] = one
		}
		return held
	}
	return nil
}

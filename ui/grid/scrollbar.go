package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	scrollBarWidth = 11
	thumbWidth     = 6
	minThumb       = 28
)

// scrollBar shows how much is seen and moves it. It is not there while everything is seen.
type scrollBar struct {
	fynewidget.BaseWidget
	vertical              bool
	scroll                func(offset float32)
	offset, view, content float32
	thumb                 *canvas.Rectangle
	hovered               bool
	grip                  float32
	dragging              bool
}

var (
	_ fyne.Draggable    = (*scrollBar)(nil)
	_ fyne.Tappable     = (*scrollBar)(nil)
	_ desktop.Hoverable = (*scrollBar)(nil)
)

func newScrollBar(vertical bool, scroll func(offset float32)) *scrollBar {
	s := &scrollBar{vertical: vertical, scroll: scroll, thumb: canvas.NewRectangle(nil)}
	s.Hidden = true
	s.ExtendBaseWidget(s)
	return s
}

// set tells the bar what is seen: content from offset, as much as view.
func (s *scrollBar) set(offset, view, content float32) {
	if s.offset == offset && s.view == view && s.content == content {
		return
	}
	s.offset, s.view, s.content = offset, view, content
	needed := content > view+0.5 && view > 0
	if needed != s.Visible() {
		if needed {
			s.Show()
		} else {
			s.Hide()
		}
	}
	s.lay()
}

func (s *scrollBar) length() float32 {
	if s.vertical {
		return s.Size().Height
	}
	return s.Size().Width
}

func (s *scrollBar) thumbLength() float32 {
	if s.content <= 0 {
		return 0
	}
	return max(minThumb, s.length()*s.view/s.content)
}

func (s *scrollBar) thumbAt() float32 {
	room := s.content - s.view
	if room <= 0 {
		return 0
	}
	return (s.length() - s.thumbLength()) * s.offset / room
}

func (s *scrollBar) lay() {
	width := float32(thumbWidth)
	if s.hovered || s.dragging {
		width += 2
	}
	at, length, side := s.thumbAt(), s.thumbLength(), (scrollBarWidth-width)/2
	if s.vertical {
		s.thumb.Move(fyne.NewPos(side, at+2))
		s.thumb.Resize(fyne.NewSize(width, max(0, length-4)))
	} else {
		s.thumb.Move(fyne.NewPos(at+2, side))
		s.thumb.Resize(fyne.NewSize(max(0, length-4), width))
	}
	s.thumb.CornerRadius = width / 2
	setFill(s.thumb, widget.Colour(fynetheme.ColorNameScrollBar))
}

func (s *scrollBar) along(pos fyne.Position) float32 {
	if s.vertical {
		return pos.Y
	}
	return pos.X
}

// goTo scrolls so that the thumb begins at a place of the bar.
func (s *scrollBar) goTo(at float32) {
	room := s.length() - s.thumbLength()
	if room > 0 {
		s.scroll(max(0, min(at, room)) / room * (s.content - s.view))
	}
}

// Tapped pages towards the pointer.
func (s *scrollBar) Tapped(e *fyne.PointEvent) {
	at := s.along(e.Position)
	switch {
	case at < s.thumbAt():
		s.scroll(s.offset - s.view)
	case at > s.thumbAt()+s.thumbLength():
		s.scroll(s.offset + s.view)
	}
}

// Dragged moves the thumb with the pointer.
func (s *scrollBar) Dragged(e *fyne.DragEvent) {
	at := s.along(e.Position)
	if !s.dragging {
		s.dragging = true
		s.grip = at - s.along(fyne.NewPos(e.Dragged.DX, e.Dragged.DY)) - s.thumbAt()
		s.grip = max(0, min(s.grip, s.thumbLength()))
	}
	s.goTo(at - s.grip)
}

// DragEnd lets the thumb go.
func (s *scrollBar) DragEnd() {
	s.dragging = false
	s.lay()
}

// MouseIn makes the thumb wider.
func (s *scrollBar) MouseIn(*desktop.MouseEvent) {
	s.hovered = true
	s.lay()
}

// MouseMoved does nothing.
func (s *scrollBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the thumb narrow.
func (s *scrollBar) MouseOut() {
	s.hovered = false
	s.lay()
}

func (s *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: s, Parts: widget.Fixed(s.thumb), Draw: s.lay, Place: func(fyne.Size) { s.lay() }})
}

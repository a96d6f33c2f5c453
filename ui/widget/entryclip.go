package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// entryClip shows the part of a field's text that its scroller has in sight, without the scroller's bars: they would cover the
// text. Letters of other scripts stand on the line of Latin ones.
type entryClip struct {
	widget.BaseWidget
	scroll *container.Scroll
}

func newEntryClip(scroll *container.Scroll) *entryClip {
	c := &entryClip{scroll: scroll}
	c.ExtendBaseWidget(c)
	return c
}

// follow puts the clip to where the scroller is.
func (c *entryClip) follow(text string, size float32) {
	c.Resize(c.scroll.Size())
	c.Move(c.scroll.Position().SubtractXY(0, drop(text, size, false)))
}

// CreateRenderer is Fyne's way to get the parts.
func (c *entryClip) CreateRenderer() fyne.WidgetRenderer {
	parts := func() []fyne.CanvasObject {
		if c.scroll.Content == nil {
			return nil
		}
		return []fyne.CanvasObject{c.scroll.Content}
	}
	return clipRenderer{NewRenderer(Drawing{Of: c, Parts: parts})}
}

// clipRenderer is what Fyne clips.
type clipRenderer struct{ fyne.WidgetRenderer }

// IsClip marks it so.
func (clipRenderer) IsClip() {}

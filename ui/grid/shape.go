package grid

import (
	"math"

	"github.com/tenantkeep/tenantkeep/core/table"
)

const (
	ticksWidth = 42
	cellPad    = 11
	// gutter is kept free at the right for the bar, so that it covers nothing and columns do not jump when it comes.
	gutter = scrollBarWidth - 1
	// leastShare is how much of their width columns of text keep where there is little room, unless they say otherwise or their
	// title needs more; then the table scrolls sideways.
	leastShare = 0.75
	// usualWidth is that of a column that has none of its own.
	usualWidth = 120
)

// span is a shown column with where it stands. x counts from the left edge of the table, before scrolling.
type span struct {
	table.Placed
	x, width float32
	// held columns stay where they are while the others scroll.
	held bool
	// chosen says that a person gave the column its width.
	chosen bool
	// titled is the width in which the title is read whole, in two lines or its short form.
	titled float32
}

// shape is where every shown column stands. Titles and rows share it.
type shape struct {
	noTicks  bool
	spans    []span
	viewport float32
	// held is how much of the left side does not scroll: check boxes and fixed columns.
	held  float32
	total float32
	// offset is how far the others are scrolled.
	offset float32
	// version changes with every change, so that rows know that they are laid out for an older one.
	version int
}

func newShape() *shape { return &shape{} }

func (s *shape) arrange(layout table.Layout, columns []table.Column) {
	visible := layout.Visible(columns)
	s.spans = make([]span, len(visible))
	leading := true
	for i, placed := range visible {
		leading = leading && placed.Fixed
		if placed.Width == 0 {
			placed.Width = usualWidth
		}
		_, chosen := layout.Widths[placed.ID]
		one := span{Placed: placed, held: leading, chosen: chosen, titled: titledWidth(placed.Column)}
		if one.squeezed() {
			one.Width = max(one.Width, one.titled)
		}
		s.spans[i] = one
	}
	s.place(s.viewport)
}

// place gives the columns their widths. Room that is left is shared by the columns that no person gave a width; where a
// person chose all, the last column takes it. Room that is missing is taken from those of them that can be squeezed: a
// state, a time or a number says nothing when it is cut.
func (s *shape) place(viewport float32) {
	s.viewport = viewport
	s.version++
	s.held = 0
	if !s.noTicks {
		s.held = ticksWidth
	}
	natural, flexible, slack := s.held, float32(0), float32(0)
	for _, span := range s.spans {
		natural += span.Width
		slack += span.slack()
		if span.flexible() {
			flexible += span.Width
		}
	}
	spare := max(viewport-natural, -slack)
	x := s.held
	for i := range s.spans {
		span := &s.spans[i]
		span.width = span.Width
		switch {
		case spare > 0 && span.flexible():
			span.width += floor(spare * span.Width / flexible)
		case spare < 0:
			span.width += floor(spare * span.slack() / slack)
		}
		span.x = x
		x += span.width
		if span.held {
			s.held = x
		}
	}
	s.fillUp(x, viewport)
	s.scroll(s.offset)
}

// floor keeps columns on whole pixels.
func floor(f float32) float32 { return float32(math.Floor(float64(f))) }

func (s span) flexible() bool { return !s.chosen && s.Kind != table.Action }

// slack is how much can be taken from the column.
func (s span) slack() float32 {
	switch {
	case s.chosen:
		return 0
	case s.Least > 0:
		return s.Width - s.Least
	case s.squeezed():
		return s.Width - max(s.Width*leastShare, s.titled)
	}
	return 0
}

// squeezed says that the column gives way to others, as far as its title lets it.
func (s span) squeezed() bool {
	return !s.chosen && s.Least == 0 && (s.Kind == table.Text || s.Kind == table.Choice)
}

// fillUp gives the last column what rounding or chosen widths have left.
func (s *shape) fillUp(x, viewport float32) {
	s.total = x
	if len(s.spans) == 0 || x >= viewport {
		return
	}
	last := &s.spans[len(s.spans)-1]
	last.width += viewport - x
	s.total = viewport
	if last.held {
		s.held = viewport
	}
}

// scroll changes the offset within what there is, and says whether it changed.
func (s *shape) scroll(offset float32) bool {
	offset = max(0, min(offset, s.total-s.viewport))
	if offset == s.offset {
		return false
	}
	s.offset = offset
	s.version++
	return true
}

// left returns where a column is drawn.
func (s *shape) left(i int) float32 {
	if s.spans[i].held {
		return s.spans[i].x
	}
	return s.spans[i].x - s.offset
}

// at returns the column drawn at x: its index, ticksColumn for the check boxes, or nowhere.
func (s *shape) at(x float32) int {
	if !s.noTicks && x < ticksWidth {
		return ticksColumn
	}
	for i := range s.spans {
		left := s.left(i)
		if x >= left && x < left+s.spans[i].width && (s.spans[i].held || x >= s.held) {
			return i
		}
	}
	return nowhere
}

// What at returns besides the index of a column.
const (
	ticksColumn = -1
	nowhere     = -2
)

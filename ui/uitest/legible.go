package uitest

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// slack is by how much what is drawn may miss its place: half a pixel at each end is rounding.
const slack = 1.5

// Illegible says of all that is drawn in what is open on top what cannot be read or reached: a text that is wider than its place
// or lies over another, a control that touches another or is beyond the edge where no scrolling leads.
func (w *Window) Illegible() []string {
	c := w.Win.Canvas()
	root := w.onTop()
	for range 2 { // a paragraph knows its height only once it has its width
		layOut(root)
	}
	l := &looker{}
	window := boxOf(fyne.Position{}, c.Size())
	l.look(root, root.Position(), place{reach: window, seen: window, bar: math.MaxInt32, within: window})
	l.compare()
	return l.wrong
}

// layOut gives everything its place, as the program's driver does before it paints.
func layOut(object fyne.CanvasObject) {
	switch object := object.(type) {
	case *fyne.Container:
		if object.Layout != nil {
			object.Layout.Layout(object.Objects, object.Size())
		}
		for _, child := range object.Objects {
			layOut(child)
		}
	case fyne.Widget:
		renderer := test.WidgetRenderer(object)
		renderer.Layout(object.Size())
		for _, child := range renderer.Objects() {
			layOut(child)
		}
	}
}

// box is a part of the canvas, from its upper left corner to its lower right one.
type box struct{ from, to fyne.Position }

func boxOf(at fyne.Position, size fyne.Size) box { return box{at, at.Add(size)} }

func (b box) and(other box) box {
	return box{
		fyne.NewPos(max(b.from.X, other.from.X), max(b.from.Y, other.from.Y)),
		fyne.NewPos(min(b.to.X, other.to.X), min(b.to.Y, other.to.Y)),
	}
}

func (b box) width() float32  { return b.to.X - b.from.X }
func (b box) height() float32 { return b.to.Y - b.from.Y }

func (b box) holds(other box) bool {
	return b.holdsAcross(other) && other.from.Y >= b.from.Y-slack && other.to.Y <= b.to.Y+slack
}

func (b box) holdsAcross(other box) bool {
	return other.from.X >= b.from.X-slack && other.to.X <= b.to.X+slack
}

func (b box) String() string {
	return fmt.Sprintf("(%.0f,%.0f)-(%.0f,%.0f)", b.from.X, b.from.Y, b.to.X, b.to.Y)
}

// place is where something is drawn.
type place struct {
	// reach is what a person can bring into sight, and seen is what is in sight.
	reach, seen box
	// bar is where a bar lies over what scrolls, from there to the right.
	bar float32
	// within is the innermost widget, named owner.
	within box
	owner  fyne.CanvasObject
}

// drawn is a text with the part of it that is in sight; a plate has no text, and hides what was drawn before.
type drawn struct {
	text *canvas.Text
	seen box
}

type looker struct {
	wrong    []string
	drawn    []drawn
	controls []control
}

// control is what a person presses or types into, with the part of it that is in sight.
type control struct {
	name string
	seen box
}

func (l *looker) say(what string, args ...any) { l.wrong = append(l.wrong, fmt.Sprintf(what, args...)) }

// look goes through what is drawn, the lowest first.
func (l *looker) look(object fyne.CanvasObject, at fyne.Position, in place) {
	if object == nil || !object.Visible() {
		return
	}
	switch object := object.(type) {
	case *canvas.Text:
		l.readText(object, at, in)
	case *canvas.Rectangle:
		l.readPlate(object, at, in)
	case *fyne.Container:
		for _, child := range object.Objects {
			l.look(child, at.Add(child.Position()), in)
		}
	case fyne.Widget:
		l.readWidget(object, at, in)
	}
}

func (l *looker) readWidget(object fyne.Widget, at fyne.Position, in place) {
	own := boxOf(at, object.Size())
	if _, acts := object.(fyne.Focusable); acts && own.width() > 0 && !in.reach.holds(own) {
		l.say("%q %s is beyond what can be reached: %s", NameOf(object), own, in.reach)
	}
	switch object.(type) {
	case *widget.Button, *widget.Entry:
		l.apart(control{NameOf(object), own.and(in.seen)})
	}
	in.within, in.owner = own, object
	renderer := test.WidgetRenderer(object)
	if _, clips := renderer.(interface{ IsClip() }); clips {
		// A table moves what it clips by bars of its own, a field with the caret.
		in.seen = in.seen.and(own)
		in.reach = box{fyne.NewPos(-math.MaxInt32, -math.MaxInt32), fyne.NewPos(math.MaxInt32, math.MaxInt32)}
		in.within, in.bar = in.reach, math.MaxInt32
	}
	if scroll, scrolls := object.(*container.Scroll); scrolls {
		in = scrolled(scroll, at, in)
	}
	for _, child := range renderer.Objects() {
		l.look(child, at.Add(child.Position()), in)
	}
}

// apart says which controls another one reaches from the left or the right, so that it cannot be told where one of them ends.
func (l *looker) apart(one control) {
	for _, other := range l.controls {
		shared := one.seen.and(other.seen)
		if shared.height() > slack && shared.width() > -1 && !one.seen.holds(other.seen) && !other.seen.holds(one.seen) {
			l.say("%q and %q touch at %s", other.name, one.name, shared)
		}
	}
	l.controls = append(l.controls, one)
}

// scrolled is the place of what scrolls: all of it can be reached in the direction in which it does.
func scrolled(scroll *container.Scroll, at fyne.Position, in place) place {
	all := boxOf(at.Add(scroll.Content.Position()), scroll.Content.Size())
	own := boxOf(at, scroll.Size())
	in.seen = in.seen.and(own)
	in.reach, in.within = in.reach.and(own), all
	if scroll.Direction == container.ScrollVerticalOnly || scroll.Direction == container.ScrollBoth {
		if all.height() > own.height()+slack {
			in.bar = min(in.bar, own.to.X-widget.Size(fynetheme.SizeNameScrollBarSmall))
		}
		in.reach.from.Y, in.reach.to.Y = all.from.Y, all.to.Y
	}
	if scroll.Direction == container.ScrollHorizontalOnly || scroll.Direction == container.ScrollBoth {
		in.reach.from.X, in.reach.to.X = all.from.X, all.to.X
	}
	return in
}

func (l *looker) readText(text *canvas.Text, at fyne.Position, in place) {
	if strings.TrimSpace(text.Text) == "" || alpha(text.Color) == 0 {
		return
	}
	own := boxOf(at, text.MinSize())
	switch free := text.Size().Width - own.width(); text.Alignment {
	case fyne.TextAlignLeading:
	case fyne.TextAlignCenter:
		own.from.X, own.to.X = own.from.X+free/2, own.to.X+free/2
	case fyne.TextAlignTrailing:
		own.from.X, own.to.X = own.from.X+free, own.to.X+free
	}
	switch {
	case !in.reach.holds(own):
		l.say("the text %q %s is beyond what can be reached: %s", text.Text, own, in.reach)
	case own.to.X > in.bar+slack:
		l.say("the text %q %s lies under the bar at %.0f", text.Text, own, in.bar)
	case !in.within.holdsAcross(own):
		l.say("the text %q %s sticks out of %T %s", text.Text, own, in.owner, in.within)
	}
	if button, is := in.owner.(*widget.Button); is && strings.HasSuffix(text.Text, widget.Ellipsis) && text.Text != button.Label() {
		l.say("the label %q is cut: %q", button.Label(), text.Text)
	}
	l.drawn = append(l.drawn, drawn{text, own.and(in.seen)})
}

func (l *looker) readPlate(plate *canvas.Rectangle, at fyne.Position, in place) {
	if alpha(plate.FillColor) == math.MaxUint16 {
		l.drawn = append(l.drawn, drawn{nil, boxOf(at, plate.Size()).and(in.seen)})
	}
}

func alpha(c color.Color) uint32 {
	if c == nil {
		return 0
	}
	_, _, _, a := c.RGBA()
	return a
}

// compare finds the texts that lie over each other with nothing between them.
func (l *looker) compare() {
	for i, above := range l.drawn {
		if above.text == nil {
			continue
		}
		for j, below := range l.drawn[:i] {
			shared := above.seen.and(below.seen)
			if below.text == nil || !collides(shared) || strengthens(above.text, below.text) || l.covered(shared, j, i) {
				continue
			}
			l.say("the texts %q and %q lie over each other at %s", below.text.Text, above.text.Text, shared)
		}
	}
}

// collides says whether two texts share more than the empty edge of their lines.
func collides(shared box) bool { return shared.width() > 2 && shared.height() > 6 }

// strengthens says whether a text is drawn to make another bold.
func strengthens(above, below *canvas.Text) bool {
	return alpha(above.Color) < alpha(below.Color) && strings.Contains(below.Text, above.Text)
}

// covered says whether a plate between two texts hides the lower one.
func (l *looker) covered(shared box, after, before int) bool {
	for _, plate := range l.drawn[after:before] {
		if plate.text == nil && plate.seen.holds(shared) {
			return true
		}
	}
	return false
}

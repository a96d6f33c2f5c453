package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Link is text to click.
type Link struct {
	Press
	text   string
	drawn  *canvas.Text
	bold   Bolder
	under  *canvas.Rectangle
	weight bool
}

// NewLink returns a link in bold.
func NewLink(text string, onTapped func()) *Link { return newLink(text, true, onTapped) }

// NewPlainLink returns a link in the weight of the text around it.
func NewPlainLink(text string, onTapped func()) *Link { return newLink(text, false, onTapped) }

func newLink(text string, bold bool, onTapped func()) *Link {
	l := &Link{text: text, weight: bold}
	l.Extend(l, onTapped)
	return l
}

// SetText changes the text.
func (l *Link) SetText(text string) {
	if l.text == text {
		return
	}
	l.text = text
	l.Refresh()
}

// AccessibilityLabel is the text.
func (l *Link) AccessibilityLabel() string { return l.text }

// AccessibilityRole is a link.
func (l *Link) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// MinSize is the text's.
func (l *Link) MinSize() fyne.Size {
	return Measure(l.text, Size(fynetheme.SizeNameText), l.weight)
}

func (l *Link) draw() {
	l.drawn.TextSize = Size(fynetheme.SizeNameText)
	setText(l.drawn, l.text, Colour(theme.ColorNameAccent))
	setFill(l.under, Colour(theme.ColorNameAccent))
	l.under.Hidden = !l.hovered && !l.focused
}

// CreateRenderer is Fyne's way to get the parts.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	l.drawn = canvas.NewText("", nil)
	l.drawn.TextStyle.Bold = l.weight
	l.under = canvas.NewRectangle(nil)
	return NewRenderer(Drawing{Of: l, Parts: l.parts, Draw: l.draw, Place: l.place})
}

func (l *Link) parts() []fyne.CanvasObject {
	return l.bold.AppendTo([]fyne.CanvasObject{l.drawn, l.under})
}

func (l *Link) place(size fyne.Size) {
	placeText(l.drawn, 0, size.Height)
	l.bold.Over(l.drawn)
	text := l.drawn.Size()
	l.under.Resize(fyne.NewSize(text.Width, 1))
	l.under.Move(fyne.NewPos(0, (size.Height+text.Height)/2-2))
}

// linksTo are links to what can be done. One that stood at the same place with the same words stays: somebody may be pressing it
// while what is told beside it changes.
func linksTo(actions []Action, before []fyne.CanvasObject) []fyne.CanvasObject {
	links := make([]fyne.CanvasObject, len(actions))
	for i, action := range actions {
		if i < len(before) && before[i].(*Link).text == action.Label {
			before[i].(*Link).SetOnTapped(action.Do)
			links[i] = before[i]
			continue
		}
		links[i] = NewLink(action.Label, action.Do)
	}
	return links
}

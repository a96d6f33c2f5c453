package widget

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// TextLook is how a Text is drawn.
type TextLook struct {
	Colour fyne.ThemeColorName
	Size   fyne.ThemeSizeName
	Bold   bool
	Align  fyne.TextAlign
	// Cut lets the text be narrower than its content: an ellipsis takes the rest, and a tooltip has the whole.
	Cut bool
}

// Text is one line of text.
type Text struct {
	widget.BaseWidget
	tipped
	look TextLook
	text string
	// whole is what a tooltip says in place of the text; empty leaves that to what is cut.
	whole string
	drawn *canvas.Text
	bold  Bolder
	parts []fyne.CanvasObject
	least measured
}

// measured is how large a text is. Fyne asks for it with every frame, once for each container round the text.
type measured struct {
	text string
	size float32
	room fyne.Size
}

var _ desktop.Hoverable = (*CutText)(nil)

// NewTextIn returns a line of text with a look of its own.
func NewTextIn(text string, look TextLook) *Text {
	t := &Text{text: text, look: look}
	t.owner = t
	t.ExtendBaseWidget(t)
	return t
}

// NewText returns a line of ordinary text.
func NewText(text string) *Text {
	return NewTextIn(text, TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
}

// NewStrong returns a line of ordinary text in bold.
func NewStrong(text string) *Text {
	return NewTextIn(text, TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: true})
}

// NewMuted returns a line of text of second rank.
func NewMuted(text string) *Text {
	return NewTextIn(text, TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText})
}

// NewSmall returns a small line of text of second rank: a field's label, a time under a name.
func NewSmall(text string) *Text {
	return NewTextIn(text, TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall})
}

// NewTitle returns a page's title.
func NewTitle(text string) *Text {
	return NewTextIn(text, TextLook{Colour: theme.ColorNameInk, Size: theme.SizeNameTitle, Bold: true})
}

// NewHeading returns the title of a card or a dialog.
func NewHeading(text string) *Text {
	return NewTextIn(text, headingLook)
}

// headingLook is that of the title of a card or a dialog.
var headingLook = TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameSubHeadingText, Bold: true}

// NewSectionLabel returns the small title above a group in the navigation.
func NewSectionLabel(text string) *Text {
	return NewTextIn(text, TextLook{Colour: theme.ColorNameNavMuted, Size: theme.SizeNameSmall})
}

// SetText changes the content.
func (t *Text) SetText(text string) {
	if t.text == text {
		return
	}
	t.text = text
	t.Refresh()
}

// Text returns the content.
func (t *Text) Text() string { return t.text }

// SetColour changes the colour.
func (t *Text) SetColour(name fyne.ThemeColorName) {
	if t.look.Colour == name {
		return
	}
	t.look.Colour = name
	t.Refresh()
}

// AccessibilityLabel is the content.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Resize cuts the text anew.
func (t *Text) Resize(size fyne.Size) {
	t.BaseWidget.Resize(size)
	t.draw()
}

// Refresh draws in the theme's present colours.
func (t *Text) Refresh() {
	t.draw()
	t.BaseWidget.Refresh()
}

func (t *Text) draw() {
	if t.drawn == nil {
		return
	}
	t.drawn.TextSize = Size(t.look.Size)
	text := t.text
	if t.look.Cut {
		text = cutLine(text, t.BaseWidget.Size().Width, t.drawn.TextSize, t.look.Bold)
		t.SetTip(cmp.Or(t.whole, tipOfCut(t.text, text)))
	}
	setText(t.drawn, text, Colour(t.look.Colour))
	t.place(t.drawn.Size())
}

func (t *Text) place(size fyne.Size) {
	t.drawn.Resize(size)
	MoveText(t.drawn, fyne.Position{})
	if t.bold.Over(t.drawn) || t.parts == nil {
		t.parts = t.bold.AppendTo([]fyne.CanvasObject{t.drawn})
	}
}

// tipOfCut is the whole text where only a part of it is shown, or something of it is suspicious.
func tipOfCut(whole, shown string) string {
	if shown == whole && table.Suspicion(whole) == "" {
		return ""
	}
	return whole
}

// MinSize is the text's, or only its height where it may be cut.
func (t *Text) MinSize() fyne.Size {
	if size := Size(t.look.Size); t.least.text != t.text || t.least.size != size {
		t.least = measured{t.text, size, Measure(t.text, size, t.look.Bold)}
	}
	if t.look.Cut {
		return fyne.NewSize(0, t.least.room.Height)
	}
	return t.least.room
}

// CreateRenderer is Fyne's way to get the parts.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.parts, t.drawn = nil, canvas.NewText("", Colour(t.look.Colour))
	t.drawn.TextStyle.Bold = t.look.Bold
	t.drawn.Alignment = t.look.Align
	parts := func() []fyne.CanvasObject { return t.parts }
	return NewRenderer(Drawing{Of: t, Parts: parts, Draw: t.draw, Place: t.place})
}

// CutText is a line of text that gives way to a narrow place, and shows the whole in a tooltip. It is a Text that takes
// the pointer; a Text does not, so that what it stands on does.
type CutText struct{ Text }

// NewCutText returns a line of text that may be cut.
func NewCutText(text string, look TextLook) *CutText {
	look.Cut = true
	t := &CutText{Text{text: text, look: look}}
	t.owner = t
	t.ExtendBaseWidget(t)
	return t
}

// SetWhole makes a longer text that of the tooltip; an empty one leaves it to what is cut.
func (t *CutText) SetWhole(whole string) {
	t.whole = whole
	t.draw()
}

// MouseIn shows the whole text after a while, where it is cut.
func (t *CutText) MouseIn(e *desktop.MouseEvent) { t.tipIn(e.AbsolutePosition) }

// MouseMoved follows the pointer.
func (t *CutText) MouseMoved(e *desktop.MouseEvent) { t.tipMoved(e.AbsolutePosition) }

// MouseOut hides the tooltip.
func (t *CutText) MouseOut() { t.tipOut() }

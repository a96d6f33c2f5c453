package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Entry is Fyne's entry that knows Escape and has a name.
type Entry struct {
	widget.Entry
	name string
	// OnEscape is called with Escape; nil closes the popup the entry is in.
	OnEscape func()
	// OnDown is called with the arrow down; optional.
	OnDown func()
	// OnKey hears every key first, and says whether it did something with it; optional.
	OnKey func(key fyne.KeyName) (done bool)
	// OnCopy is called with the shortcut for copying where nothing is selected; optional.
	OnCopy func()
	// Bare draws no border: what the entry stands on has one.
	Bare bool

	border  *canvas.Rectangle
	focused bool
	faulty  bool
}

// NewEntry returns an entry of one line. name is its accessible name.
func NewEntry(name, placeholder string) *Entry {
	e := &Entry{name: name}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = placeholder
	e.Scroll = fyne.ScrollHorizontalOnly // a longer text stays within the field
	e.Wrapping = fyne.TextWrapOff
	return e
}

// AccessibilityLabel is the name.
func (e *Entry) AccessibilityLabel() string { return e.name }

// AccessibilityRole is text.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// SetText puts another text in, of which nothing is selected: Fyne goes on selecting where it did, and what is typed next would
// take the place of it.
func (e *Entry) SetText(text string) {
	if text != e.Text && e.SelectedText() != "" {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}
	e.Entry.SetText(text)
}

// TypedRune takes a letter. A selection of nothing is none: Fyne would extend it over the letter, and the next one take its place.
func (e *Entry) TypedRune(letter rune) {
	e.DragEnd()
	e.Entry.TypedRune(letter)
}

// TypedKey handles Escape and the arrow down, and leaves the rest to Fyne.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case e.OnKey != nil && e.OnKey(key.Name):
	case key.Name == fyne.KeyEscape && e.OnEscape != nil:
		e.OnEscape()
	case key.Name == fyne.KeyEscape:
		closeTopPopup(e)
	case key.Name == fyne.KeyDown && e.OnDown != nil:
		e.OnDown()
	default:
		PassOn(e, key)
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut handles copying where nothing is selected, and leaves the rest to Fyne.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	if _, copies := shortcut.(*fyne.ShortcutCopy); copies && e.OnCopy != nil && e.SelectedText() == "" {
		e.OnCopy()
		return
	}
	PassOnShortcut(e, shortcut)
	e.DragEnd() // as before a letter
	e.Entry.TypedShortcut(shortcut)
}

// Disable also takes the keyboard away: Fyne hands no shortcut on from a field that is disabled.
func (e *Entry) Disable() {
	e.Entry.Disable()
	if e.focused {
		canvasOf(e).Unfocus()
	}
}

// FocusGained shows the focus.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.drawBorder()
	reveal(e)
}

// FocusLost hides the focus.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.drawBorder()
}

// SetFaulty draws the entry in red: what is typed cannot be used.
func (e *Entry) SetFaulty(faulty bool) {
	e.faulty = faulty
	e.drawBorder()
}

func (e *Entry) drawBorder() {
	if e.border == nil {
		return
	}
	e.border.CornerRadius = Size(theme.SizeNameButtonCorner)
	switch {
	case e.Bare:
		Outline(e.border, theme.ColorNameLine, 0)
	case e.focused:
		Outline(e.border, theme.ColorNameAccent, 1.5)
	case e.faulty:
		Outline(e.border, theme.ColorNameDanger, 1)
	default:
		Outline(e.border, theme.ColorNameLine, 1)
	}
}

// CreateRenderer is Fyne's renderer with another border: Fyne's is black along its inner edge.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.border = canvas.NewRectangle(nil)
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), e: e}
	e.drawBorder()
	return r
}

type entryRenderer struct {
	fyne.WidgetRenderer
	e *Entry
	// clip stands in the place of Fyne's scroller.
	clip *entryClip
}

func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.e.border.Resize(size)
	r.followText()
}

func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.e.drawBorder()
	r.followText()
}

func (r *entryRenderer) followText() {
	if r.clip != nil {
		r.clip.follow(r.e.Text, Size(fynetheme.SizeNameText))
	}
}

// Objects leaves Fyne's border out, the one rectangle without a colour of its own, also the ground where the field has none, and
// has the clip for the scroller.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, object := range r.WidgetRenderer.Objects() {
		if rectangle, ok := object.(*canvas.Rectangle); ok && (rectangle.StrokeWidth > 0 || r.e.Bare) {
			continue
		}
		if scroll, ok := object.(*container.Scroll); ok {
			object = r.clipOf(scroll)
		}
		objects = append(objects, object)
	}
	return append(objects, r.e.border)
}

func (r *entryRenderer) clipOf(scroll *container.Scroll) *entryClip {
	if r.clip == nil || r.clip.scroll != scroll {
		r.clip = newEntryClip(scroll)
		r.followText()
	}
	return r.clip
}

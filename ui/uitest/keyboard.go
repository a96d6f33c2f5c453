package uitest

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

// longestWalk is more stops than any page has.
const longestWalk = 500

// pointed are the kinds of what shows that it has the keyboard by the line that is pointed at, as does the field of the palette.
var pointed = map[string]bool{"*widget.menuList": true, "*widget.menuRow": true, "*shell.resultRow": true}

const palette = "Search"

// NameOf is what something calls itself to who cannot see it.
func NameOf(of any) string {
	if named, ok := of.(fyne.Accessible); ok {
		return named.AccessibilityLabel()
	}
	return fmt.Sprintf("%T", of)
}

// Tabs goes with Tab alone through what is open on top, until it comes round, and returns what had the keyboard, in order.
func (w *Window) Tabs() []fyne.Focusable {
	w.T.Helper()
	w.Texts() // only what has been drawn can have the keyboard
	c := w.Win.Canvas()
	c.Unfocus()
	var stops []fyne.Focusable
	seen := make(map[fyne.Focusable]bool)
	for {
		c.FocusNext()
		now := c.Focused()
		require.NotNil(w.T, now)
		if seen[now] {
			require.Equal(w.T, NameOf(stops[0]), NameOf(now), "the keyboard does not come round")
			return stops
		}
		seen[now] = true
		stops = append(stops, now)
		require.Less(w.T, len(stops), longestWalk)
	}
}

// TabTo goes to what is called so with Tab alone.
func (w *Window) TabTo(name string) {
	w.T.Helper()
	for range longestWalk {
		w.Win.Canvas().FocusNext()
		if now := w.Win.Canvas().Focused(); now != nil && NameOf(now) == name {
			return
		}
	}
	require.Fail(w.T, "Tab never comes to it", name)
}

// WalksWithTheKeyboard fails the test where something that can be pressed in what is open on top is not reached with Tab alone,
// has no name, or does not look otherwise where the keyboard is on it.
func (w *Window) WalksWithTheKeyboard() {
	w.T.Helper()
	reached := make(map[fyne.CanvasObject]bool)
	kinds := make(map[string]bool)
	for _, stop := range w.Tabs() {
		object := stop.(fyne.CanvasObject)
		reached[object] = true
		if object == w.onTop() {
			continue // the dialog itself, on which the keyboard rests where nothing in it has it
		}
		require.NotEmpty(w.T, NameOf(stop), "%T", stop)
		if kind := fmt.Sprintf("%T", stop); !kinds[kind] && !pointed[kind] && NameOf(stop) != palette {
			kinds[kind] = true
			w.Win.Canvas().Unfocus()
			without := looks(object)
			w.Win.Canvas().Focus(stop)
			require.NotEqual(w.T, without, looks(object), "%s, %q", kind, NameOf(stop))
		}
	}
	for _, control := range w.Controls() {
		if focusable, can := control.(fyne.Focusable); can {
			require.True(w.T, reached[control], "%q is not reached", NameOf(focusable))
		}
	}
}

// EscapeLeadsBack fails the test where Escape does not close what is open on top.
func (w *Window) EscapeLeadsBack() {
	w.T.Helper()
	open := len(w.Win.Canvas().Overlays().List())
	require.NotZero(w.T, open)
	w.Key(fyne.KeyEscape)
	require.Less(w.T, len(w.Win.Canvas().Overlays().List()), open, "Escape closes nothing")
}

func (w *Window) onTop() fyne.CanvasObject {
	if top := w.Win.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return w.Win.Content()
}

// looks is how the parts of something are drawn.
func looks(of fyne.CanvasObject) string {
	var all strings.Builder
	for _, object := range test.LaidOutObjects(of) {
		switch drawn := object.(type) {
		case *canvas.Rectangle:
			fmt.Fprintln(&all, drawn.Visible(), drawn.FillColor, drawn.StrokeColor, drawn.StrokeWidth)
		case *canvas.Text:
			fmt.Fprintln(&all, drawn.Visible(), drawn.Text, drawn.Color)
		case *canvas.Line:
			fmt.Fprintln(&all, drawn.Visible(), drawn.StrokeColor)
		}
	}
	return all.String()
}

package widget_test

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestAFieldThatIsDisabledLeavesTheKeyboardToTheWindow(t *testing.T) {
	field := widget.NewEntry("Tenant ID", "")
	s := newStage(t, field)
	s.Texts()
	s.Win.Canvas().Focus(field)
	field.Disable()
	require.Nil(t, s.Win.Canvas().Focused())
}

func TestTheMenuOfAFieldCutsCopiesAndPastes(t *testing.T) {
	field := widget.NewEntry("Tenant ID", "")
	field.SetText("contoso.com")
	s := newStage(t, field)
	s.Texts()
	s.App.Clipboard().SetContent("")
	choose := func(label string) {
		t.Helper()
		require.NoError(t, s.TapSecond("Tenant ID"))
		require.True(t, s.reads(label))
		s.Tap(label)
	}
	choose("Paste") // the clipboard is empty, so that it does nothing
	require.Equal(t, "contoso.com", field.Text)
	s.Key(fyne.KeyEscape)
	choose("Select all")
	choose("Cut")
	require.Empty(t, field.Text)
	require.Equal(t, "contoso.com", s.App.Clipboard().Content())
	choose("Paste")
	require.Equal(t, "contoso.com", field.Text)
	require.Equal(t, fyne.Focusable(field), s.Win.Canvas().Focused())
	choose("Select all")
	s.App.Clipboard().SetContent("")
	choose("Copy")
	require.Equal(t, "contoso.com", s.App.Clipboard().Content())
	require.Equal(t, "contoso.com", field.Text)
}

func TestATextThatIsLongerThanItsFieldStaysWithinIt(t *testing.T) {
	field := widget.NewEntry("Name", "")
	s := newStage(t, container.NewWithoutLayout(field))
	field.Resize(fyne.NewSize(120, 32))
	s.Texts()
	beside := func() color.Color { return s.Win.Canvas().Capture().At(200, int(at(field).Y)+16) }
	empty := beside()
	field.SetText(strings.Repeat("W", 60))
	require.Equal(t, empty, beside())
	s.Win.Canvas().Focus(field)
	s.Key(fyne.KeyEnd)
	require.Equal(t, 60, field.CursorColumn)
	require.Equal(t, empty, beside())
}

func at(object fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
}

func TestNothingThatIsTypedIsLostToASelectionOfWhatStoodThereBefore(t *testing.T) {
	for name, c := range map[string]struct {
		choose func(*widget.Entry)
		text   string
		want   string
	}{
		"emptied with all selected": {func(e *widget.Entry) { e.TypedShortcut(&fyne.ShortcutSelectAll{}) }, "", "adele"},
		"changed with all selected": {func(e *widget.Entry) { e.TypedShortcut(&fyne.ShortcutSelectAll{}) }, "x-", "x-adele"},
		"changed with a word selected": {func(e *widget.Entry) {
			e.DoubleTapped(&fyne.PointEvent{})
		}, "x-y-", "x-y-adele"},
	} {
		t.Run(name, func(t *testing.T) {
			entry := widget.NewEntry("Search", "")
			s := newStage(t, entry)
			s.Texts()
			s.TypeIn("Search", "before")
			c.choose(entry)
			require.NotEmpty(t, entry.SelectedText())
			entry.SetText(c.text)
			for _, letter := range "adele" {
				entry.TypedRune(letter)
			}
			require.Equal(t, c.want, entry.Text)
		})
	}
}

func TestAClickWithShiftThatSelectsNothingTakesNoLetter(t *testing.T) {
	entry := widget.NewEntry("Search", "")
	s := newStage(t, entry)
	s.TypeIn("Search", "ab")
	entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(entry.Size().Width-2, entry.Size().Height/2)}, Button: desktop.MouseButtonPrimary}
	entry.MouseDown(at)
	entry.MouseUp(at)
	entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.App.Clipboard().SetContent("A")
	entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.App.Clipboard()})
	for _, letter := range "dele" {
		entry.TypedRune(letter)
	}
	require.Equal(t, "abAdele", entry.Text)
}

func TestABareFieldShowsWhatItStandsOn(t *testing.T) {
	field := widget.NewEntry("Search", "")
	field.Bare = true
	ground := canvas.NewRectangle(color.NRGBA{R: 200, A: 255})
	s := newStage(t, container.NewStack(ground, field))
	place := at(field)
	require.Equal(t, color.NRGBA{R: 200, A: 255}, s.Win.Canvas().Capture().At(int(place.X)+60, int(place.Y)+16))
}

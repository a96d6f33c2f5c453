package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
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

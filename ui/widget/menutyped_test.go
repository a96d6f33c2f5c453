package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestANameTypedInAMenuFindsItsLine(t *testing.T) {
	lines := []string{"Contoso", "Litware Labs", "Lamna Healthcare", "Northwind Traders", "Tailspin Toys", "Wide World Importers", "Zoë & Söhne"}
	for typed, chosen := range map[string]string{
		"l":       "Litware Labs",
		"ll":      "Lamna Healthcare",
		"litw":    "Litware Labs",
		"la":      "Lamna Healthcare",
		"litx":    "Litware Labs",
		"litt":    "Litware Labs",
		"lw":      "Wide World Importers",
		"wide wo": "Wide World Importers",
		"toys":    "Tailspin Toys",
		"NORTH":   "Northwind Traders",
		"zoe":     "Zoë & Söhne",
	} {
		t.Run(typed, func(t *testing.T) {
			var did string
			s := newStage(t, widget.NewMenuButton(widget.Secondary, "Choose the tenant", "", func() []widget.MenuItem {
				var items []widget.MenuItem
				for _, line := range lines {
					items = append(items, widget.MenuItem{Label: line, Do: func() { did = line }})
				}
				return items
			}))
			s.Tap("Choose the tenant")
			for _, letter := range typed {
				if letter == ' ' {
					s.Robot.Key(fyne.KeySpace)
				}
				s.Win.Canvas().Focused().TypedRune(letter)
			}
			require.Empty(t, did, "typing chooses nothing")
			s.Robot.Key(fyne.KeyReturn)
			require.Equal(t, chosen, did)
		})
	}
}

func TestAnArrowForgetsWhatWasTypedInAMenu(t *testing.T) {
	var did []string
	s := newStage(t, actions(&did))
	s.Tap("Row Actions")
	for _, letter := range "re" {
		s.Win.Canvas().Focused().TypedRune(letter)
	}
	s.Robot.Key(fyne.KeyDown)
	s.Win.Canvas().Focused().TypedRune('r')
	s.Robot.Key(fyne.KeySpace)
	require.Equal(t, []string{"reset"}, did)
}

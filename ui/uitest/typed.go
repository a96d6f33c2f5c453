package uitest

import (
	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// KeepsTyped writes into fields, and fails the test where a letter or the keyboard is lost to another look or another size of the
// window, or to what else may happen while somebody types.
func (w *Window) KeepsTyped(fields []string, happens ...func()) {
	w.T.Helper()
	size := w.Win.Canvas().Size()
	recolour := func(mode theme.Mode) func() {
		return func() {
			w.SetTheme(mode)
			widget.Recolour(w.Win.Canvas())
		}
	}
	resize := func(to fyne.Size) func() { return func() { w.Win.Resize(to) } }
	happens = append(happens, recolour(theme.Dark), resize(fyne.NewSize(900, 600)), recolour(theme.Light), resize(size))
	for _, field := range fields {
		for _, happen := range happens {
			w.TypeIn(field, "no")
			typing := w.Win.Canvas().Focused()
			happen()
			w.Settle()
			require.Equal(w.T, typing, w.Win.Canvas().Focused(), "%s loses the keyboard", field)
			typing.TypedRune('r')
			w.Settle()
			text, err := w.TextOf(field)
			require.NoError(w.T, err)
			require.Equal(w.T, "nor", text, field)
		}
	}
}

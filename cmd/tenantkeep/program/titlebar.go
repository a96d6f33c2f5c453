package program

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// followTheme gives the title bar the colours of the chosen theme, now and whenever Fyne's settings change. Fyne gives it those
// of the system then: so this comes a turn later.
func (w *window) followTheme() {
	w.colourTitleBar()
	w.app.Settings().AddListener(func(fyne.Settings) { uithread.Fyne(w.colourTitleBar) })
}

func (w *window) colourTitleBar() { desktop.ColourTitleBar(w.window, isDark(w.app.Settings())) }

// isDark says whether what lies behind everything is nearer to black than to white.
func isDark(settings fyne.Settings) bool {
	red, green, blue, _ := settings.Theme().Color(theme.ColorNameBackground, settings.ThemeVariant()).RGBA()
	return red+green+blue < 3*0x8000
}

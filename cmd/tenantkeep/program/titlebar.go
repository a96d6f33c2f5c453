package program

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// followTheme gives the title bar the colours of the chosen theme, now and whenever that changes. Fyne gives it those of the
// system, after every change of theme: so this comes a turn later.
func (w *window) followTheme() {
	paint := func() { desktop.ColourTitleBar(w.window, isDark(w.app.Settings())) }
	paint()
	w.app.Settings().AddListener(func(fyne.Settings) { uithread.Fyne(paint) })
}

// isDark says whether what lies behind everything is nearer to black than to white.
func isDark(settings fyne.Settings) bool {
	red, green, blue, _ := settings.Theme().Color(theme.ColorNameBackground, settings.ThemeVariant()).RGBA()
	return red+green+blue < 3*0x8000
}

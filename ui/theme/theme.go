package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode is what the person chose.
type Mode int

// The modes.
const (
	// System follows the operating system.
	System Mode = iota
	// Light is always light.
	Light
	// Dark is always dark.
	Dark
)

// Theme is the program's look in one mode. It belongs to the goroutine that touches widgets.
type Theme struct {
	mode        Mode
	light, dark palette
	base        fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme in one mode.
func New(mode Mode) *Theme {
	return &Theme{mode: mode, light: lightPalette(), dark: darkPalette(), base: fynetheme.DefaultTheme()}
}

// Use changes the mode. What is drawn already keeps its colours until it is drawn again.
func (t *Theme) Use(mode Mode) { t.mode = mode }

// IsDark says whether the theme is dark where the operating system's variant is system.
func (t *Theme) IsDark(system fyne.ThemeVariant) bool {
	switch t.mode {
	case Light:
		return false
	case Dark:
		return true
	default:
		return system == fynetheme.VariantDark
	}
}

// Color returns the colour of a name of this package or of Fyne's. What is clear is the one clear colour that Fyne does not paint:
// any other takes as long as a colour that is seen.
func (t *Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	colours, variant := t.light, fynetheme.VariantLight
	if t.IsDark(system) {
		colours, variant = t.dark, fynetheme.VariantDark
	}
	c, ok := colours[name]
	switch {
	case !ok:
		return t.base.Color(name, variant)
	case c.A == 0:
		return color.Transparent
	}
	return c
}

// Font returns Fyne's fonts: Noto Sans for Latin, Greek and Cyrillic, and a font of the system for other scripts.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return t.base.Font(style) }

// Icon returns the icons of Fyne's own widgets.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base.Icon(name) }

// Size returns the size of a name of this package or of Fyne's, in device-independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := size(name); ok {
		return size
	}
	return t.base.Size(name)
}

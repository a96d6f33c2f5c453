package theme_test

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// textPairs are the colours in which text stands on other colours.
var textPairs = []struct {
	text fyne.ThemeColorName
	on   []fyne.ThemeColorName
}{
	{theme.ColorNameInk, []fyne.ThemeColorName{
		fynetheme.ColorNameBackground, theme.ColorNamePanel, theme.ColorNameRowHover, theme.ColorNameRowSelected,
		theme.ColorNameTableHeader, theme.ColorNameButtonFace, theme.ColorNameButtonHover, theme.ColorNameInputFace,
	}},
	{theme.ColorNameMuted, []fyne.ThemeColorName{
		fynetheme.ColorNameBackground, theme.ColorNamePanel, theme.ColorNameRowHover, theme.ColorNameRowSelected,
		theme.ColorNameTableHeader, theme.ColorNameInputFace, theme.ColorNameButtonHover,
	}},
	{theme.ColorNameNeutral, []fyne.ThemeColorName{theme.ColorNameNeutralWash, theme.ColorNameTableHeader, theme.ColorNamePanel}},
	{theme.ColorNameAccent, []fyne.ThemeColorName{
		fynetheme.ColorNameBackground, theme.ColorNamePanel, theme.ColorNameAccentWash, theme.ColorNameRowHover,
		theme.ColorNameRowSelected, theme.ColorNameCautionWash, theme.ColorNameDangerWash,
	}},
	{theme.ColorNameOnAccent, []fyne.ThemeColorName{theme.ColorNameAccent, theme.ColorNameAccentHover}},
	{theme.ColorNameOnDanger, []fyne.ThemeColorName{theme.ColorNameDanger}},
	{theme.ColorNameGood, []fyne.ThemeColorName{theme.ColorNameGoodWash, theme.ColorNamePanel}},
	{theme.ColorNameCaution, []fyne.ThemeColorName{theme.ColorNameCautionWash, theme.ColorNamePanel}},
	{theme.ColorNameDanger, []fyne.ThemeColorName{
		theme.ColorNameDangerWash, theme.ColorNamePanel, theme.ColorNameButtonFace, theme.ColorNameButtonHover, fynetheme.ColorNameBackground,
	}},
	{theme.ColorNameNavInk, []fyne.ThemeColorName{theme.ColorNameNav, theme.ColorNameNavActive, theme.ColorNameNavHover}},
	{theme.ColorNameNavMuted, []fyne.ThemeColorName{theme.ColorNameNav}},
	{theme.ColorNameNavBright, []fyne.ThemeColorName{theme.ColorNameNav, theme.ColorNameNavActive, theme.ColorNameNavHover}},
	{theme.ColorNameTipInk, []fyne.ThemeColorName{theme.ColorNameTip}},
	{fynetheme.ColorNameForeground, []fyne.ThemeColorName{
		fynetheme.ColorNameBackground, fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground,
		fynetheme.ColorNameInputBackground, fynetheme.ColorNameButton, fynetheme.ColorNameHeaderBackground,
	}},
	{fynetheme.ColorNamePlaceHolder, []fyne.ThemeColorName{fynetheme.ColorNameInputBackground, fynetheme.ColorNameBackground}},
	{fynetheme.ColorNameForegroundOnPrimary, []fyne.ThemeColorName{fynetheme.ColorNamePrimary}},
	{fynetheme.ColorNameForegroundOnError, []fyne.ThemeColorName{fynetheme.ColorNameError}},
	{fynetheme.ColorNameHyperlink, []fyne.ThemeColorName{fynetheme.ColorNameBackground, theme.ColorNamePanel}},
}

func TestTextCanBeReadInLightAndDark(t *testing.T) {
	for mode, name := range map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark"} {
		th := theme.New(mode)
		for _, pair := range textPairs {
			for _, on := range pair.on {
				t.Run(fmt.Sprintf("%s: %s on %s", name, pair.text, on), func(t *testing.T) {
					got := contrast(th.Color(pair.text, fynetheme.VariantLight), th.Color(on, fynetheme.VariantLight))
					require.GreaterOrEqual(t, got, 4.5)
				})
			}
		}
	}
}

func TestWhatIsClearIsNotPainted(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		for _, name := range []fyne.ThemeColorName{fynetheme.ColorNameScrollBarBackground, fynetheme.ColorNameShadow} {
			require.Equal(t, color.Transparent, theme.New(mode).Color(name, fynetheme.VariantLight), "Fyne leaves out this colour alone")
		}
	}
}

// Fyne's menu draws its labels, the shortcuts in them included, in the foreground, and the entry that is pointed at on the
// focus colour, which lets the menu shine through.
func TestTheEntryOfAMenuThatIsPointedAtCanBeRead(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		th := theme.New(mode)
		get := func(name fyne.ThemeColorName) color.Color { return th.Color(name, fynetheme.VariantLight) }
		ground := over(get(fynetheme.ColorNameFocus), get(fynetheme.ColorNameMenuBackground))
		require.GreaterOrEqual(t, contrast(get(fynetheme.ColorNameForeground), ground), 4.5)
	}
}

// https://www.w3.org/TR/WCAG22/#non-text-contrast: what shows where the keyboard is must be seen on whatever it lies on.
func TestWhereTheKeyboardIsCanBeSeen(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		th := theme.New(mode)
		get := func(name fyne.ThemeColorName) color.Color { return th.Color(name, fynetheme.VariantLight) }
		for _, name := range []fyne.ThemeColorName{
			fynetheme.ColorNameBackground, theme.ColorNamePanel, theme.ColorNameRowHover, theme.ColorNameRowSelected,
			theme.ColorNameTableHeader, theme.ColorNameAccentWash, theme.ColorNameInputFace,
		} {
			ring := over(get(theme.ColorNameFocusRing), get(name))
			require.GreaterOrEqual(t, contrast(ring, get(name)), 3.0, "%v on %s", mode, name)
		}
		for _, name := range []fyne.ThemeColorName{theme.ColorNameNav, theme.ColorNameNavActive, theme.ColorNameNavHover} {
			require.GreaterOrEqual(t, contrast(get(theme.ColorNameNavBright), get(name)), 3.0, "%v on %s", mode, name)
		}
	}
}

// over is what a colour that shines through looks like on another.
func over(c, on color.Color) color.Color {
	top, below := color.NRGBAModel.Convert(c).(color.NRGBA), color.NRGBAModel.Convert(on).(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(top.A) + int(b)*(255-int(top.A))) / 255) }
	return color.NRGBA{R: mix(top.R, below.R), G: mix(top.G, below.G), B: mix(top.B, below.B), A: 255}
}

// fyneNames are all colours that Fyne's widgets ask for.
var fyneNames = []fyne.ThemeColorName{
	fynetheme.ColorNameBackground, fynetheme.ColorNameButton, fynetheme.ColorNameDisabledButton, fynetheme.ColorNameDisabled,
	fynetheme.ColorNameError, fynetheme.ColorNameFocus, fynetheme.ColorNameForeground, fynetheme.ColorNameForegroundOnError,
	fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNameForegroundOnSuccess, fynetheme.ColorNameForegroundOnWarning,
	fynetheme.ColorNameHeaderBackground, fynetheme.ColorNameHover, fynetheme.ColorNameHyperlink,
	fynetheme.ColorNameInnerWindowBorder, fynetheme.ColorNameInnerWindowBorderInactive, fynetheme.ColorNameInputBackground,
	fynetheme.ColorNameInputBorder, fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground,
	fynetheme.ColorNamePlaceHolder, fynetheme.ColorNamePressed, fynetheme.ColorNamePrimary, fynetheme.ColorNameScrollBar,
	fynetheme.ColorNameSelection, fynetheme.ColorNameSeparator, fynetheme.ColorNameSuccess,
	fynetheme.ColorNameWarning,
}

func TestNoColourIsLeftToFyne(t *testing.T) {
	test.NewTempApp(t) // Fyne's own theme asks it for the accent colour
	light, dark := theme.New(theme.Light), theme.New(theme.Dark)
	for _, name := range fyneNames {
		own := [2]color.Color{light.Color(name, fynetheme.VariantLight), dark.Color(name, fynetheme.VariantLight)}
		fynes := [2]color.Color{
			fynetheme.DefaultTheme().Color(name, fynetheme.VariantLight),
			fynetheme.DefaultTheme().Color(name, fynetheme.VariantDark),
		}
		require.NotEqual(t, fynes, own, name)
		require.NotEqual(t, own[0], own[1], "%s is the same in the dark", name)
	}
}

func TestFyneDrawsNoShadowAndItsMenusStandOutWithoutOne(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		th := theme.New(mode)
		colour := func(name fyne.ThemeColorName) color.Color { return th.Color(name, fynetheme.VariantLight) }
		_, _, _, alpha := colour(fynetheme.ColorNameShadow).RGBA()
		require.Zero(t, alpha)
		menu := colour(fynetheme.ColorNameMenuBackground)
		require.NotEqual(t, menu, colour(theme.ColorNamePanel))
		require.NotEqual(t, menu, colour(fynetheme.ColorNameBackground))
		require.GreaterOrEqual(t, contrast(colour(theme.ColorNameInk), menu), 4.5)
	}
}

func TestTheTokensAreThoseOfTheDesign(t *testing.T) {
	light, dark := theme.New(theme.Light), theme.New(theme.Dark)
	for name, want := range map[fyne.ThemeColorName][2]string{
		fynetheme.ColorNameBackground: {"#F5F6F8", "#0E141D"},
		theme.ColorNamePanel:          {"#FFFFFF", "#151D29"},
		theme.ColorNameLine:           {"#E3E6EB", "#263142"},
		theme.ColorNameInk:            {"#1B2330", "#E6EAF0"},
		theme.ColorNameMuted:          {"#667085", "#93A0B4"},
		theme.ColorNameAccent:         {"#2B5FD9", "#6EA0FF"},
		theme.ColorNameAccentWash:     {"#E8EFFD", "#1B2B4A"},
		theme.ColorNameGood:           {"#1A7F4B", "#5FD39A"},
		theme.ColorNameCaution:        {"#9A6200", "#F2C063"},
		theme.ColorNameDanger:         {"#B42318", "#FF8A7A"},
		theme.ColorNameNav:            {"#0F1B2D", "#0A101A"},
	} {
		require.Equal(t, want[0], hex(light.Color(name, fynetheme.VariantDark)), name)
		require.Equal(t, want[1], hex(dark.Color(name, fynetheme.VariantLight)), name)
	}
	require.EqualValues(t, 13, light.Size(fynetheme.SizeNameText))
	require.EqualValues(t, 30, light.Size(theme.SizeNameRowCondensed))
	require.EqualValues(t, 40, light.Size(theme.SizeNameRowRelaxed))
}

func TestSystemFollowsTheOperatingSystem(t *testing.T) {
	th := theme.New(theme.System)
	require.False(t, th.IsDark(fynetheme.VariantLight))
	require.True(t, th.IsDark(fynetheme.VariantDark))
	require.Equal(t, "#151D29", hex(th.Color(theme.ColorNamePanel, fynetheme.VariantDark)))
	require.False(t, theme.New(theme.Light).IsDark(fynetheme.VariantDark))
	require.True(t, theme.New(theme.Dark).IsDark(fynetheme.VariantLight))
}

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}

// contrast is the ratio of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

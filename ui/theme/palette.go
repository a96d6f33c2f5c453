package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

type palette map[fyne.ThemeColorName]color.NRGBA

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

func rgba(hex uint32, alpha uint8) color.NRGBA {
	c := rgb(hex)
	c.A = alpha
	return c
}

func lightPalette() palette {
	return withFyneNames(palette{
		fynetheme.ColorNameBackground: rgb(0xF5F6F8),
		ColorNamePanel:                rgb(0xFFFFFF),
		ColorNameLine:                 rgb(0xE3E6EB),
		ColorNameFaintLine:            rgb(0xEEF0F3),
		ColorNameInk:                  rgb(0x1B2330),
		ColorNameMuted:                rgb(0x667085),
		ColorNameFaint:                rgb(0x98A2B3),
		ColorNameAccent:               rgb(0x2B5FD9),
		ColorNameOnAccent:             rgb(0xFFFFFF),
		ColorNameAccentHover:          rgb(0x244FB8),
		ColorNameAccentWash:           rgb(0xE8EFFD),
		ColorNameAccentLine:           rgb(0xC3D4F8),
		ColorNameGood:                 rgb(0x1A7F4B),
		// The design's #E3F5EA leaves the green text on it at 4.43 : 1.
		ColorNameGoodWash:            rgb(0xE6F7ED),
		ColorNameCaution:             rgb(0x9A6200),
		ColorNameCautionWash:         rgb(0xFDF1DA),
		ColorNameDanger:              rgb(0xB42318),
		ColorNameDangerWash:          rgb(0xFDE7E4),
		ColorNameOnDanger:            rgb(0xFFFFFF),
		ColorNameNeutral:             rgb(0x475467),
		ColorNameNeutralWash:         rgb(0xEEF0F3),
		ColorNameNav:                 rgb(0x0F1B2D),
		ColorNameNavInk:              rgb(0xC7D0DE),
		ColorNameNavMuted:            rgb(0x8492A8),
		ColorNameNavBright:           rgb(0xFFFFFF),
		ColorNameNavActive:           rgb(0x1E3150),
		ColorNameNavHover:            rgb(0x17263D),
		ColorNameNavLine:             rgb(0x24344C),
		ColorNameTableHeader:         rgb(0xFAFBFC),
		ColorNameRowHover:            rgb(0xF8F9FB),
		ColorNameRowSelected:         rgb(0xF0F5FF),
		ColorNameButtonFace:          rgb(0xFFFFFF),
		ColorNameButtonHover:         rgb(0xF3F4F7),
		ColorNameInputFace:           rgb(0xFFFFFF),
		ColorNameFocusRing:           rgba(0x2B5FD9, 0xC0),
		ColorNameScrim:               rgba(0x0F1B2D, 0x61),
		ColorNameTip:                 rgb(0x1B2330),
		ColorNameTipInk:              rgb(0xF5F6F8),
		ColorNameShade:               rgba(0x0F1B2D, 0x38),
		fynetheme.ColorNameSelection: rgba(0x2B5FD9, 0x3A),
		fynetheme.ColorNameScrollBar: rgba(0x667085, 0x8C),
	})
}

func darkPalette() palette {
	return withFyneNames(palette{
		fynetheme.ColorNameBackground: rgb(0x0E141D),
		ColorNamePanel:                rgb(0x151D29),
		ColorNameLine:                 rgb(0x263142),
		ColorNameFaintLine:            rgb(0x1E2836),
		ColorNameInk:                  rgb(0xE6EAF0),
		ColorNameMuted:                rgb(0x93A0B4),
		ColorNameFaint:                rgb(0x66748A),
		ColorNameAccent:               rgb(0x6EA0FF),
		// White on this accent is only 2.6 : 1, so the text is dark here.
		ColorNameOnAccent:            rgb(0x0B1526),
		ColorNameAccentHover:         rgb(0x8FB6FF),
		ColorNameAccentWash:          rgb(0x1B2B4A),
		ColorNameAccentLine:          rgb(0x2F4A7D),
		ColorNameGood:                rgb(0x5FD39A),
		ColorNameGoodWash:            rgb(0x12331F),
		ColorNameCaution:             rgb(0xF2C063),
		ColorNameCautionWash:         rgb(0x3A2C0E),
		ColorNameDanger:              rgb(0xFF8A7A),
		ColorNameDangerWash:          rgb(0x42180F),
		ColorNameOnDanger:            rgb(0x2A0B06),
		ColorNameNeutral:             rgb(0xB4BFCE),
		ColorNameNeutralWash:         rgb(0x232E3E),
		ColorNameNav:                 rgb(0x0A101A),
		ColorNameNavInk:              rgb(0xC7D0DE),
		ColorNameNavMuted:            rgb(0x8492A8),
		ColorNameNavBright:           rgb(0xFFFFFF),
		ColorNameNavActive:           rgb(0x182740),
		ColorNameNavHover:            rgb(0x121C2C),
		ColorNameNavLine:             rgb(0x1E2A3C),
		ColorNameTableHeader:         rgb(0x131A25),
		ColorNameRowHover:            rgb(0x19222F),
		ColorNameRowSelected:         rgb(0x1A2740),
		ColorNameButtonFace:          rgb(0x1B2533),
		ColorNameButtonHover:         rgb(0x243041),
		ColorNameInputFace:           rgb(0x111823),
		ColorNameFocusRing:           rgba(0x6EA0FF, 0xA8),
		ColorNameScrim:               rgba(0x000000, 0x8C),
		ColorNameTip:                 rgb(0x2A3648),
		ColorNameTipInk:              rgb(0xE6EAF0),
		ColorNameShade:               rgba(0x000000, 0x80),
		fynetheme.ColorNameSelection: rgba(0x6EA0FF, 0x50),
		fynetheme.ColorNameScrollBar: rgba(0x93A0B4, 0x80),
	})
}

// faintly is a colour that shines through by half.
func faintly(c color.NRGBA) color.NRGBA {
	c.A = 0x70
	return c
}

// withFyneNames says what the names of Fyne's own widgets mean in the program's colours.
func withFyneNames(p palette) palette {
	clear := color.NRGBA{}
	own := palette{
		fynetheme.ColorNameForeground:          p[ColorNameInk],
		fynetheme.ColorNameForegroundOnPrimary: p[ColorNameOnAccent],
		fynetheme.ColorNameForegroundOnError:   p[ColorNameOnDanger],
		fynetheme.ColorNameForegroundOnSuccess: p[ColorNamePanel],
		fynetheme.ColorNameForegroundOnWarning: p[ColorNamePanel],
		fynetheme.ColorNamePrimary:             p[ColorNameAccent],
		fynetheme.ColorNameHyperlink:           p[ColorNameAccent],
		fynetheme.ColorNameError:               p[ColorNameDanger],
		fynetheme.ColorNameSuccess:             p[ColorNameGood],
		fynetheme.ColorNameWarning:             p[ColorNameCaution],
		fynetheme.ColorNameButton:              p[ColorNameButtonFace],
		fynetheme.ColorNameDisabledButton:      p[ColorNameNeutralWash],
		fynetheme.ColorNameDisabled:            p[ColorNameFaint],
		fynetheme.ColorNamePlaceHolder:         p[ColorNameMuted],
		// The entry of a menu that is pointed at lies on this, so that it must let the text be read.
		fynetheme.ColorNameFocus:            faintly(p[ColorNameFocusRing]),
		fynetheme.ColorNameHover:            p[ColorNameButtonHover],
		fynetheme.ColorNamePressed:          p[ColorNameLine],
		fynetheme.ColorNameHeaderBackground: p[ColorNameTableHeader],
		fynetheme.ColorNameInputBackground:  p[ColorNameInputFace],
		fynetheme.ColorNameInputBorder:      p[ColorNameLine],
		// Fyne's shadows are grey strips along the edges of what scrolls and under the menu bar, so there are none; a menu of
		// the bar stands out by its own colour.
		fynetheme.ColorNameShadow:                    clear,
		fynetheme.ColorNameMenuBackground:            p[ColorNameNeutralWash],
		fynetheme.ColorNameOverlayBackground:         p[ColorNamePanel],
		fynetheme.ColorNameSeparator:                 p[ColorNameLine],
		fynetheme.ColorNameScrollBarBackground:       clear,
		fynetheme.ColorNameInnerWindowBorder:         p[ColorNameLine],
		fynetheme.ColorNameInnerWindowBorderInactive: p[ColorNameLine],
	}
	for name, c := range own {
		p[name] = c
	}
	return p
}

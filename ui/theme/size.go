package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// size returns the program's own size of a name, and whether it has one.
func size(name fyne.ThemeSizeName) (float32, bool) {
	switch name {
	case fynetheme.SizeNameText:
		return 13, true
	case SizeNameSmall, fynetheme.SizeNameCaptionText:
		return 11, true
	case SizeNameTableTitle:
		return 12, true
	case SizeNameTitle, fynetheme.SizeNameHeadingText:
		return 20, true
	case fynetheme.SizeNameSubHeadingText:
		return 16, true
	case SizeNameButtonCorner, fynetheme.SizeNameButtonRadius, fynetheme.SizeNameInputRadius:
		return 8, true
	case SizeNamePanelCorner, fynetheme.SizeNameCardRadius, fynetheme.SizeNameDialogRadius,
		fynetheme.SizeNamePopupRadius:
		return 10, true
	case fynetheme.SizeNameMenuRadius:
		return 8, true
	case fynetheme.SizeNameSelectionRadius:
		return 4, true
	case SizeNameRowCondensed:
		return 30, true
	case SizeNameRowRelaxed:
		return 40, true
	case SizeNameTitleRow:
		return 34, true
	case SizeNameTopBar:
		return 52, true
	case SizeNameNav:
		return 224, true
	case SizeNameNavCollapsed:
		return 56, true
	case SizeNameButton:
		return 32, true
	case SizeNamePage:
		return 20, true
	case fynetheme.SizeNamePadding:
		return 4, true
	case fynetheme.SizeNameInnerPadding:
		// An entry is one line of text and twice this: 32 with 13 pixel text.
		return 7, true
	case fynetheme.SizeNameLineSpacing:
		return 4, true
	case fynetheme.SizeNameInputBorder, fynetheme.SizeNameSeparatorThickness:
		return 1, true
	case fynetheme.SizeNameInlineIcon:
		return 16, true
	case fynetheme.SizeNameScrollBar:
		return 10, true
	case fynetheme.SizeNameScrollBarSmall:
		return 6, true
	case fynetheme.SizeNameScrollBarRadius:
		return 3, true
	case fynetheme.SizeNameModalBlurRadius:
		return 0, true
	}
	return 0, false
}

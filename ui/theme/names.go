package theme

import "fyne.io/fyne/v2"

// The colours of the program, beside Fyne's own names.
const (
	ColorNamePanel       fyne.ThemeColorName = "panel"       // tables, cards, top bar
	ColorNameLine        fyne.ThemeColorName = "line"        // borders
	ColorNameFaintLine   fyne.ThemeColorName = "faintLine"   // between rows
	ColorNameInk         fyne.ThemeColorName = "ink"         // text
	ColorNameMuted       fyne.ThemeColorName = "muted"       // text of second rank
	ColorNameFaint       fyne.ThemeColorName = "faint"       // icons at rest, disabled text; never text to be read
	ColorNameAccent      fyne.ThemeColorName = "accent"      // primary button, links
	ColorNameOnAccent    fyne.ThemeColorName = "onAccent"    // text on the accent
	ColorNameAccentHover fyne.ThemeColorName = "accentHover" // the primary button under the pointer
	ColorNameAccentWash  fyne.ThemeColorName = "accentWash"  // chips, badges
	ColorNameAccentLine  fyne.ThemeColorName = "accentLine"  // border of a chip
	ColorNameGood        fyne.ThemeColorName = "good"        // Allowed, Synced, Healthy, Done
	ColorNameGoodWash    fyne.ThemeColorName = "goodWash"
	ColorNameCaution     fyne.ThemeColorName = "caution" // GDAP ends soon, Manual
	ColorNameCautionWash fyne.ThemeColorName = "cautionWash"
	ColorNameDanger      fyne.ThemeColorName = "danger" // Blocked, Failed, destructive buttons
	ColorNameDangerWash  fyne.ThemeColorName = "dangerWash"
	ColorNameOnDanger    fyne.ThemeColorName = "onDanger" // text on a button filled with danger
	ColorNameNeutral     fyne.ThemeColorName = "neutral"  // text of a pill without a meaning
	ColorNameNeutralWash fyne.ThemeColorName = "neutralWash"
	ColorNameNav         fyne.ThemeColorName = "nav" // left column, always dark
	ColorNameNavInk      fyne.ThemeColorName = "navInk"
	ColorNameNavMuted    fyne.ThemeColorName = "navMuted"
	ColorNameNavBright   fyne.ThemeColorName = "navBright" // the active entry's text, the program's name
	ColorNameNavActive   fyne.ThemeColorName = "navActive"
	ColorNameNavHover    fyne.ThemeColorName = "navHover"
	ColorNameNavLine     fyne.ThemeColorName = "navLine"
	ColorNameTableHeader fyne.ThemeColorName = "tableHeader"
	ColorNameRowHover    fyne.ThemeColorName = "rowHover"
	ColorNameRowSelected fyne.ThemeColorName = "rowSelected"
	ColorNameButtonFace  fyne.ThemeColorName = "buttonFace"
	ColorNameButtonHover fyne.ThemeColorName = "buttonHover"
	ColorNameInputFace   fyne.ThemeColorName = "inputFace"
	ColorNameFocusRing   fyne.ThemeColorName = "focusRing"
	ColorNameScrim       fyne.ThemeColorName = "scrim" // behind a dialog
	ColorNameShade       fyne.ThemeColorName = "shade" // under a popup or a toast
	ColorNameTip         fyne.ThemeColorName = "tip"   // a tooltip, dark in both
	ColorNameTipInk      fyne.ThemeColorName = "tipInk"
)

// The sizes of the program, in device-independent pixels, beside Fyne's own names.
const (
	SizeNameSmall        fyne.ThemeSizeName = "small"      // small text
	SizeNameTitle        fyne.ThemeSizeName = "title"      // a page's title
	SizeNameTableTitle   fyne.ThemeSizeName = "tableTitle" // a column's title
	SizeNameButtonCorner fyne.ThemeSizeName = "buttonCorner"
	SizeNamePanelCorner  fyne.ThemeSizeName = "panelCorner"
	SizeNameRowCondensed fyne.ThemeSizeName = "rowCondensed"
	SizeNameRowRelaxed   fyne.ThemeSizeName = "rowRelaxed"
	SizeNameTitleRow     fyne.ThemeSizeName = "titleRow"
	SizeNameTopBar       fyne.ThemeSizeName = "topBar"
	SizeNameNav          fyne.ThemeSizeName = "nav"
	SizeNameNavCollapsed fyne.ThemeSizeName = "navCollapsed"
	SizeNameButton       fyne.ThemeSizeName = "button"
	SizeNamePage         fyne.ThemeSizeName = "page" // margin round a page
)

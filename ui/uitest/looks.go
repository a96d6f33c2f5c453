package uitest

import (
	"strings"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Look is a theme and a size in which all that is drawn is looked at.
type Look struct {
	Name string
	Mode theme.Mode
	// Size is the window's, without its menu.
	Size fyne.Size
}

// menuBar is how high the window's own menu is drawn.
const menuBar = 30

// Looks are what a screen of 1440 by 900 holds at a scale, and the least window. Fyne draws in tenths, 125 % as 130 %.
var Looks = []Look{
	{"100-light", theme.Light, fyne.NewSize(1440, 900-menuBar)},
	{"100-dark", theme.Dark, fyne.NewSize(1440, 900-menuBar)},
	{"125-light", theme.Light, fyne.NewSize(1107, 692-menuBar)},
	{"150-dark", theme.Dark, fyne.NewSize(960, 600-menuBar)},
	{"200-light", theme.Light, fyne.NewSize(720, 450-menuBar)},
	{"least-dark", theme.Dark, fyne.NewSize(1024, 700-menuBar)},
}

// Room is what a window of that size has for its page, beside the navigation and below the bar.
func Room(window fyne.Size) fyne.Size {
	if window.Width < 1024 {
		return window.SubtractWidthHeight(56, 52)
	}
	return window.SubtractWidthHeight(224, 52)
}

// LegibleAtEveryScale fails the test where something cannot be read in a look, for which resize makes the window as large as the
// look says. Pictures of each are kept where somebody wants to look.
func (w *Window) LegibleAtEveryScale(name string, resize func(window fyne.Size)) {
	w.T.Helper()
	var wrong []string
	for _, look := range Looks {
		resize(look.Size)
		if KeepsPictures() {
			w.SetTheme(look.Mode)
		}
		w.Queue.Flush() // what is held by a test stays held
		for _, fault := range w.Illegible() {
			wrong = append(wrong, name+" "+look.Name+": "+fault)
		}
		if KeepsPictures() {
			w.Picture(name + "-" + look.Name)
		}
	}
	require.Empty(w.T, wrong, strings.Join(wrong, "\n"))
}

// PageLegible is LegibleAtEveryScale for the page, in the room that a window has for it.
func (s *Stage) PageLegible(name string) {
	s.T.Helper()
	s.LegibleAtEveryScale(name, func(window fyne.Size) { s.Win.Resize(Room(window)) })
}

// DialogLegible is LegibleAtEveryScale for what is open over the page.
func (s *Stage) DialogLegible(name string) {
	s.T.Helper()
	s.LegibleAtEveryScale(name, s.Win.Resize)
}

// Names that are hard to draw: long, read from the right, of letters that Fyne's font lacks.
var (
	LongName    = strings.TrimSpace(strings.Repeat("Bartholomew ", 17))
	ArabicName  = "عيادة الأسنان الحديثة"
	HebrewName  = "מרפאת השיניים של תל אביב"
	ChineseName = "北京市朝阳区牙科诊所有限公司"
)

package widget_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestEverythingPressableHearsPointerEnterAndSpace(t *testing.T) {
	pressed := 0
	press := func() { pressed++ }
	for name, object := range map[string]fyne.CanvasObject{
		"Sync":                 widget.NewButton(widget.Primary, "Sync", icons.Refresh, press),
		"Refresh":              widget.NewIconButton(icons.Refresh, "Refresh", press),
		"Copy":                 widget.NewQuietButton(icons.Copy, "Copy", press),
		"Details":              widget.NewLink("Details", press),
		"Reset Filters":        widget.NewPlainLink("Reset Filters", press),
		"Remove filter Tenant": widget.NewChip("Tenant", "is any of 5", press),
		"Show headers":         widget.NewCheck("Show headers", false, func(bool) { press() }),
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, object)
			pressed = 0
			rest := s.Win.Canvas().Capture()
			s.point(object)
			require.NotEqual(t, rest, s.Win.Canvas().Capture(), "it shows that the pointer is over it")
			test.MoveMouse(s.Win.Canvas(), fyne.NewPos(700, 500))
			require.Equal(t, rest, s.Win.Canvas().Capture())
			s.Win.Canvas().FocusNext()
			require.NotEqual(t, rest, s.Win.Canvas().Capture(), "it shows that it has the keyboard")
			s.Win.Canvas().Unfocus()
			s.Tap(name)
			require.Equal(t, 1, pressed)
			s.Win.Canvas().Unfocus()
			s.Win.Canvas().FocusNext()
			require.Equal(t, object, s.Win.Canvas().Focused(), "Tab reaches it")
			s.Robot.Key(fyne.KeyReturn)
			s.Robot.Key(fyne.KeySpace)
			require.Equal(t, 3, pressed)
			require.Equal(t, desktop.PointerCursor, object.(desktop.Cursorable).Cursor())
		})
	}
}

func TestAButtonThatIsOffDoesNothingAndSaysWhy(t *testing.T) {
	pressed := 0
	b := widget.NewButton(widget.Primary, "Sync", "", func() { pressed++ })
	s := newStage(t, b)
	b.DisableBecause("Select a tenant first.")
	require.True(t, b.Disabled())
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Zero(t, pressed)
	s.point(b)
	require.True(t, s.reads("Select a tenant first."))
	b.Enable()
	require.False(t, s.reads("Select a tenant first."))
	s.Tap("Sync")
	require.Equal(t, 1, pressed)
}

func TestAnIconButtonShowsItsLabelOnHoverAndNotAfterwards(t *testing.T) {
	b := widget.NewIconButton(icons.Refresh, "Refresh", nil)
	s := newStage(t, b)
	require.False(t, s.reads("Refresh"))
	s.point(b)
	require.True(t, s.reads("Refresh"))
	test.MoveMouse(s.Win.Canvas(), fyne.NewPos(700, 500))
	require.False(t, s.reads("Refresh"))
}

func TestATooltipThatWaitsIsTakenBackWhenThePointerLeaves(t *testing.T) {
	b := widget.NewIconButton(icons.Refresh, "Refresh", nil)
	s := newStage(t, b)
	test.MoveMouse(s.Win.Canvas(), fyne.NewPos(5, 5))
	require.Equal(t, 1, s.Clock.Waiting())
	test.MoveMouse(s.Win.Canvas(), fyne.NewPos(700, 500))
	require.Zero(t, s.Clock.Waiting())
	test.MoveMouse(s.Win.Canvas(), fyne.NewPos(15, 15))
	s.Clock.Advance(time.Second)
	test.MoveMouse(s.Win.Canvas(), fyne.NewPos(700, 500)) // too late for the clock, in time for the window
	s.Settle()
	require.False(t, s.reads("Refresh"))
}

func TestATooltipStaysInsideTheWindow(t *testing.T) {
	text := widget.NewCutText("A long text that is cut, and that is wider in its tooltip than what is left of the window there.",
		widget.TextLook{Colour: "ink", Size: "text"})
	s := newStage(t, text)
	s.Win.Resize(fyne.NewSize(300, 60))
	s.point(text)
	for _, object := range test.LaidOutObjects(s.Win.Content()) {
		pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
		require.GreaterOrEqual(t, pos.X, float32(0))
	}
	require.True(t, s.Robot.Sees("than what is left of the window there."))
}

func TestADefectOfWhatAPressDoesEndsThatAlone(t *testing.T) {
	var told []error
	uithread.OnDefect(func(err error) { told = append(told, err) })
	defer uithread.OnDefect(nil)
	pressed := 0
	b := widget.NewButton(widget.Primary, "Go", "", func() {
		pressed++
		panic("adele")
	})
	s := newStage(t, b)
	s.Tap("Go")
	s.Tap("Go")
	require.Equal(t, 2, pressed)
	require.Len(t, told, 2)
}

func TestWithoutALayerThereIsNoTooltip(t *testing.T) {
	b := widget.NewIconButton(icons.Refresh, "Refresh", nil)
	w := test.NewTempWindow(t, b)
	test.MoveMouse(w.Canvas(), fyne.NewPos(10, 10))
	b.MouseOut()
}

func TestACheckBoxTogglesAndARadioOnlyGoesOn(t *testing.T) {
	var seen []bool
	check := widget.NewCheck("Headers", true, func(on bool) { seen = append(seen, on) })
	chosen := 0
	radio := widget.NewRadio("Custom", false, func() { chosen++ })
	s := newStage(t, check, radio)
	s.Tap("Headers")
	s.Tap("Headers")
	require.Equal(t, []bool{false, true}, seen)
	s.Tap("Custom")
	s.Tap("Custom")
	require.Equal(t, 1, chosen)
	check.SetChecked(false)
	require.Len(t, seen, 2, "what the program ticks is not reported")
}

func TestTabsSelectByPointerAndArrows(t *testing.T) {
	var seen []string
	tabs := widget.NewTabs([]widget.Tab{
		{ID: "a", Title: "Authenticate", Count: widget.NoCount},
		{ID: "t", Title: "Tenants", Count: 7},
	}, func(id string) { seen = append(seen, id) })
	s := newStage(t, tabs)
	require.Equal(t, "a", tabs.Selected())
	require.True(t, s.Robot.Has("7"))
	s.Tap("Tenants")
	s.Tap("Tenants")
	require.Equal(t, []string{"t"}, seen)
	s.Win.Canvas().FocusNext()
	s.Robot.Key(fyne.KeyRight)
	s.Robot.Key(fyne.KeyLeft)
	require.Equal(t, "a", tabs.Selected())
	tabs.SetCount("t", 12406, false)
	require.True(t, s.Robot.Has("12,406"))
	tabs.Select("nothing")
	require.Equal(t, "a", tabs.Selected())
}

func TestABannerOffersWhatCanBeDone(t *testing.T) {
	did := ""
	b := widget.NewBanner(table.Caution, "Tailspin Toys could not be refreshed.",
		widget.Action{Label: "Details", Do: func() { did = "details" }})
	s := newStage(t, b)
	s.Tap("Details")
	require.Equal(t, "details", did)
	b.Set(table.Danger, "The sign-in has ended.", widget.Action{Label: "Sign in", Do: func() { did = "sign in" }})
	require.False(t, s.Robot.Has("Details"))
	s.Tap("Sign in")
	require.Equal(t, "sign in", did)
	require.True(t, s.Robot.Sees("The sign-in has ended."))
}

func TestAFieldShowsItsErrorInPlaceOfItsHint(t *testing.T) {
	f := widget.NewField("Tenant ID", "GUID or domain", "The tenant you sign in to.")
	s := newStage(t, f)
	require.NoError(t, s.Robot.Type("Tenant ID", "contoso"))
	require.Equal(t, "contoso", f.Text())
	f.SetError("There is no tenant contoso.")
	require.True(t, s.Robot.Sees("There is no tenant contoso."))
	require.False(t, s.Robot.Sees("The tenant you sign in to."))
	f.SetError("")
	require.True(t, s.Robot.Sees("The tenant you sign in to."))
}

func TestAnEntryHearsEscapeAndArrowDown(t *testing.T) {
	e := widget.NewEntry("Search", "")
	s := newStage(t, e)
	heard := ""
	e.OnEscape, e.OnDown = func() { heard += "escape " }, func() { heard += "down" }
	s.Win.Canvas().Focus(e)
	s.Robot.Key(fyne.KeyEscape)
	s.Robot.Key(fyne.KeyDown)
	require.Equal(t, "escape down", heard)
}

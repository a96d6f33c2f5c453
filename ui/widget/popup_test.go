package widget_test

import (
	"fmt"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// actions is a button with a menu of three lines, one of them off.
func actions(did *[]string) *widget.Button {
	do := func(what string) func() { return func() { *did = append(*did, what) } }
	return widget.NewMenuButton(widget.Secondary, "Row Actions", "", func() []widget.MenuItem {
		return []widget.MenuItem{
			{Label: "Reset Password", Icon: icons.Key, Do: do("reset")},
			{Separator: true},
			{Label: "Block Sign In", Danger: true, Do: do("block")},
			{Label: "Export", Off: "Nothing to export.", Do: do("export")},
		}
	})
}

func TestAMenuIsUsedWithThePointer(t *testing.T) {
	var did []string
	s := newStage(t, actions(&did))
	s.Tap("Row Actions")
	s.Tap("Export")
	require.Empty(t, did, "a line that is off does nothing")
	s.Tap("Block Sign In")
	require.Equal(t, []string{"block"}, did)
	require.Nil(t, s.Win.Canvas().Overlays().Top())
}

func TestAMenuIsUsedWithTheKeyboard(t *testing.T) {
	var did []string
	button := actions(&did)
	s := newStage(t, button)
	s.Win.Canvas().Focus(button)
	s.Robot.Key(fyne.KeyReturn)
	s.Robot.Key(fyne.KeyDown)
	s.Robot.Key(fyne.KeyDown) // passes the separator
	s.Robot.Key(fyne.KeyReturn)
	require.Equal(t, []string{"block"}, did)
	require.Equal(t, button, s.Win.Canvas().Focused(), "the focus comes back")
	s.Robot.Key(fyne.KeyReturn)
	s.Robot.Key(fyne.KeyUp)
	s.Robot.Key(fyne.KeyUp)
	s.Robot.Key(fyne.KeyReturn)
	require.Equal(t, []string{"block", "block"}, did)
	s.Robot.Key(fyne.KeyReturn)
	s.Robot.Key(fyne.KeyEscape)
	require.Nil(t, s.Win.Canvas().Overlays().Top())
}

func TestAMenuCoversNotWhatOpenedIt(t *testing.T) {
	for name, y := range map[string]float32{"at the head": 20, "at the foot": 540} {
		t.Run(name, func(t *testing.T) {
			var did []string
			button := actions(&did)
			s := newStage(t)
			s.Show(container.NewWithoutLayout(button))
			button.Resize(button.MinSize())
			button.Move(fyne.NewPos(20, y))
			s.Tap("Row Actions")
			line, err := s.PlaceOf("Block Sign In")
			require.NoError(t, err)
			if y > 300 {
				require.Less(t, line.Y+30, y)
			} else {
				require.Greater(t, line.Y, y+button.Size().Height)
			}
		})
	}
}

func TestAClickBesideAMenuClosesIt(t *testing.T) {
	var did []string
	s := newStage(t, actions(&did))
	s.Tap("Row Actions")
	test.TapCanvas(s.Win.Canvas(), fyne.NewPos(700, 500))
	require.Nil(t, s.Win.Canvas().Overlays().Top())
	require.Empty(t, did)
}

func TestALineOfAMenuInAPopupHasATooltip(t *testing.T) {
	var did []string
	s := newStage(t, actions(&did))
	s.Tap("Row Actions")
	for _, object := range test.LaidOutObjects(s.Win.Canvas().Overlays().Top()) {
		if named, ok := object.(fyne.Accessible); ok && named.AccessibilityLabel() == "Export" {
			s.point(object)
		}
	}
	require.True(t, s.Robot.Sees("Nothing to export."))
}

func TestAMenuThatStaysShowsItsLinesAnew(t *testing.T) {
	shown := map[string]bool{"Username": true}
	button := widget.NewMenuButton(widget.Secondary, "Columns", "", func() []widget.MenuItem {
		var items []widget.MenuItem
		for _, name := range []string{"Username", "Licenses"} {
			items = append(items, widget.MenuItem{
				Label: fmt.Sprint(name, " ", shown[name]), Check: true, Checked: shown[name], Stays: true,
				Do: func() { shown[name] = !shown[name] },
			})
		}
		return items
	})
	s := newStage(t, button)
	s.Tap("Columns")
	s.Tap("Username true")
	s.Tap("Licenses false")
	require.True(t, s.Robot.Has("Username false"))
	require.True(t, s.Robot.Has("Licenses true"))
}

func TestTheLinesOfAMenuWithAnIconBeginAtOnePlace(t *testing.T) {
	button := widget.NewMenuButton(widget.Secondary, "Theme", "", func() []widget.MenuItem {
		return []widget.MenuItem{{Label: "Light", Icon: icons.Check, Do: func() {}}, {Label: "Dark", Do: func() {}}}
	})
	s := newStage(t, button)
	s.Tap("Theme")
	places := map[string]float32{}
	for _, object := range test.LaidOutObjects(s.Win.Canvas().Overlays().Top()) {
		if text, ok := object.(*canvas.Text); ok {
			places[text.Text] = text.Position().X
		}
	}
	require.Equal(t, places["Light"], places["Dark"])
}

func TestALongMenuScrollsWithTheKeyboard(t *testing.T) {
	did := 0
	button := widget.NewMenuButton(widget.Secondary, "Tenant", "", func() []widget.MenuItem {
		var items []widget.MenuItem
		for i := range 100 {
			items = append(items, widget.MenuItem{Label: fmt.Sprint("Tenant ", i), Do: func() { did = i }})
		}
		return items
	})
	s := newStage(t, button)
	s.Tap("Tenant")
	top := s.Win.Canvas().Overlays().Top()
	require.LessOrEqual(t, top.MinSize().Height, float32(600))
	for range 51 {
		s.Robot.Key(fyne.KeyDown)
	}
	s.Robot.Key(fyne.KeyReturn)
	require.Equal(t, 50, did)
}

func ask(s *stage, o widget.ConfirmOptions) (confirmed, cancelled *int) {
	confirmed, cancelled = new(int), new(int)
	o.Title, o.Lines, o.Verb = "Block sign-in", []string{"Adele Vance in Contoso Dental.", "It can be undone."}, "Block"
	o.OnConfirm, o.OnCancel = func() { *confirmed++ }, func() { *cancelled++ }
	widget.ShowConfirm(s.Win.Canvas(), o)
	return confirmed, cancelled
}

func TestAConfirmationGoesOnWithTheVerbOrEnter(t *testing.T) {
	s := newStage(t)
	confirmed, cancelled := ask(s, widget.ConfirmOptions{Danger: true})
	require.True(t, s.Robot.Sees("Adele Vance in Contoso Dental."))
	s.Tap("Block")
	require.Equal(t, []int{1, 0}, []int{*confirmed, *cancelled})
	confirmed, _ = ask(s, widget.ConfirmOptions{})
	s.Robot.Key(fyne.KeyReturn)
	require.Equal(t, 1, *confirmed)
	s.Robot.Key(fyne.KeyReturn)
	require.Equal(t, 1, *confirmed, "a second Enter does not act twice")
}

func TestEnterNeverPressesARedButtonWhereverTheFocusIs(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		s := newStage(t)
		confirmed, cancelled := ask(s, widget.ConfirmOptions{Danger: true})
		s.Robot.Key(key)
		require.NoError(t, s.Robot.Focus("Block"))
		s.Robot.Key(key)
		require.Equal(t, []int{0, 0}, []int{*confirmed, *cancelled})
		s.Robot.Key(fyne.KeySpace)
		require.Equal(t, 1, *confirmed)
	}
}

func TestAConfirmationIsLeftWithCancelOrEscapeAndNotByAClickBesideIt(t *testing.T) {
	s := newStage(t)
	confirmed, cancelled := ask(s, widget.ConfirmOptions{})
	test.TapCanvas(s.Win.Canvas(), fyne.NewPos(5, 5))
	require.Zero(t, *cancelled)
	s.Tap("Cancel")
	require.Equal(t, 1, *cancelled)
	confirmed2, cancelled2 := ask(s, widget.ConfirmOptions{})
	s.Robot.Key(fyne.KeyEscape)
	require.Equal(t, []int{0, 0, 1}, []int{*confirmed, *confirmed2, *cancelled2})
}

func TestEscapeLeavesADialogFromAnyOfItsButtons(t *testing.T) {
	s := newStage(t)
	_, cancelled := ask(s, widget.ConfirmOptions{})
	s.Win.Canvas().FocusNext()
	s.Robot.Key(fyne.KeyEscape)
	require.Equal(t, 1, *cancelled)
}

func TestADialogGivesTheFocusBackOnlyToWhatIsStillThere(t *testing.T) {
	button := widget.NewButton(widget.Secondary, "Edit", "", nil)
	box := container.NewVBox(button)
	s := newStage(t, widget.NewText("Title"), box)
	s.Win.Canvas().Focus(button)
	ask(s, widget.ConfirmOptions{})
	s.Robot.Key(fyne.KeyEscape)
	require.Equal(t, button, s.Win.Canvas().Focused())

	ask(s, widget.ConfirmOptions{})
	box.RemoveAll()
	s.Robot.Key(fyne.KeyEscape)
	require.Nil(t, s.Win.Canvas().Focused())
}

func TestAFieldThatWasNotPaintedYetKeepsTheKeyboard(t *testing.T) {
	field := widget.NewEntry("Find", "")
	s := newStage(t)
	s.Win.SetContent(field) // in the very corner of the window: the place that Fyne gives for what it did not paint
	s.Win.Canvas().Focus(field)
	widget.DropLostFocus(s.Win.Canvas())
	require.Equal(t, field, s.Win.Canvas().Focused())
	field.Hide()
	widget.DropLostFocus(s.Win.Canvas())
	require.Nil(t, s.Win.Canvas().Focused())
}

func TestToastsStackAndGo(t *testing.T) {
	stack := widget.NewToastStack()
	s := newStage(t)
	s.Win.SetContent(stack)
	s.Win.Resize(fyne.NewSize(800, 600))
	opened := 0
	var first *widget.Toast
	first = widget.NewToast(table.Neutral, "Exporting 1,284 rows.", func() { stack.Remove(first) })
	second := widget.NewToast(table.Good, "Exported.", nil, widget.Action{Label: "Open file", Do: func() { opened++ }})
	stack.Add(first)
	stack.Add(second)
	require.Less(t, first.Position().Y, second.Position().Y, "the newest is the lowest")
	require.InDelta(t, 600-68, second.Position().Y+second.Size().Height, 0.5, "above the foot of a table")
	s.Tap("Open file")
	require.Equal(t, 1, opened)
	first.SetProgress(0.5)
	first.Set(table.Danger, "The file could not be written.")
	require.True(t, s.Robot.Sees("The file could not be written."))
	s.Tap("Close message")
	require.False(t, s.Robot.Sees("The file could not be written."))
	require.True(t, s.Robot.Sees("Exported."))
}

func TestAnUpdateLeavesWhatAPersonIsOn(t *testing.T) {
	stack := widget.NewToastStack()
	s := newStage(t)
	s.Win.SetContent(stack)
	s.Win.Resize(fyne.NewSize(800, 600))
	opened := 0
	toast := widget.NewToast(table.Neutral, "1 of 9 users", nil, widget.Action{Label: "Details", Do: func() {}})
	stack.Add(toast)
	require.NoError(t, s.Robot.Focus("Details"))
	toast.Set(table.Neutral, "2 of 9 users", widget.Action{Label: "Details", Do: func() { opened++ }}, widget.Action{Label: "Copy", Do: func() {}})
	require.True(t, toast.Held(), "the keyboard is on the link still")
	s.Robot.Key(fyne.KeyReturn)
	require.Equal(t, 1, opened)
	toast.Set(table.Good, "Done", widget.Action{Label: "Copy", Do: func() {}})
	require.False(t, toast.Held())
	require.False(t, s.Robot.Sees("Details"))
}

func TestOldToastsWaitWhereThereIsNoRoomForAll(t *testing.T) {
	stack := widget.NewToastStack()
	s := newStage(t)
	s.Win.SetContent(stack)
	s.Win.Resize(fyne.NewSize(800, 600))
	var toasts []*widget.Toast
	for i := range 30 {
		text := fmt.Sprintf("Message %02d.", i)
		var toast *widget.Toast
		toast = widget.NewToast(table.Danger, text, func() { stack.Remove(toast) })
		stack.Add(toast)
		toasts = append(toasts, toast)
	}
	require.True(t, s.Robot.Sees("Message 29."), "the newest is always there")
	require.False(t, s.Robot.Sees("Message 00."))
	for _, toast := range toasts {
		require.True(t, !toast.Visible() || toast.Position().Y >= 0, toast.Text())
	}
	for _, toast := range toasts[5:] {
		stack.Remove(toast)
	}
	require.True(t, s.Robot.Sees("Message 00."), "what waited comes back")
}

func TestStatesOfferTheNextStep(t *testing.T) {
	did := ""
	s := newStage(t,
		widget.NewEmptyState("No users match.", widget.Action{Label: "Reset Filters", Do: func() { did += "reset " }}),
		widget.NewErrorState("The list could not be read.", widget.Action{Label: "Retry", Do: func() { did += "retry " }}, func() { did += "copy" }))
	for _, name := range []string{"Reset Filters", "Retry", "Copy details"} {
		s.Tap(name)
	}
	require.Equal(t, "reset retry copy", did)
}

func TestAFieldLosesTheKeyboardWithThePopupItIsIn(t *testing.T) {
	for name, leave := range map[string]func(*stage, *widget.Popup){
		"Escape":         func(s *stage, _ *widget.Popup) { s.Press(fyne.KeyEscape) },
		"a click beside": func(s *stage, _ *widget.Popup) { test.TapCanvas(s.Win.Canvas(), fyne.NewPos(700, 500)) },
		"Close":          func(_ *stage, popup *widget.Popup) { popup.Close() },
		"Close, under another popup": func(s *stage, popup *widget.Popup) {
			openWithField(s)
			s.Settle()
			popup.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			popup, field := openWithField(s)
			s.Settle()
			require.Equal(t, field, s.Win.Canvas().Focused())
			leave(s, popup)
			s.Settle() // sees that no caret blinks on
			require.Nil(t, s.Win.Canvas().Overlays().Top())
			require.Nil(t, s.Win.Canvas().Focused())
		})
	}
}

func TestAFieldHasTheKeyboardAgainOnceThePopupAboveItIsGone(t *testing.T) {
	s := newStage(t)
	_, below := openWithField(s)
	above, _ := openWithField(s)
	closed := false
	above.OnClose = func() { closed = true }
	s.Press(fyne.KeyEscape)
	require.True(t, closed)
	require.Equal(t, below, s.Win.Canvas().Focused())
	s.Press(fyne.KeyEscape)
	require.Nil(t, s.Win.Canvas().Overlays().Top())
}

func TestAPopupTakesThoseAboveItAlong(t *testing.T) {
	s := newStage(t)
	below, _ := openWithField(s)
	above, _ := openWithField(s)
	closed := false
	above.OnClose = func() { closed = true }
	below.Close()
	require.True(t, closed)
	require.False(t, above.Shown())
}

func openWithField(s *stage) (*widget.Popup, *widget.Entry) {
	field := widget.NewEntry("Find", "")
	popup := widget.NewPopup(container.NewPadded(field), s.Win.Canvas())
	popup.ShowAt(fyne.NewPos(50, 50))
	s.Win.Canvas().Focus(field)
	return popup, field
}

func TestADialogThatBecomesAnotherLeavesTheMenuOverItOpen(t *testing.T) {
	s := newStage(t)
	button := widget.NewMenuButton(widget.Secondary, "More", "", func() []widget.MenuItem {
		return []widget.MenuItem{{Label: "Offboard User", Do: func() {}}}
	})
	closed := 0
	options := widget.DialogOptions{Title: "Checking", Content: button, OnClose: func() { closed++ }}
	d := widget.ShowDialog(s.Win.Canvas(), options)
	s.Texts()
	s.Tap("More")
	require.True(t, s.reads("Offboard User"))
	options.Title, options.Width = "Checked", 600
	d.Replace(options)
	require.True(t, s.reads("Offboard User"))
	require.Zero(t, closed)
	s.Key(fyne.KeyEscape)
	require.True(t, s.reads("Checked"))
	s.Key(fyne.KeyEscape)
	require.Equal(t, 1, closed)
}

func TestDialogsOverEachOtherDarkenTheWindowOnce(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		s := newStage(t, widget.NewText("behind"))
		s.SetTheme(mode)
		corner := func() color.Color { return s.Win.Canvas().Capture().At(2, 2) }
		undarkened := corner()
		show := func() *widget.Dialog {
			return widget.ShowDialog(s.Win.Canvas(), widget.DialogOptions{Title: "Own Portals", Content: widget.NewText("a")})
		}
		lower := show()
		darkened := corner()
		require.NotEqual(t, undarkened, darkened)
		upper := show()
		require.Equal(t, darkened, corner())
		widget.Recolour(s.Win.Canvas())
		require.Equal(t, darkened, corner())
		upper.Close()
		require.Equal(t, darkened, corner())
		lower.Close()
		require.Equal(t, undarkened, corner())
	}
}

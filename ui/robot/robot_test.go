package robot_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynewidget "fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func window(t *testing.T, objects ...fyne.CanvasObject) (*robot.Robot, fyne.Window) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
	w := test.NewTempWindow(t, container.NewVBox(objects...))
	w.Resize(fyne.NewSize(600, 400))
	return robot.New(w.Canvas()), w
}

func TestTapPressesTheControlOfThatNameAndNotATextThatReadsTheSame(t *testing.T) {
	pressed := 0
	r, _ := window(t, widget.NewHeading("Start over"), widget.NewButton(widget.Primary, "Start over", "", func() { pressed++ }))
	require.NoError(t, r.Tap("Start over"))
	require.Equal(t, 1, pressed)
}

func TestTapOnATextReachesTheControlItStandsOn(t *testing.T) {
	pressed := 0
	r, _ := window(t, fynewidget.NewButton("Save", func() { pressed++ }))
	require.NoError(t, r.Tap("Save"))
	require.Equal(t, 1, pressed)
}

func TestADisabledControlIsNotTapped(t *testing.T) {
	button := widget.NewButton(widget.Primary, "Sync", "", func() { t.Error("pressed") })
	button.DisableBecause("Select tenants")
	r, _ := window(t, button)
	require.ErrorContains(t, r.Tap("Sync"), "disabled")
	require.True(t, r.Disabled("Sync"))
	require.Equal(t, "Select tenants", r.Why("Sync"))
}

func TestATitleOfADialogIsNoControlWhileTheButtonOfThatNameIsNotThere(t *testing.T) {
	r, w := window(t)
	verb := widget.NewButton(widget.Primary, "Undo", "", nil)
	verb.Hide()
	d := widget.ShowDialog(w.Canvas(), widget.DialogOptions{Title: "Undo", Content: widget.NewText("It is taken back."), Buttons: []*widget.Button{verb}})
	require.True(t, r.Has("Undo"))
	require.False(t, r.CanTap("Undo"))
	require.ErrorContains(t, r.Tap("Undo"), "cannot be clicked")
	verb.Show()
	d.Refresh()
	require.True(t, r.CanTap("Undo"))
	verb.Disable()
	require.False(t, r.CanTap("Undo"))
}

func TestWhatIsMissingIsNamedWithWhatIsThere(t *testing.T) {
	r, _ := window(t, widget.NewText("Hello"))
	err := r.Tap("Good-bye")
	require.ErrorContains(t, err, "Good-bye")
	require.ErrorContains(t, err, "Hello")
}

func TestHiddenThingsAreNotSeen(t *testing.T) {
	pill := widget.NewPill("Failed", table.Danger)
	r, _ := window(t, pill, widget.NewText("Here"))
	require.True(t, r.Sees("Failed"))
	pill.Hide()
	require.False(t, r.Sees("Failed"))
	require.Equal(t, []string{"Here"}, r.Texts())
}

func TestTypeReplacesTheTextOfAField(t *testing.T) {
	field := widget.NewField("Tenant ID", "", "")
	field.SetText("old")
	r, _ := window(t, field)
	require.NoError(t, r.Type("Tenant ID", "contoso.com"))
	require.Equal(t, "contoso.com", field.Text())
	text, err := r.TextOf("Tenant ID")
	require.NoError(t, err)
	require.Equal(t, "contoso.com", text)
}

func TestALabelTakesNoTextWhileTheFieldOfThatNameIsNotThere(t *testing.T) {
	field := widget.NewField("First Name", "", "")
	field.Entry.Hide()
	r, _ := window(t, field)
	require.True(t, r.Has("First Name"))
	require.False(t, r.CanType("First Name"))
	require.ErrorContains(t, r.Type("First Name", "Noor"), "takes no text")
	field.Entry.Show()
	require.True(t, r.CanType("First Name"))
	field.Entry.Disable()
	require.False(t, r.CanType("First Name"))
	require.ErrorContains(t, r.Type("First Name", "Noor"), "is disabled")
}

func TestADialogTakesNoTextForAFieldThatIsNotThereYet(t *testing.T) {
	r, w := window(t)
	field := widget.NewField("Employee ID", "", "")
	field.Entry.Hide()
	widget.ShowDialog(w.Canvas(), widget.DialogOptions{Title: "Edit User", Content: field})
	require.False(t, r.CanType("Employee ID"))
	require.ErrorContains(t, r.Type("Employee ID", "E-1001"), "takes no text")
	require.ErrorContains(t, r.Focus("Employee ID"), "takes no keys")
	field.Entry.Show()
	require.True(t, r.CanType("Employee ID"))
	require.NoError(t, r.Type("Employee ID", "E-1001"))
	require.Equal(t, "E-1001", field.Text())
}

func TestOnlyTheDialogOnTopIsReached(t *testing.T) {
	r, w := window(t, widget.NewText("Below"))
	widget.ShowConfirm(w.Canvas(), widget.ConfirmOptions{Title: "Unsync", Lines: []string{"Contoso"}, Verb: "Unsync 1 tenant"})
	require.False(t, r.Sees("Below"))
	require.True(t, r.Has("Unsync 1 tenant"))
	r.Key(fyne.KeyEscape)
	require.True(t, r.Sees("Below"))
}

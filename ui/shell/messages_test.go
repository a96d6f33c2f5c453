package shell_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestAnErrorWaitsBehindTheBellOnceItsToastIsGone(t *testing.T) {
	d := open(t, connected(1, 1))
	d.shell.ToastFailure(m365.Failure{What: "It went wrong.", Do: "Try again.", Code: "X1"})
	d.Pass(9 * time.Second)
	d.SeesNot("It went wrong.")
	d.Tap("Messages (1)")
	d.Sees("It went wrong.", "Try again.", "Clear")
	d.Tap("Copy details")
	require.Contains(t, d.clipboard.Content(), "Code: X1")
	d.Sees("It went wrong.")
	d.Tap("Clear")
	d.Sees("Messages")
	d.SeesNot("Messages (1)")
	d.Tap("Messages")
	d.Sees("Nothing went wrong.")
}

func TestTheNewestErrorStandsFirst(t *testing.T) {
	d := open(t, connected(1, 1))
	for _, text := range []string{"The first went wrong.", "The second went wrong."} {
		d.shell.ToastFailure(m365.Failure{What: text})
		d.Pass(time.Minute)
	}
	d.menu("View", "Messages")
	first, err := d.PlaceOf("The first went wrong.")
	require.NoError(t, err)
	second, err := d.PlaceOf("The second went wrong.")
	require.NoError(t, err)
	require.Less(t, second.Y, first.Y)
}

func TestErrorsOfAKindAreOneMessage(t *testing.T) {
	d := open(t, connected(1, 1))
	for range 3 {
		d.shell.ToastFailure(m365.Failure{What: "It went wrong."})
	}
	for _, tenant := range []string{"Contoso", "Fabrikam"} {
		d.shell.ToastFailure(m365.Failure{What: tenant + " could not be read.", Offline: true})
	}
	d.Settle()
	require.Len(t, toastsOf(d), 2)
	d.Tap("Messages (2)")
	d.Sees("It went wrong.", "3 times", "You are offline.", "Fabrikam could not be read.", "2 times")
	d.SeesNot("Contoso could not be read.")
}

func TestWhatAMessageOffersEndsIt(t *testing.T) {
	d := open(t, connected(1, 1))
	again := 0
	d.shell.Toast(page.Toast{Mood: page.Trouble, Text: "It went wrong.", Actions: []page.Action{{Label: "Retry", Do: func() { again++ }}}})
	d.Pass(time.Minute)
	d.Tap("Messages (1)", "Retry")
	require.Equal(t, 1, again)
	d.Tap("Messages")
	d.Sees("Nothing went wrong.")
}

func TestAnErrorThatIsClosedOrClearedIsOver(t *testing.T) {
	for name, end := range map[string]func(*harness){
		"closed by its X": func(d *harness) { d.Tap("Close message") },
		"cleared":         func(d *harness) { d.Tap("Messages (1)", "Clear") },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, connected(1, 1))
			dismissed := 0
			d.shell.Toast(page.Toast{Mood: page.Trouble, Text: "It went wrong.", Dismissed: func() { dismissed++ }})
			d.Settle()
			end(d)
			require.Equal(t, 1, dismissed)
			d.SeesNot("It went wrong.", "Messages (1)")
		})
	}
}

func TestAJobThatBeginsAgainEndsTheMessageOfItsFailure(t *testing.T) {
	w := connected(1, 1)
	d := open(t, w)
	w.changes.Emit(page.Change{Kind: page.JobEnded, JobID: "refresh", Text: "Nobody is signed in.", Failed: true})
	d.Settle()
	d.Sees("Messages (1)")
	w.changes.Emit(page.Change{Kind: page.JobStarted, JobID: "refresh", Text: "Refreshing."})
	d.Settle()
	d.SeesNot("Messages (1)", "Nobody is signed in.")
}

func TestTheOpenListTakesWhatGoesWrongNow(t *testing.T) {
	d := open(t, connected(1, 1))
	d.Tap("Messages")
	d.shell.ToastFailure(m365.Failure{What: "It went wrong."})
	d.Settle()
	d.Sees("It went wrong.", "Clear")
	d.SeesNot("Nothing went wrong.")
}

func TestTheListHoldsTheHundredNewest(t *testing.T) {
	d := open(t, connected(1, 1))
	for n := range 102 {
		d.shell.ToastFailure(m365.Failure{What: "Number " + string(rune('\u4e00'+n)) + " went wrong."})
	}
	d.Settle()
	d.Sees("Messages (100)", "99+")
}

func TestAToastUnderThePointerStays(t *testing.T) {
	d := open(t, connected(1, 1))
	d.shell.Toast(page.Toast{Mood: page.Done, Text: "It is done."})
	d.Settle()
	toast := toastsOf(d)[0]
	toast.MouseIn(&desktop.MouseEvent{})
	d.Pass(time.Minute)
	d.Sees("It is done.")
	toast.MouseOut()
	d.Pass(3 * time.Second)
	d.SeesNot("It is done.")
}

func TestAToastThatHasTheKeyboardStays(t *testing.T) {
	d := open(t, connected(1, 1))
	d.shell.Toast(page.Toast{Mood: page.Trouble, Text: "It went wrong.", Actions: []page.Action{{Label: "Retry"}}})
	d.Settle()
	require.NoError(t, d.Focus("Retry"))
	d.Pass(time.Minute)
	d.Sees("It went wrong.")
	d.Win.Canvas().Unfocus()
	d.Pass(3 * time.Second)
	d.SeesNot("It went wrong.")
}

// toastsOf are the toasts in the corner.
func toastsOf(d *harness) (toasts []*widget.Toast) {
	for _, object := range test.LaidOutObjects(d.Win.Content()) {
		if toast, ok := object.(*widget.Toast); ok {
			toasts = append(toasts, toast)
		}
	}
	return toasts
}

func TestASecretThatNobodySawWaitsBehindTheBell(t *testing.T) {
	d := open(t, connected(1, 1))
	shown, givenUp := 0, 0
	secret := page.Toast{
		Mood: page.Done, Text: "Reset Password for Adele is done.", Waits: 24 * time.Hour,
		Actions: []page.Action{{Label: "Show password", Do: func() { shown++ }}}, Dismissed: func() { givenUp++ },
	}
	d.shell.Toast(secret)
	d.Pass(9 * time.Second)
	d.SeesNot("Reset Password for Adele is done.")
	d.shell.ToastFailure(m365.Failure{What: "It went wrong."})
	d.Tap("Messages (2)", "Clear")
	require.Zero(t, givenUp, "only errors are cleared")
	d.Tap("Messages (1)")
	d.SeesNot("Clear")
	d.Tap("Show password")
	require.Equal(t, 1, shown)
	d.SeesNot("Messages (1)")

	d.shell.Toast(secret)
	d.Pass(9 * time.Second)
	d.Pass(23 * time.Hour)
	d.Sees("Messages (1)")
	d.Pass(2 * time.Hour)
	d.SeesNot("Messages (1)")
}

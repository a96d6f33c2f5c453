package action_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
)

func TestTheHireDateIsTakenFromACalendar(t *testing.T) {
	d := editing(t)
	d.TypeIn("Employee Hire Date", "2026-02-28")
	d.Tap("Employee Hire Date: choose a day")
	d.Sees("February 2026")
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyReturn)
	require.False(t, d.Has("March 2026"), "the calendar is gone")
	d.says("Employee Hire Date", "2026-03-01")
	d.Tap("Review changes")
	require.Equal(t, change.HireDate, d.changes.intents[0].Writes[0].Subject)
	require.Equal(t, "2026-03-01", d.changes.intents[0].Writes[0].After)
}

func TestACalendarBeginsWithTodayAndIsLeftWithEscape(t *testing.T) {
	d := editing(t)
	d.TypeIn("Employee Hire Date", "")
	d.Tap("Employee Hire Date: choose a day")
	d.Sees(noon.Format("January 2006"))
	d.Press(fyne.KeyEscape)
	require.False(t, d.Has(noon.Format("January 2006")))
	d.says("Employee Hire Date", "")
}

func TestTheHireDateOfASyncedUserIsNotChosen(t *testing.T) {
	d := newHarness(t)
	d.directory.user.OnPremisesSynced = true
	d.edit()
	require.True(t, d.Disabled("Employee Hire Date: choose a day"))
}

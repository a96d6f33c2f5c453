package widget_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// calendar shows the last day of January 2026, with the 12th as today and the 20th chosen.
func calendar(t *testing.T) (s *uitest.Stage, picked *[]string) {
	t.Helper()
	s, picked = uitest.NewStage(t, fyne.NewSize(400, 300)), new([]string)
	day := func(day int) time.Time { return time.Date(2026, 1, day, 15, 0, 0, 0, time.UTC) }
	c := widget.NewCalendar("From", day(31), day(12), day(20), func(day time.Time) {
		*picked = append(*picked, day.Format(time.DateTime))
	})
	s.Show(c)
	s.Texts() // only what has been drawn can have the focus
	s.Win.Canvas().Focus(c)
	return s, picked
}

func TestACalendarMarksToday(t *testing.T) {
	s, _ := calendar(t)
	s.Sees("January 2026", "12 January 2026, today")
	s.SeesNot("13 January 2026, today", "32")
}

func TestADayIsTakenByAClick(t *testing.T) {
	s, picked := calendar(t)
	s.Tap("17")
	require.Equal(t, []string{"2026-01-17 00:00:00"}, *picked)
}

func TestADayIsTakenByKeyboard(t *testing.T) {
	for name, c := range map[string]struct {
		keys []fyne.KeyName
		want string
	}{
		"where it stands":             {nil, "2026-01-31 00:00:00"},
		"the day before":              {[]fyne.KeyName{fyne.KeyLeft}, "2026-01-30 00:00:00"},
		"in the next month":           {[]fyne.KeyName{fyne.KeyRight}, "2026-02-01 00:00:00"},
		"the week before":             {[]fyne.KeyName{fyne.KeyUp}, "2026-01-24 00:00:00"},
		"the week after":              {[]fyne.KeyName{fyne.KeyDown}, "2026-02-07 00:00:00"},
		"a month with fewer days":     {[]fyne.KeyName{fyne.KeyPageDown}, "2026-02-28 00:00:00"},
		"the month before, in a year": {[]fyne.KeyName{fyne.KeyPageUp}, "2025-12-31 00:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			s, picked := calendar(t)
			s.Press(c.keys...)
			s.Press(fyne.KeyReturn)
			require.Equal(t, []string{c.want}, *picked)
		})
	}
}

func TestTheMonthIsTurnedByItsArrows(t *testing.T) {
	s, _ := calendar(t)
	s.Tap("Next month")
	s.Sees("February 2026", "28 February 2026")
	s.SeesNot("today")
	s.Tap("Previous month", "Previous month")
	s.Sees("December 2025")
}

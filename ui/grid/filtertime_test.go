package grid_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

const days = 24 * time.Hour

func TestATimeFilterFindsWhoWasNotThereLately(t *testing.T) {
	rows := users(40)
	rows[3].Cells[4].Time = time.Time{}
	source := table.NewSlice(columns(), rows)
	source.Now = func() time.Time { return now }
	d := newHarness(t, source)
	d.Tap("Filter Last Sign In", "Not in the Last 30 Days", "Apply")
	require.Equal(t, 10, d.grid.Total())
	d.Sees("Not in the Last 30 Days")
	d.Tap("Filter Last Sign In", "Never", "Apply")
	require.Equal(t, 11, d.grid.Total())
	d.Sees("Not in the Last 30 Days, or Never")
	filter, _ := d.grid.Filter("last")
	require.Equal(t, table.Filter{Column: "last", Older: 30 * days, Untimed: true}, filter)

	d.Tap("Filter Last Sign In", "Reset")
	d.Tap("Filter Last Sign In", "Never", "Apply")
	require.Equal(t, []string{"User 004"}, d.shown())
}

func TestATimeThatMayLieAheadOffersTheNextDays(t *testing.T) {
	model, rows := columns(), users(40)
	model[4].Title, model[4].Ahead = "GDAP ends", true
	for i := range rows {
		rows[i].Cells[4].Time = now.Add(time.Duration(i) * days)
	}
	source := table.NewSlice(model, rows)
	source.Now = func() time.Time { return now }
	d := newHarness(t, source)
	d.Tap("Filter GDAP ends")
	d.Sees("Next 60 Days", "Next 90 Days", "Last 24 Hours", "No date")
	d.Tap("Next 30 Days", "Apply")
	require.Equal(t, 30, d.grid.Total())
}

// custom opens the time filter on Custom.
func custom(t *testing.T) *harness {
	d := newHarness(t, table.NewSlice(columns(), users(30)))
	d.Tap("Filter Last Sign In", "Custom")
	return d
}

func TestEscapeClosesTheCalendarBeforeTheFilter(t *testing.T) {
	for name, open := range map[string]func(*harness){
		"by the pointer": func(d *harness) { d.Tap("To: choose a day") },
		"from a field": func(d *harness) {
			d.Tap("To: choose a day")
			d.Win.Canvas().Focus(findLabelled(d.Win.Canvas().Overlays().Top(), "From").(fyne.Focusable))
		},
		"with the keyboard nowhere": func(d *harness) {
			d.Tap("To: choose a day")
			d.Win.Canvas().Unfocus()
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := custom(t)
			open(d)
			d.Sees("November 2026", "23 November 2026, today")
			d.Press(fyne.KeyEscape)
			d.SeesNot("November 2026")
			require.Equal(t, "To", focusedName(d))
			d.Press(fyne.KeyEscape)
			require.Nil(t, d.Win.Canvas().Overlays().Top())
		})
	}
}

func TestNothingMovesWhileADayIsTaken(t *testing.T) {
	d := custom(t)
	d.Win.Resize(fyne.NewSize(1024, 520))
	places := func() (all []fyne.Position) {
		for _, name := range []string{"Filter Last Sign In", "Custom", "From: choose a day", "To", "Apply"} {
			place, err := d.PlaceOf(name)
			require.NoError(t, err)
			all = append(all, place)
		}
		return all
	}
	before := places()
	d.Tap("From: choose a day")
	require.Equal(t, before, places())
	d.Tap("Next month")
	require.Equal(t, before, places())
	d.Tap("10")
	require.Equal(t, before, places())
	d.Tap("From: choose a day")
	d.Tap("From: choose a day")
	require.Equal(t, before, places(), "the button closes what it opened")
	d.SeesNot("December 2026")
}

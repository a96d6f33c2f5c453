package grid_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// open makes a window on a gate whose first answer is let through.
func open(t *testing.T, change ...func(*grid.Options)) (*harness, *gate) {
	t.Helper()
	source := newGate(users(30))
	source.let <- nil
	d := newHarness(t, source, change...)
	<-source.asked
	return d, source
}

func TestAnOldAnswerNeverReplacesANewerOne(t *testing.T) {
	d, source := open(t)
	d.grid.SetFilter(table.Filter{Column: "name", Text: "User 001"})
	<-source.asked
	d.grid.SetFilter(table.Filter{Column: "name", Text: "User 002"})
	<-source.asked
	source.let <- nil
	source.let <- nil
	d.Settle()
	require.Equal(t, []string{"User 002"}, d.shown())
	require.False(t, d.Robot.Sees("could not be read"), "a reading that was given up is no error")
}

func TestRowsStayWhileTheyAreReadAgain(t *testing.T) {
	d, source := open(t)
	source.Set(users(5))
	d.grid.Reload()
	<-source.asked
	require.False(t, d.Work.Idle())
	require.Len(t, d.shown(), 25)
	require.True(t, d.Robot.Sees("User 010"))
	source.let <- nil
	d.Settle()
	require.Len(t, d.shown(), 5)
}

func TestManyRefreshesMakeFewReadings(t *testing.T) {
	d, source := open(t)
	for range 100 {
		d.grid.Reload()
	}
	<-source.asked
	source.let <- nil
	d.Work.WaitIdle()
	d.Queue.Flush()
	require.Empty(t, source.asked, "the next reading waits a little")
	require.False(t, d.Work.Idle())
	require.Equal(t, 1, d.Clock.Waiting())
	source.let <- nil
	d.Settle()
	require.Len(t, source.asked, 1)
	require.Len(t, d.totals, 3)
}

func TestAnErrorSaysWhatToDoAndRetryReadsAgain(t *testing.T) {
	d, source := open(t, func(o *grid.Options) {
		o.Explain = func(error) string { return "The connection broke. Try again." }
	})
	d.grid.Reload()
	source.let <- errBroken
	d.Settle()
	require.True(t, d.Robot.Sees("The connection broke. Try again."))
	require.Len(t, d.shown(), 25, "the old rows stay")
	d.Tap("Copy details")
	require.Equal(t, []string{errBroken.Error()}, d.copied)
	source.let <- nil
	d.Tap("Retry")
	require.False(t, d.Robot.Sees("The connection broke."))
}

func TestAnErrorAtFirstHasASentenceOfItsOwn(t *testing.T) {
	source := newGate(users(3))
	source.let <- errBroken
	d := newHarness(t, source)
	require.True(t, d.Robot.Sees("The list of users could not be read."))
	require.Empty(t, d.shown())
}

func TestNothingYetSaysSoAndOffersTheNextStep(t *testing.T) {
	did := 0
	d := newHarness(t, table.NewSlice(columns(), nil), func(o *grid.Options) {
		o.Empty = "No tenant is synced."
		o.EmptyAction = widget.Action{Label: "Open Integrations", Do: func() { did++ }}
	})
	require.True(t, d.Robot.Sees("No tenant is synced."))
	d.Tap("Open Integrations")
	require.Equal(t, 1, did)
}

func TestCloseEndsWhatIsBeingReadAndWaitsForIt(t *testing.T) {
	d, source := open(t)
	d.grid.Reload()
	<-source.asked
	d.grid.Close() // the gate answers only because its context ended
	d.Queue.Flush()
	require.Len(t, d.totals, 1)
	d.grid.Reload()
	d.grid.SetPage(1)
	require.Empty(t, source.asked, "a closed table reads nothing")
}

func TestTheRefreshButtonReadsAnewOrDoesWhatThePageSaid(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.Tap("Refresh")
	require.Len(t, d.totals, 2)
	did := 0
	own := newHarness(t, table.NewSlice(columns(), users(3)), func(o *grid.Options) { o.OnRefresh = func() { did++ } })
	own.Tap("Refresh")
	require.Equal(t, 1, did)
	require.Len(t, own.totals, 1)
}

func TestTheThemeCanChangeWhileTheTableIsShown(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	light := d.pixels()
	d.SetTheme(theme.Dark)
	d.grid.Refresh()
	d.Win.Content().Refresh()
	require.False(t, light == d.pixels())
	require.Len(t, d.shown(), 3)
}

func TestATinyWindowHoldsATable(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(100)))
	for _, size := range []fyne.Size{{Width: 10, Height: 10}, {Width: 300, Height: 200}, {Width: 2500, Height: 1600}} {
		d.Win.Resize(size)
		test.Scroll(d.Win.Canvas(), fyne.NewPos(5, 150), 0, -100)
	}
	require.True(t, d.Robot.Sees("User 020"))
}

func TestALineSaysThatSomethingIsReadOnlyWhereThatTakesAWhile(t *testing.T) {
	d, source := open(t)
	busy := func() bool {
		objects := test.LaidOutObjects(d.Win.Content())
		at := slices.IndexFunc(objects, func(object fyne.CanvasObject) bool { _, ok := object.(*widget.Progress); return ok })
		parts := test.WidgetRenderer(objects[at].(fyne.Widget)).Objects()
		return parts[len(parts)-1].Size().Width > 0
	}
	d.grid.Reload()
	<-source.asked
	require.False(t, busy())
	source.let <- nil
	d.Settle()
	require.False(t, busy(), "the answer was there at once")

	d.grid.Reload()
	<-source.asked
	d.Clock.Advance(time.Second)
	d.Queue.Flush()
	require.True(t, busy())
	source.let <- nil
	d.Settle()
	require.False(t, busy())
}

func TestAPageIsShownTogetherWithItsRows(t *testing.T) {
	d, source := open(t)
	d.grid.SetPage(1)
	<-source.asked
	before := d.pixels()
	require.True(t, d.Robot.Sees("1-25 of 30"), "the window is painted once, with the rows")
	source.let <- nil
	d.Settle()
	require.NotEqual(t, before, d.pixels())
	require.True(t, d.Robot.Sees("26-30 of 30"))
}

func TestAPageThatTakesLongIsShownBeforeItsRows(t *testing.T) {
	d, source := open(t)
	d.grid.SetPage(1)
	<-source.asked
	d.Clock.Advance(time.Second)
	d.Queue.Flush()
	require.True(t, d.Robot.Sees("26-30 of 30"))
	require.True(t, d.Robot.Sees("User 001"), "its rows are still being read")
	source.let <- nil
	d.Settle()
	require.False(t, d.Robot.Sees("User 001"))
}

func TestTheFootCountsNothingBeforeTheRowsWereRead(t *testing.T) {
	d := newHarness(t, table.NewUnread([]table.Column{{ID: "name", Title: "Name", Width: 100}}))
	require.NotContains(t, d.Texts(), "0 of 0")
}

func TestWhatIsBeingReadIsNotCalledEmpty(t *testing.T) {
	source := table.NewUnread(columns())
	d := newHarness(t, source, func(o *grid.Options) { o.Reading, o.Empty = "Reading the users", "There is nobody." })
	d.Sees("Reading the users")
	source.Set(nil)
	d.grid.Reload()
	d.Settle()
	d.SeesNot("Reading the users")
	d.Sees("There is nobody.")
}

func TestRowsThatWereReadMeanwhileStandInTheTableAtOnce(t *testing.T) {
	source := newGate(nil)
	source.Slice = table.NewUnread(columns())
	source.let <- nil
	d := newHarness(t, source)
	<-source.asked
	d.grid.Reload()
	<-source.asked
	d.grid.Reload()
	source.let <- nil
	d.Work.WaitIdle() // the answer that nothing is known yet waits for the window
	source.Set(users(5))
	source.let <- nil
	d.Queue.Flush()
	d.Work.WaitIdle()
	d.Queue.Flush()
	require.Len(t, d.shown(), 5)
}

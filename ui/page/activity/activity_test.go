package activity_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

func TestTheNewestChangeStandsFirst(t *testing.T) {
	d := openDesk(t, blocked(), managed(), reset())
	texts := strings.Join(d.Texts(), "|")
	require.Less(t, strings.Index(texts, "Manage user groups"), strings.Index(texts, "Block sign-in"))
	require.Less(t, strings.Index(texts, "Block sign-in"), strings.Index(texts, "Reset password"))
	d.sees("Activity", "3", "Contoso Dental", "Adele Vance", "Failed", "Done")
}

func TestAJournalWithoutChangesSaysSo(t *testing.T) {
	d := openDesk(t)
	d.sees("Nothing was changed with Tenantkeep yet. What you do to users is listed here.")
}

func TestTheMenuAndTheButtonReadTheJournalAnew(t *testing.T) {
	for name, refresh := range map[string]func(*desk){
		"the menu":   func(d *desk) { d.page.Refresh(); d.settle() },
		"the button": func(d *desk) { d.tap("Refresh") },
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, blocked())
			d.journal.entries = append(d.journal.entries, reset())
			d.fill()
			refresh(d)
			d.sees("Reset password")
		})
	}
}

func TestAChangeOpensWithItsStepsValuesAndFailures(t *testing.T) {
	d := openDesk(t, managed())
	d.tap("Manage user groups")
	d.sees(
		"Adele Vance (adele.vance@contoso.com) in Contoso Dental", "2026-11-23 11:00:00 by j.tan@msp.example",
		"Add to the group Finance", "Before: (not set) · After: Finance", "Read back", "Request id r-1",
		"Remove from the group Lab", "Before: Lab · After: (not set)", "Ask for the role Groups Administrator.", "Request id r-2",
		"Not certain", "No answer came.",
	)
	d.tap("Copy details", "Copy request id")
	require.Contains(t, d.copied[0], "Authorization_RequestDenied")
	require.Equal(t, "r-1", d.copied[1])
}

func TestAChangeIsUndoneThroughTheSameQuestion(t *testing.T) {
	d := openDesk(t, blocked())
	d.tap("Block sign-in")
	d.sees("Before: Allowed · After: Blocked")
	d.tap("Undo")
	require.Equal(t, []string{"c-1"}, d.undone)
	require.Nil(t, d.win.Canvas().Overlays().Top(), "the sheet makes room for the question")
}

func TestWhatCannotBeUndoneOffersNoUndo(t *testing.T) {
	undone := blocked()
	undone.UndoneBy = "c-9"
	running := blocked()
	running.State = change.Running
	for name, c := range map[string]struct {
		entry change.Entry
		says  string
	}{
		"a password": {reset(), "Set a new password"},
		"undone":     {undone, "It was undone by a later change."},
		"running":    {running, "No end is recorded"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, c.entry)
			d.tap(c.entry.Title)
			d.sees(c.says)
			require.False(t, d.Has("Undo"))
		})
	}
}

func TestASummaryForATicketIsCopied(t *testing.T) {
	d := openDesk(t, blocked())
	d.tap("Block sign-in", "Copy summary for ticket")
	require.Equal(t, change.Summary(blocked(), noon.Location()), d.copied[0])
	d.sees("Before: Allowed · After: Blocked")
	d.tap("Close")
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.tap("Copy summary for ticket")
	require.Equal(t, d.copied[0], d.copied[1])
}

func TestTheContextMenuCopiesAValueAndOpensTheChange(t *testing.T) {
	d := openDesk(t, blocked())
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.tap("Copy value")
	require.Equal(t, []string{"Contoso Dental"}, d.copied)
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.tap("Details")
	d.sees("Before: Allowed · After: Blocked")
}

func TestTheUserOfAChangeOpens(t *testing.T) {
	d := openDesk(t, blocked())
	d.tap("Block sign-in", "Open user")
	require.Equal(t, []page.Route{{Page: page.User, User: target.Key}}, d.routes)
}

func TestADoubleClickOpensAChangeOnce(t *testing.T) {
	d := openDesk(t, blocked())
	require.NoError(t, d.Tap("Block sign-in"))
	require.NoError(t, d.Tap("Block sign-in"))
	d.settle()
	require.Equal(t, 1, d.journal.reads)
	d.tap("Close")
	require.Nil(t, d.win.Canvas().Overlays().Top())
}

func TestAChangeThatCannotBeReadIsSaid(t *testing.T) {
	d := openDesk(t, blocked())
	d.journal.err = errors.New("disk")
	d.tap("Block sign-in")
	require.Len(t, d.failed, 1)
	d.journal.err = nil
	d.tap("Block sign-in")
	d.sees("Before: Allowed · After: Blocked")
}

func TestANewChangeAppears(t *testing.T) {
	d := openDesk(t, blocked())
	d.journal.entries = append(d.journal.entries, reset())
	d.fill()
	d.page.Changed(page.Changes{Users: true})
	d.settle()
	require.False(t, d.Sees("Reset password"))
	d.page.Changed(page.Changes{Activity: true})
	d.settle()
	d.sees("Reset password")
	d.page.Changed(page.Changes{Clock: true})
	d.settle()
}

func TestAllRowsAndSelectedRowsAreExported(t *testing.T) {
	d := openDesk(t, blocked(), reset())
	d.page.Export()
	require.Equal(t, "activity", d.exports[0].File)
	require.Equal(t, 2, d.exports[0].Rows)
	var keys []string
	require.NoError(t, d.exports[0].Source.Each(t.Context(), d.exports[0].Query, func(row table.Row) error {
		keys = append(keys, row.Key)
		return nil
	}))
	require.Equal(t, []string{"c-1", "c-3"}, keys)
	d.tap("Row Actions", "Export All Rows to CSV")
	require.Len(t, d.exports, 2)
}

func TestThePageComesBackAsItWasLeft(t *testing.T) {
	d := openDesk(t, blocked(), managed())
	saved := d.page.Save()
	require.IsType(t, grid.Saved{}, saved)
	kept := saved.(grid.Saved)
	kept.Filters = []table.Filter{{Column: "result", Any: []string{"Failed"}}}
	d.page.Restore(kept)
	d.settle()
	require.False(t, d.Sees("Block sign-in"))
	d.sees("Manage user groups")
	require.Equal(t, []page.Step{{Text: "Microsoft 365"}, {Text: "Activity"}}, d.page.Trail())
	d.page.SetDensity(grid.Relaxed)
}

func TestLongNamesAndManyStepsFit(t *testing.T) {
	for name, letter := range map[string]string{"latin": "W", "arabic": "م", "chinese": "漢"} {
		t.Run(name, func(t *testing.T) {
			entry := managed()
			long := strings.Repeat(letter, 200)
			entry.Target.Name, entry.Target.Username, entry.Target.Tenant, entry.Who = long, long, long, long
			for range 40 {
				entry.Steps = append(entry.Steps, entry.Steps[1])
			}
			d := openDesk(t, entry)
			d.win.Resize(fyne.NewSize(1216, 700))
			d.tap("Manage user groups")
			least := d.win.Canvas().Overlays().Top().MinSize()
			require.LessOrEqual(t, least.Height, float32(700-16))
			require.LessOrEqual(t, least.Width, float32(1024))
			d.picture("long-" + name)
		})
	}
}

func TestThePageIsDrawnInItsTheme(t *testing.T) {
	for name, mode := range map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark} {
		t.Run(name, func(t *testing.T) {
			test.ApplyTheme(t, theme.New(mode))
			d := openDesk(t, blocked(), managed(), reset())
			d.picture("activity-" + name)
			d.tap("Manage user groups")
			d.picture("sheet-" + name)
		})
	}
}

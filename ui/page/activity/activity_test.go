package activity_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

func TestTheNewestChangeStandsFirst(t *testing.T) {
	d := open(t, blocked(), managed(), reset())
	texts := strings.Join(d.Texts(), "|")
	require.Less(t, strings.Index(texts, "Manage user groups"), strings.Index(texts, "Block sign-in"))
	require.Less(t, strings.Index(texts, "Block sign-in"), strings.Index(texts, "Reset password"))
	d.Sees("Activity", "3", "Contoso Dental", "Adele Vance", "Failed", "Done")
}

func TestAJournalWithoutChangesSaysSo(t *testing.T) {
	d := open(t)
	d.Sees("Nothing was changed with Tenantkeep yet. What you do to users is listed here.")
}

func TestTheMenuAndTheButtonReadTheJournalAnew(t *testing.T) {
	for name, refresh := range map[string]func(*harness){
		"the menu":   func(d *harness) { d.page.Refresh(); d.Settle() },
		"the button": func(d *harness) { d.Tap("Refresh") },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, blocked())
			d.journal.entries = append(d.journal.entries, reset())
			d.fill()
			refresh(d)
			d.Sees("Reset password")
		})
	}
}

func TestAChangeOpensWithItsStepsValuesAndFailures(t *testing.T) {
	d := open(t, managed())
	d.Tap("Manage user groups")
	d.Sees(
		"Adele Vance (adele.vance@contoso.com) in Contoso Dental", "2026-11-23 11:00:00 by j.tan@msp.example",
		"Add to the group Finance", "Before: (not set) · After: Finance", "Read back", "Request id r-1",
		"Remove from the group Lab", "Before: Lab · After: (not set)", "Ask for the role Groups Administrator.", "Request id r-2",
		"Not certain", "No answer came.",
	)
	d.Tap("Copy details", "Copy request id")
	require.Contains(t, d.Host.Copied[0], "Authorization_RequestDenied")
	require.Equal(t, "r-1", d.Host.Copied[1])
}

func TestAChangeIsUndoneThroughTheSameQuestion(t *testing.T) {
	d := open(t, blocked())
	d.Tap("Block sign-in")
	d.Sees("Before: Allowed · After: Blocked")
	d.Tap("Undo")
	require.Equal(t, []string{"c-1"}, d.undone)
	require.Nil(t, d.Win.Canvas().Overlays().Top(), "the sheet makes room for the question")
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
			d := open(t, c.entry)
			d.Tap(c.entry.Title)
			d.Sees(c.says)
			require.False(t, d.Has("Undo"))
		})
	}
}

func TestTickedChangesAreUndoneTogetherTheNewestFirst(t *testing.T) {
	d := open(t, blocked(), managed(), reset())
	d.Tap("Select rows", "Select all on page", "Row Actions", "Undo")
	require.ElementsMatch(t, []string{"c-1", "c-2", "c-3"}, d.many)
	d.Tap("Select rows", "Select all rows across all pages", "Row Actions", "Undo")
	require.Len(t, d.many, 6)
	require.Equal(t, d.many[:3], d.many[3:])
}

func TestAllThatWasBegunOnManyUsersIsUndoneFromOneOfItsChanges(t *testing.T) {
	one := blocked()
	one.Run = "run-1"
	d := open(t, one)
	d.Tap("Block sign-in")
	d.Sees("It was begun on many users at once.")
	d.Tap("Undo for all its users")
	require.Equal(t, []string{"run-1"}, d.runs)
}

func TestACreationThatStoppedInTheMiddleIsContinued(t *testing.T) {
	creation := blocked()
	creation.Action, creation.Title, creation.State, creation.Target.Key.ID = change.CreateUser, "Create User", change.Running, ""
	creation.Steps = []change.EntryStep{{Write: change.Make(map[string]string{"displayName": "Noor"}), Text: "Create the user", State: change.Running}}
	d := open(t, creation)
	d.Tap("Create User")
	require.False(t, d.Has("Open user"), "it is not known who that is")
	require.False(t, d.Has("Undo"))
	d.Tap("Continue")
	require.Equal(t, []string{"c-1"}, d.continued)
}

func TestASummaryForATicketIsCopied(t *testing.T) {
	d := open(t, blocked())
	d.Tap("Block sign-in", "Copy summary for ticket")
	require.Equal(t, change.Summary(blocked(), table.Printer{}), d.Host.Copied[0])
	d.Sees("Before: Allowed · After: Blocked")
	d.Tap("Close")
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.Tap("Copy summary for ticket")
	require.Equal(t, d.Host.Copied[0], d.Host.Copied[1])
}

func TestTheContextMenuCopiesAValueAndOpensTheChange(t *testing.T) {
	d := open(t, blocked())
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.Tap("Copy value")
	require.Equal(t, []string{"Contoso Dental"}, d.Host.Copied)
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.Tap("Details")
	d.Sees("Before: Allowed · After: Blocked")
}

func TestTheUserOfAChangeOpens(t *testing.T) {
	d := open(t, blocked())
	d.Tap("Block sign-in", "Open user")
	require.Equal(t, []page.Route{{Page: page.User, User: target.Key}}, d.Host.Routes)
}

func TestADoubleClickOpensAChangeOnce(t *testing.T) {
	d := open(t, blocked())
	require.NoError(t, d.Robot.Tap("Block sign-in"))
	require.NoError(t, d.Robot.Tap("Block sign-in"))
	d.Settle()
	require.Equal(t, 1, d.journal.reads)
	d.Tap("Close")
	require.Nil(t, d.Win.Canvas().Overlays().Top())
}

func TestAChangeThatCannotBeReadIsSaid(t *testing.T) {
	d := open(t, blocked())
	d.journal.err = errors.New("disk")
	d.Tap("Block sign-in")
	require.Len(t, d.Host.Failed, 1)
	d.journal.err = nil
	d.Tap("Block sign-in")
	d.Sees("Before: Allowed · After: Blocked")
}

func TestANewChangeAppears(t *testing.T) {
	d := open(t, blocked())
	d.journal.entries = append(d.journal.entries, reset())
	d.fill()
	d.page.Changed(page.Changes{Users: true})
	d.Settle()
	require.False(t, d.Robot.Sees("Reset password"))
	d.page.Changed(page.Changes{Activity: true})
	d.Settle()
	d.Sees("Reset password")
	d.page.Changed(page.Changes{Clock: true})
	d.Settle()
}

func TestAllRowsAndSelectedRowsAreExported(t *testing.T) {
	d := open(t, blocked(), reset())
	d.page.Export()
	require.Equal(t, "activity", d.Host.Exports[0].File)
	require.Equal(t, 2, d.Host.Exports[0].Rows)
	var keys []string
	require.NoError(t, d.Host.Exports[0].Source.Each(t.Context(), d.Host.Exports[0].Query, func(row table.Row) error {
		keys = append(keys, row.Key)
		return nil
	}))
	require.Equal(t, []string{"c-1", "c-3"}, keys)
	d.Tap("Select rows", "Select all rows across all pages", "Row Actions", "Export All Rows to CSV")
	require.Len(t, d.Host.Exports, 2)
}

func TestThePageComesBackAsItWasLeft(t *testing.T) {
	d := open(t, blocked(), managed())
	saved := d.page.Save()
	require.IsType(t, grid.Saved{}, saved)
	kept := saved.(grid.Saved)
	kept.Filters = []table.Filter{{Column: columns.Result, Any: []string{"Failed"}}}
	d.page.Restore(kept)
	d.Settle()
	require.False(t, d.Robot.Sees("Block sign-in"))
	d.Sees("Manage user groups")
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
			d := open(t, entry)
			d.Win.Resize(fyne.NewSize(1216, 700))
			d.page.Grid.Focus()
			d.Press(fyne.KeyDown, fyne.KeyReturn)
			require.LessOrEqual(t, d.Win.Canvas().Overlays().Top().MinSize().Width, float32(1024))
			place, err := d.PlaceOf("Close")
			require.NoError(t, err)
			require.Less(t, place.Y, float32(700-16-32), "whole in the window")
			d.Picture("long-" + name)
		})
	}
}

func TestThePageIsDrawnInItsTheme(t *testing.T) {
	for name, mode := range map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark} {
		t.Run(name, func(t *testing.T) {
			d := open(t, blocked(), managed(), reset())
			d.SetTheme(mode)
			d.Settle()
			d.Picture("activity-" + name)
			d.Tap("Manage user groups")
			d.Picture("sheet-" + name)
		})
	}
}

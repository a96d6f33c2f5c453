package grid_test

import (
	"bytes"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
)

// pressed presses Ctrl+A or Ctrl+C in what has the keyboard.
func pressed(d *harness, shortcut fyne.Shortcut) {
	d.T.Helper()
	focused, ok := d.Win.Canvas().Focused().(fyne.Shortcutable)
	require.True(d.T, ok)
	focused.TypedShortcut(shortcut)
	d.Settle()
}

func TestCtrlAAndCtrlCTickThePageAndCopyIt(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(2)))
	d.grid.Focus()
	pressed(d, &fyne.ShortcutSelectAll{})
	require.Equal(t, 2, d.grid.Selection().Count)
	pressed(d, &fyne.ShortcutCopy{})
	require.Equal(t, []string{
		"User 001\tuser001@contoso.example\tContoso Dental\tAllowed\t2026-11-22 15:00:00\t1000\n" +
			"User 002\tuser002@contoso.example\tFabrikam Legal\tAllowed\t2026-11-21 15:00:00\t1001\n",
	}, d.copied)
}

func TestWithoutTicksTheRowOfTheKeyboardIsCopied(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(3)))
	d.Tap("user002@contoso.example")
	pressed(d, &fyne.ShortcutCopy{})
	require.Len(t, d.copied, 1)
	require.True(t, strings.HasPrefix(d.copied[0], "User 002\t"))
}

func TestTickedRowsOfAllPagesAreCopiedInTheirOrder(t *testing.T) {
	d := newHarness(t, table.NewSlice(columns(), users(60)))
	for _, id := range []string{"mail", "tenant", "state", "last"} {
		d.grid.SetHidden(id, true)
	}
	d.Tap("Select User 002")
	d.Tap("Last page")
	d.Tap("Select User 060")
	d.Tap("Sort by Devices")
	d.Tap("Sort by Devices")
	d.grid.Focus()
	pressed(d, &fyne.ShortcutCopy{})
	require.Equal(t, []string{"User 060\t1059\nUser 002\t1001\n"}, d.copied)

	d.grid.SelectAll()
	d.grid.SetFilter(table.Filter{Column: "name", Text: "User 00"})
	d.Settle()
	pressed(d, &fyne.ShortcutCopy{})
	require.Equal(t, 9, strings.Count(d.copied[1], "\n"), "all rows that fit")
}

func TestEveryCellKeepsItsPlaceInACopiedLine(t *testing.T) {
	row := users(1)[0]
	row.Cells[0].Text = ""
	row.Cells[1].Text = "two\tcells\r\nand\nlines"
	row.Cells = row.Cells[:3]
	d := newHarness(t, table.NewSlice(columns(), []table.Row{row}))
	d.grid.Focus()
	pressed(d, &fyne.ShortcutCopy{})
	require.Equal(t, []string{"\ttwo cells and lines\tContoso Dental\t\t\t\n"}, d.copied)
}

func TestWhatTellsCellsOfOneTextApartIsCopiedAndExported(t *testing.T) {
	rows := users(2)
	for i, domain := range []string{"contoso.com", "contoso-retail.com"} {
		rows[i].Cells[2] = table.Cell{Text: "Contoso", Note: domain, KeepNote: true}
	}
	source := table.NewSlice(columns(), rows)
	d := newHarness(t, source)
	d.grid.Focus()
	pressed(d, &fyne.ShortcutSelectAll{})
	pressed(d, &fyne.ShortcutCopy{})
	for _, text := range []string{d.copied[0], exported(t, d.grid, source)} {
		require.Contains(t, text, "Contoso (contoso.com)")
		require.Contains(t, text, "Contoso (contoso-retail.com)")
	}
}

func TestWhatCannotBeReadForACopyIsReported(t *testing.T) {
	d := newHarness(t, failingEach{table.NewSlice(columns(), users(3))})
	d.grid.Tick("key-001", true)
	d.grid.Focus()
	pressed(d, &fyne.ShortcutCopy{})
	require.Empty(t, d.copied)
	require.Len(t, d.errs, 1)
	require.ErrorIs(t, d.errs[0], errBroken)
}

// TestAnExportHoldsWhatTheTableShows takes what a page exports from the grid: its query, columns and ticks.
func TestAnExportHoldsWhatTheTableShows(t *testing.T) {
	source := table.NewSlice(columns(), users(60))
	d := newHarness(t, source)
	for _, id := range []string{"mail", "tenant", "last", "portal"} {
		d.grid.SetHidden(id, true)
	}
	d.grid.MoveColumn("devices", 0)
	d.grid.SetFilter(table.Filter{Column: "name", Text: "User 00"})
	d.Settle()
	d.Tap("Sort by Display Name")
	d.Tap("Sort by Display Name")
	d.Tap("Select User 003")
	d.Tap("Select User 008")
	require.Equal(t, "Devices,Display Name,Sign In\r\n1007,User 008,Allowed\r\n1002,User 003,Blocked\r\n", exported(t, d.grid, source))
	d.Tap("Select rows")
	d.Tap("Select all rows across all pages")
	require.Equal(t, 1+9, strings.Count(exported(t, d.grid, source), "\r\n"))
}

func exported(t *testing.T, g *grid.Grid, source table.Source) string {
	t.Helper()
	selection := g.Selection()
	options := table.CSVOptions{Headers: true, Keys: func(key string) bool {
		for _, ticked := range selection.Keys {
			if ticked == key {
				return true
			}
		}
		return selection.All
	}}
	var out bytes.Buffer
	_, err := table.WriteCSV(t.Context(), &out, source, g.Query(), g.ShownColumns(), options)
	require.NoError(t, err)
	return strings.TrimPrefix(out.String(), "\uFEFF")
}

func TestNoSpreadsheetRunsACopiedCell(t *testing.T) {
	row := users(1)[0]
	row.Cells[0].Text = "=1+1"
	row.Cells[1].Text = "Bob;\u200b＝1+1"
	row.Cells = row.Cells[:3]
	d := newHarness(t, table.NewSlice(columns(), []table.Row{row}))
	d.grid.Focus()
	pressed(d, &fyne.ShortcutCopy{})
	require.Equal(t, []string{"'=1+1\tBob;'\u200b＝1+1\tContoso Dental\t\t\t\n"}, d.copied)
	require.Equal(t, "'=1+1", d.grid.CellText(row.Key, columns()[0].ID), "nor one that is copied by itself")
}

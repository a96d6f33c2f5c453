package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestThePageThatWasLeftDoesNotKeepTheKeyboard(t *testing.T) {
	d := open(t, connected(2, 5))
	d.Tap("Select Adele Vance")
	require.NotNil(t, d.Win.Canvas().Focused())
	d.menu("Go", "All Tenants")
	require.Nil(t, d.Win.Canvas().Focused())
	d.menu("File", "Export CSV…")
	d.Key(fyne.KeyEscape)
	require.Nil(t, d.Win.Canvas().Focused())
}

func TestAFieldOfThePageThatWasLeftLosesTheKeyboard(t *testing.T) {
	d := openForm(t, newWorld())
	d.TypeIn("Tenant ID", "msp.example")
	d.menu("Help", "Keyboard Shortcuts")
	d.Key(fyne.KeyEscape)
	d.TypeIn("Tenant ID", "msp.example")
	d.menu("Go", "All Tenants") // sees that no caret blinks on
	require.Nil(t, d.Win.Canvas().Focused())
}

func TestTheListOfShortcutsHoldsTheKeysOfTables(t *testing.T) {
	d := open(t, connected(1, 1))
	d.menu("Help", "Keyboard Shortcuts")
	d.Sees("Tick the rows of the page", "Ctrl+A", "Find on This Page", "Ctrl+F", "Go to the Filter", "Ctrl+Shift+F", "Copy the ticked rows", "Ctrl+C", "Shift+Space",
		"Up, Down, Page Up, Page Down, Home, End", "Scroll sideways", "Left, Right", "Esc", "Tab")
}

func TestAFailedSyncLeadsToTheTenantsThatFailed(t *testing.T) {
	w := troubled()
	d := open(t, w)
	w.changes.Emit(page.Change{Kind: page.JobEnded, JobID: "sync-1", Text: "6 of 7 tenants synced, 1 failed.", Failed: true})
	d.Settle()
	d.Tap("Show failed tenants")
	d.Sees("1-1 of 1", "Wide World Importers")
	d.Tap("Reset Filters")
	d.Sees("1-13 of 13")

	w.changes.Emit(page.Change{Kind: page.JobEnded, JobID: "sync-2", Text: "0 of 1 tenant synced, 1 failed.", Failed: true})
	d.Settle()
	d.Tap("Show failed tenants")
	d.Sees("1-1 of 1")
}

func TestAFailureOfAnotherKindLeadsToNoTenants(t *testing.T) {
	w := troubled()
	d := open(t, w)
	w.changes.Emit(page.Change{Kind: page.JobEnded, JobID: "refresh", Text: "Nobody is signed in.", Failed: true, Details: "x"})
	d.Settle()
	d.Sees("Copy details")
	d.SeesNot("Show failed tenants")
}

func TestToastsLeaveTheFootOfATableFree(t *testing.T) {
	for _, look := range []look{light, small} {
		d := open(t, connected(2, 200))
		d.Win.Resize(look.size)
		for _, text := range []string{"One", "Two", "Three", "Four"} {
			d.shell.Toast(page.Toast{Mood: page.Trouble, Text: text + " went wrong.", Actions: []page.Action{{Label: "Copy details"}}})
		}
		d.Settle()
		foot, err := d.PlaceOf("Next page")
		require.NoError(t, err)
		toasts := 0
		for _, object := range test.LaidOutObjects(d.Win.Content()) {
			if toast, ok := object.(*widget.Toast); ok {
				toasts++
				place := fyne.CurrentApp().Driver().AbsolutePositionForObject(toast)
				require.LessOrEqual(t, place.Y+toast.Size().Height, foot.Y-8, "the foot is a bit higher than its buttons")
				require.LessOrEqual(t, place.X+toast.Size().Width, look.size.Width)
			}
		}
		require.Equal(t, 4, toasts)
	}
}

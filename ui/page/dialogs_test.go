package page_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestAnOpenSheetFollowsTheHeightOfItsWindow(t *testing.T) {
	long := page.Column(0)
	for range 40 {
		long.Add(widget.NewText("A line"))
	}
	list := page.AtLeast(0, 400, page.Scrolled(long))
	d := uitest.NewStage(t, fyne.NewSize(1024, 700))
	d.Host.ShowSheet(page.Sheet{Title: "Lines", Body: page.Column(page.Gap, widget.NewText("About them"), page.Fill(list))})
	require.InDelta(t, 400, list.Size().Height, 1)
	for _, height := range []float32{420, 330, 700} {
		d.Win.Resize(fyne.NewSize(1024, height))
		d.Settle()
		place, err := d.PlaceOf("Close")
		require.NoError(t, err)
		require.Less(t, place.Y+widget.Size(theme.SizeNameButton), height-8, "the buttons stay in the window")
		about, err := d.PlaceOf("About them")
		require.NoError(t, err)
		require.Less(t, about.Y, place.Y-60)
	}
	require.InDelta(t, 400, list.Size().Height, 1, "it takes its room again")
}

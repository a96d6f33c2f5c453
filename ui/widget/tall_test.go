package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestWhatStandsInATallPlaceIsDrawnAnewOnlyWhereItsSizeIsAnother(t *testing.T) {
	s := newStage(t)
	one := &counted{least: fyne.NewSize(100, 40)}
	tall := widget.Tall(container.NewVBox(one))
	s.Show(container.NewWithoutLayout(tall))
	lay := func(size fyne.Size) int {
		before := one.drawn
		tall.Resize(size)
		tall.Layout.Layout(tall.Objects, size)
		return one.drawn - before
	}
	require.Positive(t, lay(fyne.NewSize(200, 100)))
	require.Zero(t, lay(fyne.NewSize(200, 100)), "the same")
	require.Positive(t, lay(fyne.NewSize(200, 90)), "another place")
	one.least.Height = 50
	require.Zero(t, lay(fyne.NewSize(200, 90)), "higher, with room to spare")
	one.least.Height = 300
	require.Positive(t, lay(fyne.NewSize(200, 90)), "higher than its place")
	require.Zero(t, lay(fyne.NewSize(200, 90)), "the same")
}

// counted counts how often it is drawn anew.
type counted struct {
	canvas.Rectangle
	least fyne.Size
	drawn int
}

func (c *counted) MinSize() fyne.Size { return c.least }
func (c *counted) Refresh()           { c.drawn++ }

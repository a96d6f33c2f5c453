package shell_test

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

func TestEverythingHasAPlaceAndASizeInWindowsOfEverySize(t *testing.T) {
	worlds := map[string]func() *world{
		"nothing": newWorld, "no users": func() *world { return connected(1, 0) }, "users": func() *world { return connected(3, 60) },
	}
	for name, world := range worlds {
		for page, show := range everyPage {
			if page == "a user" && name != "users" {
				continue
			}
			t.Run(page+" with "+name, func(t *testing.T) {
				d := open(t, world())
				show(d)
				for _, size := range []fyne.Size{{Width: 1024, Height: 700}, {Width: 300, Height: 200}, {Width: 1, Height: 1}, {}, {Width: 1440, Height: 900}} {
					d.Win.Resize(size)
					d.Settle()
					d.isFinite(size)
				}
			})
		}
	}
}

// isFinite demands that every object has a place and a size that are numbers.
func (d *harness) isFinite(window fyne.Size) {
	d.T.Helper()
	for _, object := range test.LaidOutObjects(d.Win.Content()) {
		place, size, least := object.Position(), object.Size(), object.MinSize()
		for _, one := range []float32{place.X, place.Y, size.Width, size.Height, least.Width, least.Height} {
			require.False(d.T, math.IsNaN(float64(one)) || math.IsInf(float64(one), 0), "%T at %v, %v large, in %v", object, place, size, window)
		}
	}
}

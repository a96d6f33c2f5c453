package widget_test

import (
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// inks are the colours that an icon of a side is drawn in, without regard to how strongly.
func inks(p *widget.Picture, side int) map[color.NRGBA]bool {
	drawn, found := p.Drawn.Generator(side, side), map[color.NRGBA]bool{}
	for y := range side {
		for x := range side {
			if c := color.NRGBAModel.Convert(drawn.At(x, y)).(color.NRGBA); c.A == 0xFF {
				found[c] = true
			}
		}
	}
	return found
}

func TestAPictureIsAnIconInAColourOfTheTheme(t *testing.T) {
	newStage(t)
	p := widget.NewPicture()
	for _, name := range []icons.Name{icons.Filter, icons.Check} {
		p.Set(name, theme.ColorNameDanger)
		require.Equal(t, map[color.NRGBA]bool{widget.Colour(theme.ColorNameDanger).(color.NRGBA): true}, inks(p, 32))
	}
	p.Set(icons.Check, theme.ColorNameAccent)
	require.Equal(t, map[color.NRGBA]bool{widget.Colour(theme.ColorNameAccent).(color.NRGBA): true}, inks(p, 32))
}

func TestAPictureFillsWhatIsAskedFor(t *testing.T) {
	newStage(t)
	p := widget.NewPicture()
	require.Equal(t, image.Rect(0, 0, 12, 12), p.Drawn.Generator(12, 12).Bounds())
	require.Empty(t, inks(p, 12), "nothing was set")
	p.Set(icons.Filter, theme.ColorNameAccent)
	for _, side := range []int{12, 14, 28} {
		require.Equal(t, image.Rect(0, 0, side, side), p.Drawn.Generator(side, side).Bounds())
		require.NotEmpty(t, inks(p, side))
	}
}

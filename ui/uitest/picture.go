package uitest

import (
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/driver/software"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// KeepsPictures says that somebody wants to look: go test -artifacts -outputdir DIR.
func KeepsPictures() bool {
	kept := flag.Lookup("test.artifacts")
	return kept != nil && kept.Value.String() == "true"
}

// unseenScale is how small the window is drawn where nobody looks, which is quicker by far.
const unseenScale = 0.25

// Picture draws the window, and keeps the picture under a name where somebody wants to look.
func (w *Window) Picture(name string) image.Image {
	w.T.Helper()
	canvas := w.Win.Canvas()
	if !KeepsPictures() {
		canvas.(software.WindowlessCanvas).SetScale(unseenScale)
		return canvas.Capture()
	}
	picture := canvas.Capture()
	file, err := os.Create(filepath.Join(w.T.ArtifactDir(), name+".png"))
	require.NoError(w.T, err)
	require.NoError(w.T, png.Encode(file, picture))
	require.NoError(w.T, file.Close())
	return picture
}

// RequireTheme fails the test where a large part of a picture is drawn in the colours of the other theme.
func RequireTheme(t *testing.T, picture image.Image, mode theme.Mode) {
	t.Helper()
	if mode == theme.Dark {
		require.Less(t, brightness(picture), 0.25)
		return
	}
	require.Greater(t, brightness(picture), 0.35)
}

// brightness is how bright a picture is on the whole, from 0 to 1.
func brightness(picture image.Image) float64 {
	bounds, sum, count := picture.Bounds(), 0.0, 0.0
	for y := bounds.Min.Y; y < bounds.Max.Y; y += 3 {
		for x := bounds.Min.X; x < bounds.Max.X; x += 3 {
			r, g, b, _ := picture.At(x, y).RGBA()
			sum += float64(r+g+b) / (3 * 0xFFFF)
			count++
		}
	}
	return sum / count
}

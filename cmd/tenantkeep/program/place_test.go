package program

import (
	"image"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever was kept of where the window stood, it opens on a screen that is there, or where the system puts it.
func FuzzPlace(f *testing.F) {
	for _, kept := range []string{
		"100 100 1440 900 false", "-32000 -32000 160 28 true", "9223372036854775807 0 10 10 false", "0 0 9223372036854775807 9223372036854775807 true", "0 0 0 0 false", "1 2 3", "a b c d e", "",
	} {
		f.Add(kept)
	}
	screens := []image.Rectangle{image.Rect(0, 0, 1920, 1040), image.Rect(1920, 0, 3200, 984)}
	f.Fuzz(func(t *testing.T, kept string) {
		read, known := readPlace(kept)
		if !known {
			return
		}
		again, known := readPlace(read.text())
		require.True(t, known)
		require.Equal(t, read, again)
		there, held := read.within(screens)
		if held {
			require.True(t, there.at.In(screens[0]) || there.at.In(screens[1]), "%v", there.at)
			require.False(t, there.at.Empty())
		}
	})
}

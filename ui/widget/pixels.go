package widget

import "math"

// nudge is a little of a pixel. What lies between two pixels is rounded with it as what it is measured from.
const nudge = 1.0 / 512

// wholePixels is the length next to one that takes as many pixels of the screen wherever it begins. Where a pixel is no whole
// number of them, as at 125 %, Fyne rounds both ends of what it draws: another length is now a pixel longer, now not.
func wholePixels(length float32) float32 {
	scale := screenScale()
	pixels := float32(inPixels(length, scale))
	if pixels/scale == length {
		return length
	}
	return (pixels + nudge) / scale
}

// inPixels is how many pixels of the screen are next to a length.
func inPixels(length, scale float32) int { return int(math.Round(float64(length * scale))) }

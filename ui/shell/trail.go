package shell

import "fyne.io/fyne/v2"

// trailLayout is a row of steps with marks between, without the first ones where the last would have no room: where one is
// counts for more than the way there.
type trailLayout struct {
	row fyne.Layout
	// last is how wide the last step is, whole or as wide as any may be.
	last float32
}

// MinSize is that of the last step.
func (l *trailLayout) MinSize(steps []fyne.CanvasObject) fyne.Size {
	return l.row.MinSize(steps[max(len(steps)-1, 0):])
}

// Layout places the steps that there is room for.
func (l *trailLayout) Layout(steps []fyne.CanvasObject, size fyne.Size) {
	for _, step := range steps {
		step.Show()
	}
	from := 0
	for from < len(steps)-1 && l.row.MinSize(steps[from:]).Width+l.last > size.Width {
		from += 2 // with the mark behind it
	}
	for _, step := range steps[:from] {
		step.Hide()
	}
	l.row.Layout(steps[from:], size)
}

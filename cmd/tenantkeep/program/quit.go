package program

import "fyne.io/fyne/v2"

// endAlone has Fyne do nothing of its own at the end. It would save its preferences then, of which the program has none, and has
// its loop asked for that; where the loop ends in between, Fyne waits for an answer for good, and the program with it.
func endAlone(lifecycle fyne.Lifecycle) {
	if saves, ok := lifecycle.(interface{ SetOnStoppedHookExecuted(func()) }); ok {
		saves.SetOnStoppedHookExecuted(nil)
	}
}

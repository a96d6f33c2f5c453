package program

import (
	"testing"

	"fyne.io/fyne/v2/app"
	"github.com/stretchr/testify/require"
)

// Fyne waits at its end for what it does when stopped, by way of a loop that may have ended.
func TestNothingIsLeftToFyneToDoWhenTheProgramEnds(t *testing.T) {
	lifecycle := app.NewWithID("program").Lifecycle()
	told, ok := lifecycle.(interface{ OnStopped() func() })
	require.True(t, ok, "what Fyne does when stopped is not to be seen any more: look whether it still waits for its loop then")
	require.NotNil(t, told.OnStopped(), "Fyne does nothing when stopped any more: endAlone can go")
	endAlone(lifecycle)
	require.Nil(t, told.OnStopped())
}

package program

import (
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

func TestAWindowThatMesaDoesNotDrawHasNoFrameToDrop(t *testing.T) {
	w := &window{window: test.NewTempWindow(t, nil)}
	require.False(t, w.dropFrame(t.Context()))
}

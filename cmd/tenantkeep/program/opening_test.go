package program

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/store"
)

// awaited awaits an opening on a screen of its own, whose loop calls frame.
func awaited(t *testing.T, o *opening, patience time.Duration) (shown *int, frame func() (goOn bool), windows func() []fyne.Window) {
	t.Helper()
	w := &window{app: test.NewTempApp(t)}
	others := len(w.app.Driver().AllWindows()) // Fyne's own
	shown = new(int)
	w.await(o, patience, func(do func() bool) { frame = do }, func() { *shown++ })
	return shown, frame, func() []fyne.Window { return w.app.Driver().AllWindows()[others:] }
}

func TestAProgramThatOpensAtOnceSaysNothingOfIt(t *testing.T) {
	o := &opening{done: make(chan struct{})}
	close(o.done)
	shown, _, windows := awaited(t, o, time.Hour)
	require.Equal(t, 1, *shown)
	require.Empty(t, windows())
}

func TestAProgramThatOpensSlowlySaysSoUntilItIsOpen(t *testing.T) {
	o := &opening{done: make(chan struct{})}
	shown, frame, windows := awaited(t, o, 0)
	for range 3 {
		require.True(t, frame())
		require.Zero(t, *shown)
		require.Len(t, windows(), 1)
	}
	close(o.done)
	require.Zero(t, *shown, "not but in the loop, which may have ended")
	require.False(t, frame())
	require.Equal(t, 1, *shown)
	require.Empty(t, windows())
}

func TestADefectInAnOpeningThatIsGivenUpIsTold(t *testing.T) {
	o := &opening{cancel: func() {}, done: make(chan struct{}), refused: crash.During(func() { panic("a defect") })}
	close(o.done)
	require.ErrorAs(t, o.giveUp(t.Context()), new(*crash.Error))
}

func TestAnOpeningThatIsGivenUpLeavesTheDataToTheNextStart(t *testing.T) {
	folder := t.TempDir()
	in := environment{cloud: cloud.Global, folder: folder, log: slog.New(slog.DiscardHandler)}
	for range 3 {
		require.NoError(t, open(t.Context(), in).giveUp(t.Context()))
	}
	kept, err := store.Open(t.Context(), folder, store.Options{})
	require.NoError(t, err)
	require.NoError(t, kept.Close())
}

func TestAnOpeningThatIsRefusedSaysWhy(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	o := open(ended, environment{cloud: cloud.Global, folder: t.TempDir(), log: slog.New(slog.DiscardHandler)})
	<-o.done
	require.True(t, errors.Is(o.refused, context.Canceled), o.refused)
	require.NoError(t, o.giveUp(t.Context()))
}
